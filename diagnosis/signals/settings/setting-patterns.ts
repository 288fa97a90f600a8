import type { FileKind } from "./file-kind.ts";

/** One notation of a setting: the groups `n` and `v` are its name and its value. */
export interface SettingPattern {
  pattern: RegExp;
  /** The kinds of file that it is read from; absent: from all, and from the error. */
  in?: readonly FileKind[];
}

const literal = "(?:\"(?<v>[^\"\\n]{0,1000})\"|'(?<w>[^'\\n]{0,1000})')";

export const settingPatterns: readonly SettingPattern[] = [
  {
    // One a line: .env, properties, YAML, HCL, Bicep.
    in: ["markup"],
    pattern:
      /^[ \t]{0,60}(?:export |set |- )?(?:param |var )?["']?(?<n>[A-Za-z_][\w.:/-]{0,100})["']?(?:[ \t]{1,4}(?:string|int|bool|object|array))?[ \t]{0,40}[=:][ \t]{0,10}(?:"(?<v>[^"\n]{0,1000})"|'(?<w>[^'\n]{0,1000})'|(?<x>[^\s"'#{[][^#\n]{0,1000}))/gm,
  },
  // Set to nothing, which is not the same as unset.
  { in: ["markup", "script"], pattern: /^(?:export )?(?<n>[A-Z_][A-Z0-9_]{1,100})=(?<x>)[ \t]{0,8}$/gm },
  {
    in: ["script"],
    pattern:
      /^[ \t]{0,40}(?:export |set |ENV |ARG |\$(?:env:)?)?(?<n>[A-Za-z_][\w.]{0,100})[ \t]{0,4}=[ \t]{0,4}(?:"(?<v>[^"\n]{0,1000})"|'(?<w>[^'\n]{0,1000})'|(?<x>[^\s"'][^\n]{0,1000}))/gm,
  },
  { in: ["script"], pattern: /^(?<n>EXPOSE|FROM|USER|WORKDIR|ENTRYPOINT|CMD)[ \t]{1,8}(?<x>[^\n]{1,300})/gm },
  // A literal given to a name in a program: `VAULT = "https://…"`, `PublicClientApplication.builder("…")` is none.
  {
    in: ["program"],
    pattern: new RegExp(
      `(?:^|[\\s,({.])(?<n>[A-Za-z_][\\w.]{1,100}|"[\\w.:-]{1,100}"|'[\\w.:-]{1,100}')\\s{0,4}(?::=|=|:)\\s{0,4}[@$]?${literal}`,
      "gm",
    ),
  },
  // What a program falls back to: `os.environ.get("A", "b")`, `process.env.A ?? "b"`, `${A:b}`.
  {
    pattern: new RegExp(
      `(?:environ\\.get|getenv|GetEnvironmentVariable|getProperty)\\(\\s{0,4}["'](?<n>[\\w.:-]{1,100})["']\\s{0,4},\\s{0,4}${literal}`,
      "g",
    ),
  },
  { pattern: new RegExp(`process\\.env\\.(?<n>\\w{1,100})\\s{0,4}(?:\\?\\?|\\|\\|)\\s{0,4}${literal}`, "g") },
  { pattern: /\$\{(?<n>[A-Z][A-Z0-9_]{1,80}):-?(?<x>[^}\n]{0,300})\}/g },
  // Pairs of app settings in Bicep, ARM templates, YAML and XML.
  {
    pattern:
      /\bname["']?\s{0,4}[:=]\s{0,4}["']?(?<n>[A-Za-z_][\w.:-]{0,120})["']?\s{0,4},?\s{1,120}["']?value["']?\s{0,4}[:=]\s{0,4}(?:"(?<v>[^"\n]{0,1000})"|'(?<w>[^'\n]{0,1000})'|(?<x>[^\s"'}{][^\n}]{0,300}))/g,
  },
  {
    in: ["xml", "program"],
    pattern:
      /<add\s{1,8}(?:key|name)="(?<n>[^"\n]{1,120})"\s{1,40}(?:value|connectionString)="(?<v>[^"\n]{0,1000})"/g,
  },
  { in: ["xml"], pattern: /<(?<n>[A-Z]\w{1,60})>(?<x>[^<>\n]{1,300})<\//g },
  // Flags of `docker run` and of `az … --settings`.
  {
    pattern:
      /(?:\s-e|--env|--settings)[ =](?<n>[A-Za-z_][\w.:-]{0,100})=(?:"(?<v>[^"\n]{0,500})"|(?<x>[^\s"']{0,500}))/g,
  },
  // The parts of connection strings.
  {
    pattern:
      /(?<=^|[\s;"'(])(?<n>Endpoint|SharedAccessKeyName|EntityPath|AccountName|AccountEndpoint|BlobEndpoint|QueueEndpoint|DefaultEndpointsProtocol|EndpointSuffix|Server|Data Source|Database|Initial Catalog|User ?I[dD]|Uid|Username|Authentication|Encrypt|TrustServerCertificate|MultipleActiveResultSets|Max Pool Size|Connection Timeout|SSL ?[Mm]ode|sslmode|Port|Host|InstrumentationKey|IngestionEndpoint|TransportType|abortConnect)=(?<x>[^;"'\s]{1,300})(?=;|"|'|\s|$)/gm,
  },
  // Parameters of database URLs.
  {
    pattern:
      /[?&](?<n>sslmode|ssl|ssl-mode|sslaccept|tls|useSSL|requireSSL|encrypt|authSource|replicaSet|connect_timeout|pgbouncer|channel_binding)=(?<x>[^&\s"']{1,100})/g,
  },
];
