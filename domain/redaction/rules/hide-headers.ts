import { markerFor } from "../marker.ts";
import { isOpaque, isPlaceholder } from "../value-shape.ts";

const schemes =
  /^(?:bearer|basic|negotiate|ntlm|token|apikey|pop|dpop|digest|hawk|sharedkey|sharedkeylite)$/i;
const authorization =
  /(?<![\w-])((?:proxy-)?authorization\\{0,3}["']?[ \t]{0,4}[:=,][ \t]{0,4}\\{0,3}["']?)([A-Za-z][\w-]{2,30}[ \t]{1,4})?([^\s"'\\,;<>]{4,8192})/gi;
const bearer = /(?<![\w-])(Bearer[ \t]{1,4})([A-Za-z0-9._~+/-]{16,8192}={0,2})(?!=?["'=])/gi;
const basic = /(?<![\w-])(Basic[ \t]{1,4})([A-Za-z0-9+/]{8,4096}={0,2})(?![\w=])/g;
const cookies =
  /(?<![\w-])((?:set-)?cookie\\{0,3}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,3}["']?)(?=[^\s=;"'\\]{1,128}=)([^\r\n"'\\]{1,8192})/gi;
const cookieAttributes = /^(?:path|domain|expires|max-age|samesite|version|priority)$/i;

/** Hides the credentials of Authorization headers and the values of cookies; scheme, account name and cookie names stay. */
export function hideHeaders(text: string): string {
  return text
    .replaceAll(authorization, (whole, name: string, scheme: string | undefined, credential: string) =>
      hideCredential(whole, name, scheme ?? "", credential),
    )
    .replaceAll(bearer, (whole, name: string, token: string) =>
      isOpaque(token, 16) ? `${name}${markerFor(token)}` : whole,
    )
    .replaceAll(basic, (whole, name: string, token: string) =>
      isUserAndPassword(token) ? `${name}${markerFor(token)}` : whole,
    )
    .replaceAll(cookies, (_, name: string, list: string) => `${name}${hideCookies(list)}`);
}

/** The value of a Cookie or Set-Cookie header, with its values hidden. */
export function hideCookies(list: string): string {
  return list.replaceAll(/([^\s=;,]{1,128})=([^;\s]{1,4096})/g, (whole, name: string, value: string) =>
    cookieAttributes.test(name) || value.length < 4 || isPlaceholder(value) || value.startsWith("[redacted")
      ? whole
      : `${name}=${markerFor(value)}`,
  );
}

function hideCredential(whole: string, name: string, scheme: string, credential: string): string {
  const word = scheme.trim();
  if (isPlaceholder(credential) || credential.includes("[redacted") || credential.startsWith("<"))
    return whole;
  if (/^sharedaccesssignature$/i.test(word)) return whole;
  const [account, signature] = /^(sharedkey|sharedkeylite)$/i.test(word) ? credential.split(":") : [];
  if (account !== undefined && signature !== undefined)
    return `${name}${scheme}${account}:${markerFor(signature)}`;
  const isCredential =
    word !== "" && schemes.test(word)
      ? /[\d=+/]|[A-Z].*[A-Z]/.test(credential) && credential.length >= 8 && !/="?$|^\w+="/.test(credential)
      : isOpaque(credential, 16);
  return isCredential ? `${name}${scheme}${markerFor(credential)}` : whole;
}

/** True where a text is the base64 of `user:password`. */
export function isUserAndPassword(base64: string): boolean {
  if (base64.length > 4_096 || !/^[A-Za-z0-9+/]{8,}={0,2}$/.test(base64)) return false;
  try {
    return /^[\x20-\x39\x3b-\x7e]*:[\x20-\x7e]+$/.test(atob(base64));
  } catch {
    return false;
  }
}
