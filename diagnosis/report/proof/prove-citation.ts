import { search } from "@jmespath-community/jmespath";
import { type AzCommandHosts, azCommand } from "../../../domain/az-command/az-command.ts";
import { isHarmfulInTerminal } from "../../../domain/az-command/shell-word.ts";
import type { Citation } from "../../../domain/citation.ts";
import { limits } from "../../../domain/limits.ts";
import { InvalidExpressionError } from "../../evaluation/expression/parse-expression.ts";
import { isScalar, type JsonValue, scalarText } from "../../../domain/json-value.ts";
import { childOf, type EvidenceDocument, type PathStep } from "../../evaluation/place.ts";
import { stepsOf } from "./list-path.ts";
import { type ListTest, readListTest } from "./list-test.ts";
import { type Look, looksAtAbsence, looksAtList, looksAtValue } from "./looks.ts";
import { azView } from "./views/az-view.ts";

/** How anybody sees without AZEBAL what a citation says. */
export interface CitationProof {
  readonly command: string;
  /** What the command prints as long as nothing has changed. */
  readonly shows: string;
  /** True where that is the length of what is hidden in the citation. */
  readonly isRedacted: boolean;
}

const errorWord = /^[\w.-]{1,100}$/;

/**
 * The Azure CLI command that shows what a citation says, found from nothing but the citation and the stored answer, and tried
 * on that answer: one that would show something else there is not offered. Undefined where no command can show it.
 */
export function proveCitation(
  citation: Citation,
  document: EvidenceDocument,
  hosts?: AzCommandHosts,
): CitationProof | undefined {
  const { evidence, body } = document;
  const steps = stepsOf(body, citation.pointer);
  const target = steps.reduce<JsonValue | undefined>(childOf, body);
  if (target === undefined) return undefined;
  if (evidence.status >= 400) return proveByError(citation, document, target, hosts);
  const test = citation.op === "none_match" ? testOf(citation.operand ?? "") : undefined;
  const view = azView(
    document,
    steps,
    (test?.fields ?? []).flatMap(([name]) => name ?? []),
  );
  if (view === undefined) return undefined;
  const isPaged = (view.asked.pages ?? 1) > 1;
  for (const look of looksAt(citation, target, view, test)) {
    if (isPaged && !fitsPages(look, steps, view.path)) continue;
    const shows = shownBy(look, view.answer);
    if (shows === undefined || shows.length > limits.evidenceValueCharacters) continue;
    if (isHarmfulInTerminal(shows)) continue;
    const { query, total } = look;
    const command = azCommand(view.asked, {
      hosts,
      look: total === undefined ? { query } : { query, total },
    });
    if (command !== undefined) return { command, shows, isRedacted: look.isRedacted === true };
  }
  return undefined;
}

function looksAt(
  citation: Citation,
  target: JsonValue,
  view: Parameters<typeof looksAtValue>[2],
  test: ListTest | undefined,
): readonly Look[] {
  switch (citation.op) {
    case "absent":
      return looksAtAbsence(citation, target, view);
    case "none_match":
      return looksAtList(test, target, view);
    case "contains":
    case "equals":
    case "differs_from":
    case "before":
    case "in_range":
      return looksAtValue(citation, target, view);
  }
}

function testOf(operand: string): ListTest | undefined {
  try {
    return readListTest(operand);
  } catch (error) {
    if (error instanceof InvalidExpressionError) return undefined;
    throw error;
  }
}

/** What a look prints on the stored answer; undefined where that is not what it must print. */
function shownBy({ query, expects, isRedacted }: Look, answer: JsonValue): string | undefined {
  if (isRedacted === true) return expects;
  let found: JsonValue;
  try {
    found = search(answer as Parameters<typeof search>[0], query) as JsonValue;
  } catch {
    // The library throws errors of several kinds for a function that is given what it does not take: az refuses the same.
    return undefined;
  }
  if (!isScalar(found) || found === null) return undefined;
  const text = query.startsWith("to_string(") ? ascii(scalarText(found)) : scalarText(found);
  return expects === undefined || expects === text ? text : undefined;
}

/** JSON as Python writes it: what is not ASCII as `\u` and four digits. */
function ascii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** On the pages that lack it a value must print nothing, and only counts can be added up over pages. */
function fitsPages({ total, query }: Look, steps: readonly PathStep[], path: string): boolean {
  const isInRow = typeof steps[1] === "number";
  return isInRow ? query === path && !/^\w+\[\d/.test(path) : total !== undefined;
}

/** az prints an error answer on standard error: a word of it can be found there, as it stands. */
function proveByError(
  { op, value }: Citation,
  { evidence }: EvidenceDocument,
  target: JsonValue,
  hosts: AzCommandHosts | undefined,
): CitationProof | undefined {
  const isShown = op === "equals" || op === "differs_from" || op === "contains";
  if (!isShown || target !== value || !errorWord.test(value)) return undefined;
  const command = azCommand(evidence, { hosts, look: { errorText: value } });
  return command === undefined ? undefined : { command, shows: value, isRedacted: false };
}
