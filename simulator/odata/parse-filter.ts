import {
  type Filter,
  type FilterArgument,
  type FilterOperator,
  type FilterValue,
  InvalidFilterError,
} from "./filter.ts";
import { type FilterToken, tokenizeFilter } from "./tokenize-filter.ts";

const operators = new Set(["eq", "ne", "gt", "ge", "lt", "le"]);

/**
 * Parses the part of OData's `$filter` that Azure's services share.
 *
 * @throws InvalidFilterError for anything else.
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
 */
export function parseFilter(filter: string): Filter {
  const tokens = tokenizeFilter(filter);
  let at = 0;
  const fail = (problem: string): never => {
    throw new InvalidFilterError(filter, problem);
  };
  const peek = (): FilterToken | undefined => tokens[at];
  const isWord = (text: string): boolean => peek()?.kind === "word" && peek()?.text.toLowerCase() === text;
  const isMark = (text: string): boolean => peek()?.kind === "mark" && peek()?.text === text;
  const take = (): FilterToken => tokens[at++] ?? fail("it ends too early");
  const mark = (text: string): void => {
    if (!isMark(text)) fail(`'${text}' expected`);
    at += 1;
  };

  const either = (): Filter => {
    let left = both();
    while (isWord("or")) {
      at += 1;
      left = { kind: "or", left, right: both() };
    }
    return left;
  };
  const both = (): Filter => {
    let left = one();
    while (isWord("and")) {
      at += 1;
      left = { kind: "and", left, right: one() };
    }
    return left;
  };
  const one = (): Filter => {
    if (isWord("not")) {
      at += 1;
      return { kind: "not", operand: one() };
    }
    if (isMark("(")) {
      at += 1;
      const inner = either();
      mark(")");
      return inner;
    }
    const subject = take();
    if (subject.kind !== "word") return fail("a property name expected");
    if (isMark("(")) return call(subject.text);
    return comparison(subject.text);
  };
  const call = (name: string): Filter => {
    at += 1;
    const lambda = /^(.+)\/(any|all)$/i.exec(name);
    if (lambda !== null) return lambdaOf(lambda[1] ?? "", (lambda[2] ?? "").toLowerCase() as "any" | "all");
    const found: FilterArgument[] = [];
    while (!isMark(")")) {
      const token = take();
      found.push(token.kind === "text" ? { value: token.text } : argumentOf(token.text));
      if (isMark(",")) at += 1;
    }
    mark(")");
    // `contains(name,'x') eq true` is how some clients write it.
    if (isWord("eq") && tokens[at + 1]?.text.toLowerCase() === "true") at += 2;
    return { kind: "call", name: name.toLowerCase(), arguments: found };
  };
  const lambdaOf = (path: string, kind: "any" | "all"): Filter => {
    if (isMark(")")) {
      at += 1;
      return { kind, path, variable: "" };
    }
    const variable = take().text;
    mark(":");
    const condition = either();
    mark(")");
    return { kind, path, variable, condition };
  };
  const comparison = (path: string): Filter => {
    const operator = take().text.toLowerCase();
    if (operator === "in") {
      mark("(");
      const values: FilterValue[] = [];
      while (!isMark(")")) {
        values.push(valueOf(take()));
        if (isMark(",")) at += 1;
      }
      mark(")");
      return { kind: "in", path, values };
    }
    if (!operators.has(operator)) return fail(`'${operator}' is no operator`);
    return { kind: "compare", operator: operator as FilterOperator, path, value: valueOf(take()) };
  };
  const valueOf = (token: FilterToken): FilterValue => {
    if (token.kind === "text") return token.text;
    if (token.kind === "mark") return fail(`a value expected before '${token.text}'`);
    return literal(token.text);
  };

  const parsed = either();
  if (at < tokens.length) fail(`'${peek()?.text}' is not expected there`);
  return parsed;
}

function argumentOf(text: string): FilterArgument {
  const value = literal(text);
  return value === text ? { path: text } : { value };
}

function literal(text: string): FilterValue {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
