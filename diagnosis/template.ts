import { type Environment, evaluate } from "./evaluation/environment.ts";
import type { Known, Unknown } from "./evaluation/evaluated.ts";
import { isScalar, type JsonValue, scalarText } from "../domain/json-value.ts";
import type { Proof } from "./evaluation/proof.ts";
import { cutText } from "../domain/cut-text.ts";
import { withoutAddressed } from "../domain/addressed-text.ts";
import { supportOf } from "./evaluation/truth.ts";

/** A text with every `{{expression}}` filled in. */
export interface Filled {
  readonly kind: "filled";
  readonly text: string;
}

/** A place has no value, or one that is not allowed there: the text cannot be said. */
export interface Unfillable {
  readonly kind: "unfillable";
  readonly expression: string;
  /** Why there is no value, where evidence says so. */
  readonly proof: Proof;
}

/** Puts a value into its place; undefined refuses it. */
export type PlaceWriter = (value: JsonValue) => string | undefined;

const placePattern = /\{\{(.+?)\}\}/gs;

export function expressionsIn(template: string): string[] {
  return [...template.matchAll(placePattern)].map((match) => (match[1] ?? "").trim());
}

/** Fills a template in; unknown where a place is, unfillable where one has no value that `write` accepts. */
export function fillTemplate(
  template: string,
  environment: Environment,
  write: PlaceWriter = plainText,
): Filled | Unfillable | Unknown {
  let text = "";
  let end = 0;
  for (const match of template.matchAll(placePattern)) {
    const expression = (match[1] ?? "").trim();
    const value = evaluate(expression, environment);
    if (value.kind === "unknown") return value;
    const written = value.value === null ? undefined : write(value.value);
    if (written === undefined) return unfillable(expression, value);
    text += template.slice(end, match.index) + written;
    end = match.index + match[0].length;
  }
  return { kind: "filled", text: text + template.slice(end) };
}

function unfillable(expression: string, value: Known): Unfillable {
  return { kind: "unfillable", expression, proof: supportOf(value) };
}

/** Control characters, line separators, and what changes the direction or visibility of text. */
const unsafeCharacters = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const longestValue = 300;

/**
 * For people: scalars as they are, lists of them with commas; without control and bidi characters, and without what speaks to
 * a reader of it.
 */
export function plainText(value: JsonValue): string | undefined {
  const scalars = Array.isArray(value) ? value : [value];
  if (scalars.length === 0 || !scalars.every(isScalar)) return undefined;
  const own = scalars.map((scalar) => withoutAddressed(scalarText(scalar)));
  const text = own.join(", ").replace(unsafeCharacters, " ").trim();
  if (text === "") return undefined;
  return cutText(text, longestValue);
}

/**
 * For a shell: quoted where it needs to be, refused where quoting is not the same in every shell (quotes, `$`, back slash,
 * back tick), where it could be taken for an option, and where it holds control or bidi characters. A list becomes several
 * words.
 */
export function shellWord(value: JsonValue): string | undefined {
  if (Array.isArray(value)) {
    const words = value.map((item) => (Array.isArray(item) ? undefined : shellWord(item)));
    return words.length === 0 || words.some((word) => word === undefined) ? undefined : words.join(" ");
  }
  if (!isScalar(value) || value === null) return undefined;
  const text = scalarText(value);
  if (text === "" || text.length > 1_000 || text.startsWith("-") || /['"`$\\]/.test(text)) return undefined;
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/u.test(text)) return undefined;
  return /^[\w./:@=+,-]+$/.test(text) ? text : `'${text}'`;
}
