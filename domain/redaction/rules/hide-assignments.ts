import { hideValue } from "../hide-value.ts";
import { markerFor } from "../marker.ts";
import { type SecretMeaning, secretMeaningOf } from "../secret-name.ts";
import { TextEdit } from "../text-edit.ts";
import { isPlaceholder, isWordy } from "../value-shape.ts";
import { isExpression } from "./code-expression.ts";
import { hideBlockScalar } from "./hide-block-scalar.ts";
import { endOfLongValue, readValue } from "./read-value.ts";

/**
 * A name and what joins it to its value, in the spellings of connection strings, URLs, JSON, YAML, INI, XML, shells and
 * programming languages. A name begins where no name character stands before it, which keeps the search linear.
 */
const pair = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}_.-])(?<name>[\p{L}\p{N}_.-]{1,128})`,
    String.raw`(?:`,
    String.raw`(?:\\{0,7}["'\]${"`"}]|\u001b\[[0-9;]{0,16}m){0,4}[ \t]{0,40}(?<joint>:[-=]|=>|={1,3}|[:：＝]|%3[Dd])`,
    String.raw`|\s?\{ ?get;[^}\n]{0,40}\}\s?(?<property>=)`,
    String.raw`|(?<element>>)(?=[^<>]{1,4000}<\/)`,
    String.raw`|["'](?<argument>,)(?=[ \t]{0,8}["'])`,
    String.raw`|\\{0,7}["'](?<block>[ \t]{0,8}\{)`,
    String.raw`)[ \t]{0,40}`,
  ].join(""),
  "gu",
);

const interesting =
  /pass|pwd|pw|secret|token|key|auth|name|value|default|string|비밀|암호|패스|비번|시크릿|토큰|키|값/iu;
const labels = new Set(["name", "key", "variable", "setting", "settingname", "variable_name"]);
const valueLabels = new Set(["value", "defaultvalue", "default", "값"]);
const typeNames = new Set(["string", "securestring", "str", "text"]);
const bareNames = new Set(["key", "token", "키", "토큰"]);
/** How far a `value` may stand behind the `name` that it belongs to. */
const pairReach = 240;

const connectionWord = String.raw`(?:server|data source|datasource|host|hostname|endpoint|accountendpoint|user id|userid|uid|user|username|accountname|database|initial catalog|port|driver|encrypt|ssl|sslmode|ssl mode|connection timeout|connect timeout|timeout|persist security info|multipleactiveresultsets|trustservercertificate|integrated security|defaultendpointsprotocol|endpointsuffix|sharedaccesskeyname|entitypath|deviceid|pooling|authentication|account)`;
const connectionBefore = new RegExp(
  String.raw`(?:^|[;"'\s=])${connectionWord}\s?=[^;"'\n]{0,200};\s{0,4}$`,
  "i",
);
const connectionAfter = new RegExp(String.raw`^[^"\n;]{0,200};\s{0,4}${connectionWord}\s?=`, "i");

/**
 * Hides the values of names that mean a secret, wherever a name and a value are joined: `Password=…;`, `"apiKey": "…"`,
 * `DB_PASSWORD=…`, `client_secret = "…"`, `<password>…</password>`, `{ name: 'DbPassword', value: '…' }`, `비밀번호: …`.
 */
export function hideAssignments(text: string): string {
  const edit = new TextEdit(text);
  let pending: { meaning: SecretMeaning; until: number } | undefined;
  const known: Meanings = new Map();
  pair.lastIndex = 0;
  for (let match = pair.exec(text); match !== null; match = pair.exec(text)) {
    const name = match.groups!["name"]!;
    if (!interesting.test(name)) continue;
    const from = pair.lastIndex;
    const lower = name.toLowerCase();
    if (match.groups!["block"] !== undefined) {
      const meaning = secretMeaningOf(name);
      if (meaning !== undefined) pending = { meaning, until: from + pairReach };
      continue;
    }
    if (labels.has(lower)) {
      const label = readValue(text, from)?.text ?? "";
      const meaning = label.length > 100 ? undefined : secretMeaningOf(label);
      pending = meaning === undefined ? undefined : { meaning, until: from + pairReach };
      if (meaning !== undefined || lower === "name") continue;
    }
    const isPendingValue = valueLabels.has(lower) && pending !== undefined && match.index < pending.until;
    const meaning = isPendingValue ? pending!.meaning : meaningAt(text, match.index, name, known);
    if (meaning === undefined) continue;
    if (isPendingValue) pending = undefined;
    const end = hideAt(text, edit, { match, name, from, meaning });
    if (end !== undefined) pair.lastIndex = end;
  }
  pair.lastIndex = 0;
  return edit.result();
}

/** Names repeat; their meanings are kept for the length of one text. */
type Meanings = Map<string, SecretMeaning | undefined>;

function meaningOf(name: string, known: Meanings): SecretMeaning | undefined {
  if (known.has(name)) return known.get(name);
  const meaning = secretMeaningOf(name);
  if (known.size < 1_000) known.set(name, meaning);
  return meaning;
}

/**
 * The meaning of a name; for `value`, `string` and the like, that of the word before it; for a bare `key` or `token` that of
 * both words, since an access key and a partition key are two things.
 */
function meaningAt(text: string, at: number, name: string, known: Meanings): SecretMeaning | undefined {
  const lower = name.toLowerCase();
  const isStandIn = valueLabels.has(lower) || typeNames.has(lower);
  if (!isStandIn && !bareNames.has(lower)) return meaningOf(name, known);
  const before = /([\p{L}\p{N}_.]{1,64})[ \t]{1,4}$/u.exec(text.slice(Math.max(0, at - 70), at))?.[1] ?? "";
  return meaningOf(isStandIn ? before : `${before} ${name}`, known);
}

interface Found {
  match: RegExpExecArray;
  name: string;
  from: number;
  meaning: SecretMeaning;
}

/** Hides the value at `from`; gives the place where the search goes on, or undefined to go on right there. */
function hideAt(text: string, edit: TextEdit, { match, name, from, meaning }: Found): number | undefined {
  const { joint, element, argument } = match.groups!;
  const before = text[match.index - 1] ?? "";
  if ((element !== undefined && before !== "<") || (argument !== undefined && !/["']/.test(before)))
    return undefined;
  const blockEnd = hideBlockScalar(text, edit, from);
  if (blockEnd !== undefined) return blockEnd;
  const isFree = meaning === "password" || meaning === "secret";
  const inConnectionString = joint === "=" && isFree && isInConnectionString(text, match.index, from);
  const start = joint === ":" ? (typedDefault(text, from) ?? from) : from;
  const context = { inConnectionString, urlEncoded: joint?.startsWith("%") === true };
  const value = readValue(text, start, context);
  if (value === undefined) return undefined;
  if (!value.quoted) {
    const isShell =
      joint === "=" && start === match.index + name.length + 1 && /^[A-Z][A-Z0-9_]*$/.test(name);
    if (isExpression(text, value.start, value.text, inConnectionString || isShell)) return undefined;
    const isTernary =
      joint === ":" && /\?[ \t]{1,4}$/.test(text.slice(Math.max(0, match.index - 5), match.index));
    if (isTernary && isWordy(value.text)) return undefined;
    if (/^(?:OLD)?PWD$|^INIT_CWD$/.test(name) && /^(?:[A-Za-z]:\\|\/)/.test(value.text)) return undefined;
  }
  const hidden = hideValue(value.text, argument === undefined ? meaning : strictest(meaning));
  if (hidden === value.text) return isPlaceholder(hidden) || hidden.startsWith("${") ? value.end : undefined;
  const end = endOfLongValue(text, value, context);
  edit.replace(value.start, end, end === value.end ? hidden : markerFor(text.slice(value.start, end)));
  return end;
}

/** Two strings side by side are less than a pair: `("password", "username")`. */
function strictest(meaning: SecretMeaning): SecretMeaning {
  return meaning === "key" ? "key" : "token";
}

/** Skips the type of a declaration: `password: str = "…"`, `apiKey: string | undefined = "…"`. */
function typedDefault(text: string, from: number): number | undefined {
  const declared = /^[A-Za-z_][\w.[\]|? ]{0,60}=[ \t]{0,4}(?=["'`])/.exec(text.slice(from, from + 80))?.[0];
  return declared === undefined ? undefined : from + declared.length;
}

function isInConnectionString(text: string, nameAt: number, valueAt: number): boolean {
  return (
    connectionBefore.test(text.slice(Math.max(0, nameAt - 260), nameAt)) ||
    connectionAfter.test(text.slice(valueAt, valueAt + 280))
  );
}
