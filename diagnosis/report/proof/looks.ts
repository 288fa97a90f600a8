import type { PageTotal } from "../../../domain/az-command/all-pages.ts";
import type { Citation } from "../../../domain/citation.ts";
import { limits } from "../../../domain/limits.ts";
import { isMarked, isMarker, lengthBeforeRedaction } from "../../../domain/redaction/marker.ts";
import {
  isObject,
  isScalar,
  type JsonScalar,
  type JsonValue,
  scalarText,
} from "../../../domain/json-value.ts";
import { childOf } from "../../evaluation/place.ts";
import { call, onList, textLiteral } from "./jmespath-text.ts";
import { holdsRedacted } from "./list-path.ts";
import type { FieldPath, ListTest } from "./list-test.ts";
import type { AzView } from "./views/plain-view.ts";

/** A JMESPath that shows what a citation says, and what it must give. */
export interface Look {
  readonly query: string;
  /** What it gives; where absent whatever it gives on the stored answer is right. */
  readonly expects?: string;
  /** True where that cannot be seen on the stored answer, since az shows what was redacted there. */
  readonly isRedacted?: boolean;
  readonly total?: PageTotal;
}

/** The looks at a value that stands for itself: as it is, or, where it is too long or hidden, by what is known of it. */
export function looksAtValue(citation: Citation, target: JsonValue, view: AzView): Look[] {
  const { value, op } = citation;
  const { path } = view;
  if (!isScalar(target)) return looksAtSeveral(citation, target, path);
  if (target === null) return [{ query: call("type", path), expects: "null" }];
  const text = scalarText(target);
  if (isMarked(text)) return looksAtRedacted(value, text, path);
  // A line of a text that was written on Windows ends with what no terminal is given.
  const excerpt = value.replace(/^…|…$|\r$/g, "");
  const isShown = text.length <= limits.evidenceValueCharacters;
  if (isShown && (op !== "contains" || excerpt === text))
    return [{ query: path, expects: view.textOf(target) }];
  return [{ query: call("contains", path, textLiteral(excerpt)), expects: "true" }];
}

/** A list by its length, or by the entry that it holds. */
function looksAtSeveral({ op, operand = "" }: Citation, target: JsonValue, path: string): Look[] {
  const entries = Array.isArray(target) ? target : Object.values(target ?? {});
  if (op === "in_range")
    return [{ query: call("length", sizable(target, path)), expects: String(entries.length) }];
  const held = entries.find(
    (entry) => typeof entry === "string" && entry.toLowerCase() === operand.toLowerCase(),
  );
  if (op !== "contains" || typeof held !== "string") return [];
  return [{ query: call("contains", path, textLiteral(held)), expects: "true" }];
}

function looksAtRedacted(value: string, text: string, path: string): Look[] {
  if (!isMarked(value)) return [{ query: call("contains", path, textLiteral(value)), expects: "true" }];
  const length = lengthBeforeRedaction(text);
  const whole = isMarker(text) ? call("to_string", path) : path;
  return length === undefined
    ? []
    : [{ query: call("length", whole), expects: String(length), isRedacted: true }];
}

/** What is missing: its name is not among those of the parent, or it is null there. */
export function looksAtAbsence(
  { operand = "" }: Citation,
  parent: JsonValue,
  { path, isText }: AzView,
): Look[] {
  const [, name, index] = /^(?:([A-Za-z_]\w*|"(?:\\.|[^"\\])*")|(\[-?\d+\]))/.exec(operand) ?? [];
  if (isText) return [];
  if (index !== undefined || name === undefined || !isObject(parent)) {
    const place = operand.startsWith("[") ? onList(path, operand) : `${path}.${operand}`;
    return [{ query: call("type", place), expects: "null" }];
  }
  const key = name.startsWith('"') ? (JSON.parse(name) as string) : name;
  if (Object.hasOwn(parent, key))
    return [{ query: call("type", path === "@" ? operand : `${path}.${operand}`), expects: "null" }];
  return [{ query: call("contains", call("keys", path), textLiteral(key)), expects: "false" }];
}

/** A list from which nothing passes: what decides it of each entry, or how many pass, or at least how long it is. */
export function looksAtList(test: ListTest | undefined, target: JsonValue, view: AzView): Look[] {
  const { path } = view;
  if (isScalar(target)) return looksAtTestedText(test, target, view);
  const list = sizable(target, path);
  const entries = Array.isArray(target) ? target : Object.values(target);
  const count: Look = { query: call("length", list), expects: String(entries.length), total: "sum" };
  if (entries.length === 0 || test === undefined) return [count];
  return [...looksAtFields(test, entries, view, list), ...looksAtMatches(test, entries, view, list), count];
}

function looksAtTestedText(test: ListTest | undefined, target: JsonScalar, view: AzView): Look[] {
  const { path } = view;
  const text = scalarText(target);
  if (isMarked(text)) return [];
  if (text.length <= limits.evidenceValueCharacters) return [{ query: path, expects: view.textOf(target) }];
  const written = test?.write((field) => (field.length === 0 ? "@" : undefined));
  return [
    ...(written === undefined ? [] : [{ query: `${path} | ${written}`, expects: "false" }]),
    { query: call("length", path) },
  ];
}

interface Field {
  readonly path: FieldPath;
  /** JMESPath to it from an entry. */
  readonly word: string;
}

function looksAtFields(test: ListTest, entries: readonly JsonValue[], view: AzView, list: string): Look[] {
  const fields = (test.fields ?? []).flatMap((path) => {
    const word = path.length === 0 ? "@" : view.field(path);
    return word === undefined ? [] : [{ path, word }];
  });
  const [first] = fields;
  if (first === undefined || entries.some(holdsRedacted)) return [];
  const one = { query: call("to_string", onList(list, eachOf(first, entries))) };
  if (fields.length === 1) return [one];
  const all = `[*].[${fields.map(({ word }) => word).join(", ")}]`;
  return [{ query: call("to_string", onList(list, all)) }, one];
}

/** One field of each entry. A projection leaves out what is null: then each stands in a list of its own. */
function eachOf({ path, word }: Field, entries: readonly JsonValue[]): string {
  if (word === "@") return "";
  const isEverywhere = entries.every((entry) => {
    const value = path.reduce<JsonValue | undefined>(childOf, entry);
    return value !== undefined && value !== null;
  });
  if (!isEverywhere) return `[*].[${word}]`;
  return word.startsWith("[") ? `[*]${word}` : `[*].${word}`;
}

function looksAtMatches(test: ListTest, entries: readonly JsonValue[], view: AzView, list: string): Look[] {
  if ((view.isText && !test.isTextual) || entries.some(holdsRedacted)) return [];
  const written = test.write((path) => (path.length === 0 ? "@" : view.field(path)));
  if (written === undefined) return [];
  const passing = call("length", onList(list, `[?${written}]`));
  const counts = `[${passing}, ${call("length", list)}][*].to_string(@)`;
  const expects = `0 of ${entries.length}`;
  return [{ query: call("join", "' of '", counts), expects, total: "share" }];
}

/** A list as it is; an object's members as one. */
function sizable(target: JsonValue, path: string): string {
  return isObject(target) ? call("values", path) : path;
}
