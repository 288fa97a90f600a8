import type { Signals } from "../../../domain/signals.ts";
import { type Found, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";
import { findStackFrame } from "./find-stack-frame.ts";

const mostFields = 250;
const valueCharacters = 500;

/** A label and its sign: `ErrorCode: `, `Error Number:`, `"code": "`, `sslmode=`, `Timestamp (Utc): `. */
const label =
  /(?<=^|[\s,;({[\]|"'&?>│\\])(?:([A-Za-z]{1,25}(?: [A-Za-z]{1,20}){1,3})|([A-Za-z][\w-]{1,60}(?:\.[\w-]{1,40}){0,4}))(?: \([A-Za-z]{2,12}\))?\\?["']?\s?(?:(:)(?!:|\/\/|\\[A-Za-z])|(=)(?![=>]))[ \t]{0,3}/gm;
/** `Expiry [Thu, 09 Jul 2026 18:11:03 GMT]`, `principal [a0d6…]`, `resource [/]`. */
const bracketed = /\b([A-Za-z][A-Za-z]{2,30}) \[([^\]\n]{1,200})\]/g;
/** `subject claim - repo:contoso/web:ref:refs/heads/main`, a line of its own. */
const dashed = /^[ \t]{0,8}([A-Za-z]{3,20}(?: [a-z]{2,20}){0,2}) - (\S{1,400})[ \t]{0,8}$/gm;
/** `subject 'repo:…'`, `object id '6f9c…'`, `user 'app'`. */
const quotedNoun =
  /\b(subject|issuer|audience|client|object id|action|scope|user|login|database|server|principal|role|entity|resource|type|host|account|application|app|tenant|location|sku|vm size|tag|reason|policy|secret|queue|topic|container|model|deployment|image|port) '([^'\n]{1,400})'/gi;
/** `<AuthenticationErrorDetail>…</AuthenticationErrorDetail>`. */
const element = /<([A-Za-z]\w{1,40})>([^<>\n]{1,400})<\//g;
/** `azure-cli   2.59.0 *` as `az version` prints it. */
const versionColumn = /^([a-z][a-z0-9_.-]{1,40})[ \t]{2,60}(\d{1,4}\.\d{1,4}[\w.-]{0,30})/gm;
/** `cosmos-netstandard-sdk/3.47.2`, `azsdk-python-storage-blob/12.19.0`. */
const versionSlash = /(?<=^|[\s,;("':])([A-Za-z][A-Za-z0-9_.-]{2,50})\/v?(\d{1,4}\.\d{1,4}[\w.-]{0,30})/gm;

/** `Y.java:88` inside a stack frame. */
const frameFile = /\.(?:java|kt|scala|cs|py|go|[cm]?[jt]s|php|rb|c|cpp|rs)$/;

/**
 * The labelled values of the error, and the line of each. The first value of a label stays. `stack frame`, `stack file`
 * and `stack line` are the innermost frame of the developer's own code, in any of the languages.
 */
export function findFields(scan: Scan, error: TextPart): Pick<Signals, "fields" | "fieldLines"> {
  const fields = new Map<string, { value: string; line: number }>();
  const add = (name: string, value: string, line: number) => {
    const text = value.slice(0, valueCharacters);
    if (
      text === "" ||
      name === "__proto__" ||
      frameFile.test(name) ||
      fields.size >= mostFields ||
      fields.has(name)
    )
      return;
    fields.set(name, { value: text, line });
  };
  const frame = findStackFrame(scan, error);
  if (frame !== undefined) {
    add("stack frame", frame.text, frame.line);
    if (frame.file !== undefined) add("stack file", frame.file, frame.line);
    if (frame.fileLine !== undefined) add("stack line", frame.fileLine, frame.line);
  }
  for (const pattern of [bracketed, dashed, versionColumn, versionSlash])
    for (const { groups, position } of find(scan, error, pattern)) add(groups[1]!, groups[2]!, position.line);
  addLabelled(error.text, [...find(scan, error, label)], add);
  for (const pattern of [element, quotedNoun])
    for (const { groups, position } of find(scan, error, pattern)) add(groups[1]!, groups[2]!, position.line);
  return {
    fields: Object.fromEntries([...fields].map(([name, field]) => [name, field.value])),
    fieldLines: Object.fromEntries([...fields].map(([name, field]) => [name, field.line])),
  };
}

function addLabelled(
  text: string,
  labels: readonly Found[],
  add: (name: string, value: string, line: number) => void,
): void {
  const shorter: [string, string, number][] = [];
  for (const [index, { groups, index: at, position }] of labels.entries()) {
    const from = at + groups[0]!.length;
    const next = labels[index + 1]?.index ?? text.length;
    const value = valueIn(text.slice(from, Math.min(next, from + 2 * valueCharacters)), groups[4] === "=");
    const name = groups[1] || groups[2]!;
    add(name, value, position.line);
    const words = name.split(" ");
    if (words.length > 2) shorter.push([words.slice(-2).join(" "), value, position.line]);
  }
  for (const [name, value, line] of shorter) add(name, value, line);
}

/** The value at the start of a text that ends where the next label begins. */
function valueIn(text: string, isAssignment: boolean): string {
  const quoted = /^(\\?)(["'])((?:(?!\1\2)[^\n]){0,500})\1\2/.exec(text);
  if (quoted) return quoted[3]!;
  if (isAssignment) return /^[^\s&,;"'|)<>]{0,500}/.exec(text)![0];
  const line = /^[^\n]{0,1000}/.exec(text)![0];
  const number = /^-?\d[\d.,:TZ+-]{0,40}(?=[\s,;.)]|$)/.exec(line);
  const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/.exec(line);
  if (instant) return instant[0].trim();
  if (number) return number[0].replace(/[.,:]{1,3}$/, "");
  const end = line.search(/[;,|]\s|[;|]|\.\s[A-Z]|\s-\s|\s[{[]|["'}\]]{1,4}\s{0,3}$|,\s{0,3}$/);
  return trimmed(end < 0 ? line : line.slice(0, end));
}

function trimmed(value: string): string {
  const text = value.trim().replace(/^[\\"'`[{(]{1,4}/, "");
  return text.slice(0, text.length - trailing(text)).trim();
}

function trailing(text: string): number {
  let count = 0;
  while (count < 6 && "\\\"'`]}),.{(".includes(text.at(-1 - count) ?? "x")) count += 1;
  return count;
}
