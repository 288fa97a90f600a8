import { isMarker } from "./marker.ts";

const guid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const url = /^[a-z][a-z0-9+.-]{1,30}:\/\/\S*$/i;
const armId = /^\/(?:subscriptions|providers|resourcegroups)\//i;
const reference = /^(?:secretref|akvs|keyvaultref|identityref|ref\+[a-z]+|vault|arn|op):\S/i;

/** Longer than any of the shapes below; a longer text is none of them and is not searched to its end. */
const longest = 8_192;

/** True where a value is an identifier by its shape: what it points at may be secret, it is not. */
export function isIdentifier(value: string): boolean {
  if (value.length > longest) return false;
  const shape = value.replaceAll(/\[redacted [\w ]{1,60}\]/g, "x");
  return guid.test(shape) || url.test(shape) || armId.test(shape) || reference.test(shape);
}

const connectionString =
  /(?:^|;)\s{0,4}(?:server|data source|host|endpoint|accountname|defaultendpointsprotocol|driver|accountendpoint|hostname)\s?=/i;

/** True where a value is a connection string: what is secret in it has names of its own. */
export function isConnectionString(value: string): boolean {
  return value.length <= longest && connectionString.test(value);
}

/** True where every part of a value is a word or a number, as in names: `kv-orders-prod-01`, `2024-11-04`, `db_password`. */
export function isWordy(value: string): boolean {
  return value.split(/[\s\-_./:,'’]+/u).every((part) => /^(?:[\p{L}\p{M}]*\d{0,2}|\d+)$/u.test(part));
}

const path = /^(?:\.{0,2}\/|[A-Za-z]:\\)[\w.-]+(?:[/\\][\w.-]+)+$/;
const fileName = /\.[a-z]{2,5}$/i;

/** True where a value looks like key material: long enough, of the alphabet of keys, letters and digits mixed. */
export function isOpaque(value: string, minLength: number): boolean {
  if (value.length > longest) return !/\s/.test(value);
  if (!/[\d=]/.test(value) || value.includes("[redacted")) return false;
  if (value.length < minLength || !/^[!-~]+$/.test(value) || isIdentifier(value)) return false;
  if (/^[A-Za-z0-9+/_-]{16,}={1,2}$/.test(value)) return true;
  if (path.test(value) || fileName.test(value) || /^[\d.:TZ+-]+$/.test(value)) return false;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && !isWordy(value);
}

const brackets = [/^<[^<>]*>$/u, /^\[[^\]]*\]$/u, /^\(.*\)$/u] as const;
const references = [
  /^\$\{\{.*\}\}$/u,
  /^\{\{.*\}\}$/u,
  /^#\{[^}]*\}#?$/u,
  /^\$\([^()]*\)$/u,
  /^@Microsoft\.KeyVault\(.*\)?$/iu,
  /^@(?:appsetting|parameters|variables|pipeline)\b/iu,
  /^\[[a-z]+\(.*\)\]$/iu,
  /^%[a-z_][\w.]*%$/iu,
  /^\$(?:env:)?[a-z_][a-z_]*\d{0,2}$/iu,
  /^__[a-z_]+__$/iu,
  /^!(?:Ref|Sub|vault|secret)\b/u,
] as const;
const words =
  /^(?:n\/a|none|null|nil|undefined|empty|hidden|masked|redacted|removed|secret|password|changed|placeholder|todo|tbd|true|false|yes|no|required|optional|enabled|disabled)$/iu;
const instruction = /^(?:your|insert|enter|paste|copy|replace|put)[-_ ]/iu;
const mask = /^(?:[*•●.…#?-]{1,}|x{3,}|\*+\.\.\.|\.{3}.?)$/iu;

/**
 * True where a value only stands for a secret: `<your-secret>`, `[paste secret from the Azure portal]`, `$(var)`,
 * `${VAR}`, `@Microsoft.KeyVault(…)`, `***`. Such a value is evidence (somebody forgot to fill it in) and stays.
 */
export function isPlaceholder(value: string): boolean {
  if (value.length > longest) return false;
  const text = value.trim();
  if (text === "" || isMarker(text) || mask.test(text) || words.test(text)) return true;
  if (references.some((pattern) => pattern.test(text))) return true;
  if (/^\$\{[^}:]*\}$/.test(text)) return true;
  if (brackets.some((pattern) => pattern.test(text)) && isWordy(text.slice(1, -1).replaceAll(/["`|()]/g, "")))
    return true;
  if (/^\{[^{}"]*\}$/.test(text) && isWordy(text.slice(1, -1).replaceAll(/[[\]]/g, ""))) return true;
  return instruction.test(text) && isWordy(text);
}
