/**
 * What a name says of its value:
 *
 * - `password`: whatever stands there is a secret, be it a plain word.
 * - `secret`: a secret, unless it has the shape of an identifier (GUID, URL, resource ID).
 * - `token`, `key`: a secret only if it looks like key material (a key is longer): `secret`, `token` and `key` alone name
 *   many harmless things.
 */
export type SecretMeaning = "password" | "secret" | "token" | "key";

/** A cheap test that every name with a meaning passes. */
const candidate = /pass|pwd|pw$|secret|token|key|auth|비밀|암호|패스|비번|시크릿|토큰|키/iu;

/** Words that may follow the word that counts: `clientSecretValue`, `password_2`, `client-key-data`. */
const trailing = new Set([
  "value",
  "text",
  "plain",
  "plaintext",
  "base64",
  "b64",
  "encoded",
  "raw",
  "data",
  "old",
  "new",
  "current",
  "값",
]);

const passwordEnd = /(?:password|passwd|passphrase|passcode|pwd|비밀번호|암호|패스워드|비번)$/u;
const keyEnd =
  /(?:api|access|account|shared|sharedaccess|master|function|functions|host|private|secret|signing|encryption|encrypt|storage|admin|query|auth|client|consumer|license|subscription|webhook|machine|validation|decryption)key$/u;
const koreanKeyEnd = /(?:액세스|계정|비밀|인증|접근|연결|공유)키$/u;

/** `existingSecret: sentry-pg` names a Kubernetes secret; it is not one. */
const secretReference = /(?:existing|imagepull|pull|tls|kube|kubernetes|k8s)secrets?$/u;
const harmlessTokens = new Set([
  "cancellation",
  "continuation",
  "skip",
  "page",
  "next",
  "resource",
  "key",
  "lock",
  "sync",
  "delta",
  "max",
  "concurrency",
  "syntax",
  "start",
  "end",
  "parse",
]);
const harmlessKeys = new Set([
  "public",
  "partition",
  "row",
  "sort",
  "foreign",
  "instrumentation",
  "cache",
  "routing",
  "registry",
  "lock",
  "idempotency",
  "correlation",
  "group",
  "object",
  "message",
  "composite",
  "range",
  "shard",
  "i18n",
  "translation",
]);

/** The meaning of a property, setting, variable, option or label name, in any of their spellings; undefined for none. */
export function secretMeaningOf(name: string): SecretMeaning | undefined {
  if (name.length > 200 || !candidate.test(name)) return undefined;
  const words = wordsOf(name);
  while (words.length > 1 && (trailing.has(words.at(-1)!) || /^\d+$/.test(words.at(-1)!))) words.pop();
  const last = words.at(-1)?.replace(/\d+$/, "");
  if (last === undefined || last === "") return undefined;
  const before = words.at(-2) ?? "";
  const joined = [...words.slice(0, -1), last].join("");
  if (passwordEnd.test(last) || last === "pw" || (words.length > 1 && last === "pass")) return "password";
  if (last === "시크릿") return "secret";
  if (last.endsWith("secret")) {
    if (secretReference.test(joined)) return undefined;
    return joined === "secret" ? "token" : "secret";
  }
  if (last.endsWith("token") || last === "토큰")
    return harmlessTokens.has(before) || joined === "publickeytoken" ? undefined : "token";
  if (harmlessKeys.has(before) || /(?:instrumentation|public|partition)key$/.test(joined)) return undefined;
  if (keyEnd.test(joined) || koreanKeyEnd.test(joined)) return "secret";
  if (last.endsWith("key") || last === "키" || joined === "auth") return "key";
  return undefined;
}

/** Splits camelCase, PascalCase, UPPER_SNAKE, kebab-case, dotted and spaced names into lower-case words. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, " ")
    .replaceAll(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, " ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
