import { markerFor } from "../marker.ts";
import { isOpaque, isPlaceholder } from "../value-shape.ts";

const pairInUrl = /(?<=:\/\/)([^\s:/?#@"'<>[\]]{0,256}):([^\s"'<>]{1,512})@(?=[\w[$])/g;
const tokenInUrl = /(?<=:\/\/)([\w.~%-]{20,256})@(?=[\w[$])/g;
const signature = /(?:(?<![\p{L}\p{N}_.-])|(?<=%26|%3[Ff]))(sig(?:=|%3[Dd]|%253[Dd]))([\w%+/=.~*-]{6,512})/gu;
const keyInQuery = /([?&;](?:code|key|subscription-key|st|ticket|sastoken)=)([\w%+/=.~-]{16,4096})/gi;

/** The start time of a SAS (`st`) is evidence; only a service ticket of that name is a secret. */
const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}(?::|%3A)\d{2}/i;

/**
 * Hides what a URL carries of secrets: the password (or the bare token) before `@`, the signature of a SAS, keys and codes
 * of the query. User, host, path and the rest of a SAS stay: its permissions, times and addresses decide causes.
 */
export function hideUrlSecrets(text: string): string {
  let result = text;
  if (result.includes("://") && result.includes("@")) {
    result = result
      .replaceAll(pairInUrl, (whole, user: string, password: string) =>
        isPort(password) || isPlaceholder(password) ? whole : `${user}:${markerFor(password)}@`,
      )
      .replaceAll(tokenInUrl, (whole, token: string) =>
        isOpaque(token, 20) ? `${markerFor(token)}@` : whole,
      );
  }
  if (result.includes("sig")) result = result.replaceAll(signature, hideSignature);
  return result.replaceAll(keyInQuery, (whole, name: string, value: string) =>
    isOpaque(decoded(value), 16) && !isInstant.test(value) ? `${name}${markerFor(value)}` : whole,
  );
}

function hideSignature(whole: string, name: string, value: string): string {
  const end = name === "sig=" ? -1 : value.search(name.includes("25") ? /%2526/i : /%26/i);
  const own = end < 0 ? value : value.slice(0, end);
  const kept = isPlaceholder(own) || /^redacted/i.test(own);
  return kept ? whole : `${name}${markerFor(own)}${value.slice(own.length)}`;
}

/** `https://host:443/a@b` holds no password. */
function isPort(text: string): boolean {
  return /^\d{1,5}(?:[/?#,;)]|$)/.test(text);
}

function decoded(value: string): string {
  return value.replaceAll(
    /%(?:3D|2F|2B)/gi,
    (code) => ({ "3D": "=", "2F": "/", "2B": "+" })[code.slice(1).toUpperCase()] ?? code,
  );
}
