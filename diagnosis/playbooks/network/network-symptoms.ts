import { errorMatches } from "../error-text.ts";

/** Nothing answered: as the runtimes of .NET, Java, Python, JavaScript and Go, kubectl, curl and drivers say it. */
export const timedOut = errorMatches(
  "tim(?:e[ds]?|ing)[ _-]?out|timeout|ETIMEDOUT|no route to host|NoRouteToHost|EHOSTUNREACH|ENETUNREACH|host is unreachable|network is unreachable|deadline exceeded|10060|failed to respond|did not properly respond",
  "cannot connect|could not connect|unable to connect|can.t connect|failed to connect|not reachable|unreachable|시간 ?초과|시간이 초과|연결할 수 없|연결하지 못|응답이 없",
  "network-related or instance-specific|could not open a connection|not (?:possible|able) to connect|(?:cannot|can ?not|can.t|could ?n.t|could not|unable to|un?able to|never|no longer) (?:reach|connect|get through)|too long to respond|no (?:answer|response|reply)|\\bhang(?:s|ing)?\\b",
  "cannot (?:open (?:(?:a|the) )?(?:new )?(?:server|connection|socket|port|channel)|answer|respond|reply)",
  "TcpTestSucceeded.{0,12}False|TCP connect to .{1,60}failed|(?:does not|doesn.t|do not|won.t|\\bnot) (?:open|answer|respond|reply)|통신(?:이|을)? ?(?:안|되지|불가|못)|(?:접속|연결|접근)(?:이|을|은)? ?(?:안|되지|불가|못)|붙지 ?(?:못|않)|멈춰|끊[기긴깁겨어]",
);

/** The name has no address. */
export const nameUnknown = errorMatches(
  "ENOTFOUND|EAI_AGAIN|EAI_NONAME|NXDOMAIN|no such host|name or service not known|nodename nor servname|getaddrinfo|could not resolve|cannot resolve|UnknownHost|failed to resolve|name resolution|could not be resolved",
  "no address associated|does not resolve|could not translate host name|server can.t find|non-existent domain|name does not exist|11001|이름을 확인할 수 없|이름 확인",
  "SocketException .0{8}, ?(?:11|0xfffdffff|-131073).|Resource temporarily unavailable .[a-z0-9-]{1,80}[.]|DNS_PROBE|Non-existent|unknown host|NXDOMAIN|no answer from .{0,20}dns",
  "dns (?:lookup|resolution|error|query|failure)|EINSTLOOKUP|2AF9|host ?name .{0,80}not be found|(?:이름|호스트|도메인).{0,20}(?:찾을 수 없|조회)|dns.{0,20}(?:조회|실패)",
);

/** What the sandbox of App Service on Windows says of a private address that it has no way to. */
export const socketForbidden = errorMatches(
  "access a socket in a way forbidden|\\(?10013\\)?|WSAEACCES|connect EACCES",
);

/** The public endpoint answered, and refused. */
export const publicRefusal = errorMatches(
  "public network access|deny public|public access is (?:disabled|not)|firewall|forbidden|not authorized|403|401|47073|not allowed|access denied|private endpoint|private link|공용 네트워크|방화벽",
  "prevented to connect|unauthorized.?access|could not be established|disconnected|terminated during|no pg_hba[.]conf|connection (?:was |has been )?(?:reset|closed|refused|aborted)|refused|거부|차단",
);

/** A build or an installation of packages on the way of the failure. */
export const isBuild = errorMatches(
  "oryx|ModuleNotFoundError|Cannot find module|No module named|pip install|npm (?:ERR|error|install|ci)|nuget|NU1301|mvn |maven|gradle|apt-get|apk add|yarn |pnpm |composer|bundle install|go: .{1,80} dial tcp",
  "az acr (?:build|run|task)|docker build|buildkit|failed to solve|registry\\.npmjs\\.org|pypi\\.org|files\\.pythonhosted|api\\.nuget\\.org|repo\\.maven|proxy\\.golang\\.org|rubygems|could not find a version|Read timed out.{1,40}pip",
  "APKINDEX|unable to select packages|(?:download|install|fetch|restor)[a-z]{0,4} .{0,30}(?:packages?|dependenc)|packages? .{0,30}(?:download|restore|install)|패키지.{0,20}(?:내려|다운|설치|복원)|(?:의존성|종속성).{0,20}(?:설치|다운)",
);

const address = "(?:[0-9]{1,3}[.]){3}[0-9]{1,3}";
const privateAddress =
  "(?:10[.][0-9]{1,3}|172[.](?:1[6-9]|2[0-9]|3[01])|192[.]168)[.][0-9]{1,3}[.][0-9]{1,3}";
/**
 * Where the call went: behind Go's arrow (`read tcp own->peer`), `10.1.2.3:1433`, `10.1.2.3 port 22`, `(10.1.2.3), port 5432`; else the private address that the error
 * calls server, or that its look-up of the name gave; else, where the error says no host at all, the one that a file that was sent connects to.
 */
export const peerAddress = `(${findInError(
  `->(${address}):[0-9]{2,5}`,
  `(${address})(?::[0-9]{2,5}|["')]{0,2},? ?port[ :=]{1,2}[0-9]{2,5}|["')]{0,2}, ?[0-9]{2,5})`,
  `(?:server|host|connect|dial|address|addresses|to|at|on)[ :=]{1,3}["'([]{0,2}(${privateAddress})(?:[^#0-9.]|$)`,
  `(?:https?://|TCP connect to [(]|connect to |host )(${address})(?:[^0-9.]|$)`,
  `(?:^|[^0-9.])(${address}) took too long`,
)} || ${findInFiles(
  `://(?:[^/@ ]{1,80}@)?(${privateAddress})(?:[^0-9.]|$)`,
  `(?:host|server|addr|address|url|uri|endpoint|data source|dsn)[a-z_]{0,12}["']? ?(?:[:=]|=>) ?["']?(?:tcp:)?(${privateAddress})(?:[^0-9.]|$)`,
)})`;
/** The port that the error names, as text: behind an address or a host name, in words, behind anything that is no clock. */
export const peerPort = `(${findInError(
  `${address}["')]{0,2}(?::|, ?|,? port )([0-9]{2,5})(?:[^0-9:.]|$)`,
  "[.](?:net|com|org|io|us|cn|internal|intranet|local|lan|corp|cloud|example|kr|jp|de|uk|eu)[:,]([0-9]{2,5})(?:[^0-9:.]|$)",
  'port[ :="]{1,3}([0-9]{2,5})',
  // No line of a source file: `Sender.java:364`, `sender.go:77`.
  '(?:^|[ "(/@=\\[])[a-z][a-z0-9-]{0,60}[.\\]]?:([0-9]{2,5})(?:[^0-9:.]|$)',
  "[a-z0-9-]{1,60}[.][a-z0-9-]{1,60}[.][a-z]{2,20}[.]?:([0-9]{2,5})(?:[^0-9:.]|$)",
)} || ${findInFiles(`(?:${privateAddress})[:,] ?([0-9]{2,5})(?:[^0-9.]|$)`)})`;

/** The first group of the first pattern that is found, in their order. */
function findInError(...patterns: readonly string[]): string {
  return patterns.map((pattern) => `find(request.error, '${pattern.replaceAll("'", "\\'")}')`).join(" || ");
}

/** The same in the files that were sent, for an error that names no host: its stack says only that nothing answered. */
function findInFiles(...patterns: readonly string[]): string {
  const found = patterns.map((pattern) => {
    const quoted = pattern.replaceAll("'", "\\'");
    return `find(not_null(values(not_null(request.source_code, \`{}\`))[?matches(@, '${quoted}')] | [0], ''), '${quoted}')`;
  });
  return `(length(signals.hosts[?starts_with(pointer, '/error')]) == \`0\` && (${found.join(" || ")}) || \`null\`)`;
}
