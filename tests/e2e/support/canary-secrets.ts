import { alphanumeric, createPlanter } from "../../domain/redaction/planted-secrets.ts";

/** Secrets made for one run, in the forms in which they meet a developer, each remembered for the search afterwards. */
export interface CanarySecrets {
  /** A password, a key, a token: what stands as the value of a name that says so. */
  password(): string;
  key(): string;
  token(): string;
  /** A text, as an error or a log prints it, that holds a secret of every form. */
  text(): string;
  /** A shorter one: the next few forms, in turn. */
  line(): string;
  /** Every secret handed out so far. */
  readonly planted: readonly string[];
}

const formsPerLine = 3;

export function createCanarySecrets(seed: number): CanarySecrets {
  const planter = createPlanter(seed);
  const planted: string[] = [];
  const plant = (secret: string) => {
    planted.push(secret);
    return secret;
  };
  const password = () => plant(planter.password());
  const word = () => plant(planter.text(alphanumeric, 20));
  const pemLine = () => plant(planter.text(alphanumeric, 64));
  const label = "PRIVATE KEY";
  const forms: (() => string)[] = [
    () => `Server=tcp:sql-canary.database.windows.net;User ID=app;Password=${password()};Encrypt=True`,
    () =>
      `DefaultEndpointsProtocol=https;AccountName=stcanary;AccountKey=${plant(planter.key88())};EndpointSuffix=core.windows.net`,
    () =>
      `Endpoint=sb://sb-canary.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${plant(planter.key44())}`,
    () =>
      `https://stcanary.blob.core.windows.net/c/b?sv=2024-11-04&sp=r&sig=${encodeURIComponent(plant(planter.key44()))}`,
    () => `Authorization: Bearer ${plant(planter.jwt())}`,
    () => `postgres://app:${word()}@pg-canary.postgres.database.azure.com:5432/orders`,
    () => `az login --service-principal --username app --password ${plant(planter.clientSecret())}`,
    () => `AZURE_CLIENT_SECRET=${plant(planter.clientSecret())}`,
    () => JSON.stringify({ apiKey: plant(planter.hex32()), nested: { db_password: password() } }),
    () => `비밀번호: ${password()}`,
    () => `x-functions-key: ${plant(planter.key44())}`,
    () => `Ocp-Apim-Subscription-Key: ${plant(planter.hex32())}`,
    () => `-----BEGIN ${label}-----\n${pemLine()}\n${pemLine()}\n-----END ${label}-----`,
  ];
  let turn = 0;
  const nextForm = () => forms[turn++ % forms.length]!();
  return {
    password,
    key: () => plant(planter.key88()),
    token: () => plant(planter.jwt()),
    text: () => forms.map((form) => form()).join("\n"),
    line: () => Array.from({ length: formsPerLine }, nextForm).join("\n"),
    planted,
  };
}

/** Every trace is at least this long: a password of the planter. */
const traceCharacters = 12;

/**
 * What to look for: the secret from its beginning (a cut-off secret is one too) and its end, as it is and in its usual
 * encodings. Traces are of one length, so that a text is searched for all of them in one pass.
 */
function tracesOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("hex"),
  ];
  return forms.flatMap((form) => [form.slice(0, traceCharacters), form.slice(-traceCharacters)]);
}

/** Makes a search for all of these secrets at once: each find says which secret, and what stands before it. */
export function createSecretSearch(planted: readonly string[]): (text: string) => string[] {
  const traces = new Map(
    planted.flatMap((secret, index) => tracesOf(secret).map((trace) => [trace, index] as const)),
  );
  return (text) => {
    const found: string[] = [];
    for (let at = 0; at + traceCharacters <= text.length; at += 1) {
      const secret = traces.get(text.slice(at, at + traceCharacters));
      if (secret !== undefined) found.push(`secret ${secret} after ${text.slice(Math.max(0, at - 100), at)}`);
    }
    return found;
  };
}
