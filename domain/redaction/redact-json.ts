import { hideValue } from "./hide-value.ts";
import { markerFor } from "./marker.ts";
import { redactOften } from "./redact-often.ts";
import { redactText } from "./redact-text.ts";
import { hideCookies, isUserAndPassword } from "./rules/hide-headers.ts";
import { type SecretMeaning, secretMeaningOf } from "./secret-name.ts";
import { isPlaceholder } from "./value-shape.ts";

/** Deeper than any answer of Azure; what lies below is left out, so that no input can exhaust the stack. */
const deepest = 200;

/** Properties that hold the value of what their parent is named or typed. */
const valueProperty = /^(?:value|values|defaultvalue|default|secrettext|plaintext|reference)$/i;

/** Properties of ARM whose whole value is secret, whatever its shape: certificates with private keys, scripts of a machine's start. */
const sealed =
  /^(?:additionalUnattendContent|certificateValue|customData|encodedCertificate|pfxBlob|userData)$/i;

interface Place {
  depth: number;
  /** The meaning of the name under which this value stands. */
  meaning?: SecretMeaning | undefined;
}

/**
 * Redacts a JSON value deeply: strings by their content (`redactText`) and by the name under which they stand, in ARM's
 * shapes too: `{ name, value }` pairs of settings and container variables, secure parameters of deployments, secrets of
 * container apps, Kubernetes Secrets, and tables of columns and rows. Names and structure stay.
 */
export function redactJson(value: unknown): unknown {
  return redact(value, { depth: 0 });
}

function redact(value: unknown, place: Place): unknown {
  if (typeof value === "string") return redactString(value, place.meaning);
  if (typeof value === "number") return place.meaning === "password" ? markerFor(String(value)) : value;
  if (typeof value !== "object" || value === null) return value;
  if (place.depth >= deepest) return "[left out: nested too deeply]";
  const depth = place.depth + 1;
  if (Array.isArray(value)) return value.map((item) => redact(item, { depth, meaning: place.meaning }));
  return redactObject(value as Record<string, unknown>, { depth, meaning: place.meaning });
}

function redactString(text: string, meaning: SecretMeaning | undefined): string {
  if (meaning !== undefined) {
    const hidden = hideValue(text, meaning);
    if (hidden !== text || isPlaceholder(text)) return hidden;
  }
  return redactOften(text);
}

function redactObject(object: Record<string, unknown>, { depth, meaning }: Place): unknown {
  const inner = meaningInside(object) ?? meaning;
  const isHidden = wholeValues(object);
  const rows = isTable(object) ? redactRows(object, depth) : undefined;
  const taken = new Set<string>();
  const entries = Object.entries(object).map(([name, value]) => {
    const key = uniqueKey(taken, redactOften(name));
    if (name === "rows" && rows !== undefined) return [key, rows];
    if (isHidden?.test(name) || sealed.test(name)) return [key, hideAll(value, depth)];
    return [key, redactProperty(name, value, { depth, meaning: inner })];
  });
  return Object.fromEntries(entries) as unknown;
}

/** Which properties are secret to the last string: the data of a Kubernetes Secret, the value of a secure parameter. */
function wholeValues(object: Record<string, unknown>): RegExp | undefined {
  if (object["kind"] === "Secret") return /^(?:data|stringData)$/;
  const type = object["type"];
  const isSecure = typeof type === "string" && /^secure(?:string|object)$/i.test(type);
  return isSecure ? /^(?:value|defaultValue)$/ : undefined;
}

function redactProperty(name: string, value: unknown, place: Place): unknown {
  if (typeof value === "string") {
    if (/^(?:set-)?cookie$/i.test(name)) return hideCookies(value);
    if (/^_?auth$/i.test(name) && isUserAndPassword(value)) return markerFor(value);
    if (/^(?:proxy-)?authorization$/i.test(name))
      return redactText(`Authorization: ${value}`).slice("Authorization: ".length);
  }
  if (name.toLowerCase() === "secrets" && typeof value === "object" && value !== null) {
    return redactSecrets(value, place.depth);
  }
  const inherited = valueProperty.test(name) ? place.meaning : undefined;
  return redact(value, { depth: place.depth, meaning: secretMeaningOf(name) ?? inherited });
}

/**
 * `secrets` is a list of `{ name, value }` (container apps), a map from names to secrets, or a list of words (a vault's
 * permissions): values are hidden, names, references and words stay.
 */
function redactSecrets(secrets: object, depth: number): unknown {
  if (depth >= deepest) return redact(secrets, { depth });
  if (Array.isArray(secrets)) {
    return secrets.map((item) =>
      redact(item, { depth: depth + 1, meaning: typeof item === "string" ? "token" : "secret" }),
    );
  }
  const entries = Object.entries(secrets as Record<string, unknown>).map(([name, value]) => {
    const isName = /(?:name|url|uri|id|ref|reference|identity|version|type|kind)$/i.test(name);
    return [
      name,
      isName
        ? redactProperty(name, value, { depth })
        : redact(value, { depth: depth + 1, meaning: "secret" }),
    ];
  });
  return Object.fromEntries(entries);
}

/** What an object says of its own `value` by its name: a setting, a variable, an entry of a key list. */
function meaningInside(object: Record<string, unknown>): SecretMeaning | undefined {
  for (const property of ["name", "key", "keyName", "variableName"]) {
    const label = object[property];
    const meaning = typeof label === "string" ? secretMeaningOf(label) : undefined;
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** Hides every string below, whatever it is called. */
function hideAll(value: unknown, depth: number): unknown {
  if (typeof value === "string") return isPlaceholder(value) ? value : markerFor(value);
  if (typeof value !== "object" || value === null || depth >= deepest) return redact(value, { depth });
  if (Array.isArray(value)) return value.map((item) => hideAll(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hideAll(item, depth + 1)]));
}

function isTable(object: Record<string, unknown>): object is { columns: unknown[]; rows: unknown[] } {
  return Array.isArray(object["columns"]) && Array.isArray(object["rows"]);
}

/** A cell stands under the name of its column. */
function redactRows(table: { columns: unknown[]; rows: unknown[] }, depth: number): unknown[] {
  const names = table.columns.map((column) => {
    const name = typeof column === "object" && column !== null && "name" in column ? column.name : column;
    return typeof name === "string" ? name : "";
  });
  return table.rows.map((row) =>
    Array.isArray(row)
      ? row.map((cell, index) => redactProperty(names[index] ?? "", cell, { depth: depth + 1 }))
      : redact(row, { depth: depth + 1 }),
  );
}

function uniqueKey(taken: Set<string>, key: string): string {
  let unique = key;
  for (let count = 2; taken.has(unique); count += 1) unique = `${key}#${count}`;
  taken.add(unique);
  return unique;
}
