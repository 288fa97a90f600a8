import { type Refusal, refusal } from "./admitted-read.ts";

const forbidden: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^[a-z][a-z0-9+.-]*:/iu, "it is a URL, and only relative paths are read"],
  [/^\/\//u, "it names a host, and only relative paths are read"],
  [/[\p{C}\p{Zl}\p{Zp}]/u, "it holds control or direction characters"],
  [/\\/u, "it holds a backslash"],
  [/%/u, "it holds a percent sign, which can hide another character"],
  [/[?#]/u, "it holds a query or fragment; parameters are given apart"],
  [/\s/u, "it holds white space"],
  [/[<>"`|^{}[\]:;,&*]/u, "it holds a character that no resource ID has"],
  [/\/\//u, "it has an empty segment"],
];

const maxPathCharacters = 2_000;

/**
 * The segments of a relative path, or why it is not one. Knows nothing of Azure: it refuses whatever could be read as
 * another path or host by any client, proxy or service on the way.
 */
export function pathSegments(path: string): string[] | Refusal {
  if (path.length > maxPathCharacters) return refusal(`it is longer than ${maxPathCharacters} characters`);
  for (const [pattern, reason] of forbidden) if (pattern.test(path)) return refusal(reason);
  if (!path.startsWith("/")) return refusal("it does not start with a slash");
  // Some services fold compatibility characters (full-width solidus, one-dot leader) before they route.
  if (path.normalize("NFKC") !== path) return refusal("it holds a character that stands for another one");
  const segments = path.replace(/\/$/u, "").slice(1).split("/");
  if (segments.some((segment) => segment === "")) return refusal("it has an empty segment");
  if (segments.some((segment) => /^\.|\.$/u.test(segment)))
    return refusal("it has a segment that starts or ends with a dot");
  return segments;
}

/** One segment as it goes over the wire: everything but unreserved characters and `$ @ = ' ( )` is percent-encoded. */
export function encodedSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/%(?:24|3D|40)/gu, (code) => decodeURIComponent(code));
}
