import type { CitationOperator } from "../../domain/citation.ts";
import { cutText } from "../../domain/cut-text.ts";
import type { Language } from "../../domain/language.ts";
import { limits } from "../../domain/limits.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { testedAddress } from "../report/tested-address.ts";
import { isTrue, NotPlainError, plainSearch } from "../recheck/plain-search.ts";
import { valueIn } from "./same-answer.ts";

/** How a cited place reads in one answer: to be shown, and to be compared. */
export interface Reading {
  readonly shown: string;
  readonly compared: string;
}

/** What a reading is made by. */
export interface Test {
  readonly op: CitationOperator;
  readonly operand?: string | undefined;
}

/** How a place that is not there reads. */
export function absentReading(language: Language): Reading {
  return { shown: words[language].gone, compared: "" };
}

/** Undefined where the citation's test cannot be made on this body. */
export function readingOf(
  test: Test,
  body: JsonValue,
  pointer: string,
  language: Language,
): Reading | undefined {
  try {
    return read(test, body, pointer, language);
  } catch (error) {
    if (error instanceof InvalidExpressionError || error instanceof NotPlainError) return undefined;
    throw error;
  }
}

function read({ op, operand = "" }: Test, body: JsonValue, pointer: string, language: Language): Reading {
  const value = valueIn(body, pointer);
  const said = words[language];
  if (value === undefined) return { shown: said.notSet, compared: "undefined" };
  if (op === "absent") return plain(plainSearch(operand, value), language);
  if (op !== "none_match") return plain(sizedOf(op, value), language);
  const elements = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [value];
  const match = elements.find((element) => isTrue(plainSearch(operand, element)));
  if (match === undefined) {
    const shown = said.noneOf(elements.length, testedAddress(operand));
    return { shown, compared: shown };
  }
  return { shown: cut(namedOf(match)), compared: JSON.stringify(match) };
}

/** Of an element that has a name, that. */
function namedOf(element: JsonValue): string {
  const name = isObject(element) ? element["name"] : undefined;
  return typeof name === "string" && name !== "" ? name : textOf(element);
}

/** Of a list that is counted, the count. */
function sizedOf(op: CitationOperator, value: JsonValue): JsonValue {
  return op === "in_range" && Array.isArray(value) ? value.length : value;
}

function plain(value: JsonValue, language: Language): Reading {
  if (value === null) return { shown: words[language].notSet, compared: "null" };
  return { shown: cut(textOf(value)), compared: JSON.stringify(value) };
}

function textOf(value: JsonValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function cut(text: string): string {
  return cutText(text, limits.evidenceValueCharacters);
}

const words = {
  en: {
    gone: "(not there)",
    notSet: "(not set)",
    noneOf: (count: number, address?: string) =>
      address === undefined ? `(none of ${count} fits)` : `(none of ${count} covers ${address})`,
  },
  ko: {
    gone: "(없음)",
    notSet: "(설정되지 않음)",
    noneOf: (count: number, address?: string) =>
      address === undefined
        ? `(${count}개 중 해당 없음)`
        : `(${count}개 중 ${address} 주소를 포함하는 항목 없음)`,
  },
} as const;
