import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  listOf,
} from "../../evaluation/evaluated.ts";
import { elementsOf, fieldOf } from "../../evaluation/navigate.ts";

const named = ["id", "host", "name"] as const;

/**
 * `targets(type, …)`: the resources of these types that the request is about — those that the error itself names as
 * concerned (not as what does work), else those that any text names (by ID, by host, by exact name), else the only one
 * beside what it names. Rows of `signals.resources`; an empty list where none is, where several stand beside and nothing
 * tells which, or where a host names one that is not known: the one beside it is another.
 */
export const targets: AnalysisFunction = (args, context) => {
  const types = typesOf(args);
  const anywhere = named.flatMap((matchedBy) => rows(context, types, matchedBy));
  const error = fieldOf(context.lookup("request"), "error");
  const text = error.kind === "known" && typeof error.value === "string" ? error.value.toLowerCase() : "";
  const inError = anywhere.filter((row) => placeIn(text, fieldOf(row, "name")) === "concerned");
  if (inError.length > 0) return listOf(inError);
  const others = anywhere.filter((row) => placeIn(text, fieldOf(row, "name")) !== "working");
  if (anywhere.length > 0) return listOf(others.length > 0 ? others : anywhere);
  const beside = rows(context, types, "neighbour");
  return listOf(beside.length === 1 && !isNamedByHost(context, types) ? beside : []);
};

/**
 * True where a host of the request carries the name of a resource of these types, or of their provider: a name of Azure
 * Managed Redis is not the one Azure Cache for Redis that happens to stand there.
 */
function isNamedByHost(context: EvaluationContext, types: readonly string[]): boolean {
  const hosts = context.evaluate(
    "not_null($.signals.hosts, `[]`)[?name && type && contains($providers, split(type, '/')[0])]",
    known(null),
    { providers: known(types.map((type) => type.split("/")[0]!)) },
  );
  return hosts.kind === "known" && (elementsOf(hosts) ?? []).length > 0;
}

/**
 * How the text speaks of the resource of this name: as a word of its own (`stassets` is not in `stassetsarchive`), and not
 * only in sentences that tell what does work.
 */
function placeIn(text: string, name: Evaluated): "concerned" | "working" | "absent" {
  if (name.kind !== "known" || typeof name.value !== "string" || name.value === "") return "absent";
  const word = name.value.toLowerCase();
  let place: "working" | "absent" = "absent";
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (/[a-z0-9_-]/.test(text[at - 1] ?? " ") || /[a-z0-9_-]/.test(text[at + word.length] ?? " ")) continue;
    if (!tellsSuccess(sentenceAround(text, at, word.length))) return "concerned";
    place = "working";
  }
  return place;
}

const mostSentence = 300;

/** The sentence of prose around a place of the text; the dot inside a host name ends none. */
function sentenceAround(text: string, at: number, length: number): string {
  const before = text
    .slice(Math.max(0, at - mostSentence), at)
    .split(/[.!?;](?=\s)|\n/)
    .at(-1)!;
  const after = text.slice(at + length, at + length + mostSentence).split(/[.!?;](?=\s|$)|\n/)[0]!;
  return `${before} ${after}`;
}

function tellsSuccess(sentence: string): boolean {
  const works =
    /\b(?:works?|worked|working|succeeds?|succeeded|is ok|are ok|is fine|are fine|fine|no problems?|without (?:errors?|problems?|issues?))\b|(?:잘|정상(?:적으로)?) ?(?:됩|되|동작|작동|연결|접속)|문제 ?없|성공합|성공했/;
  const fails =
    /\b(?:not|never|no longer|stopped|but|fails?|failed|failing|refuse[sd]?|error|until|used to|cannot|can't|doesn't|don't|didn't)\b|안 ?됩|않|실패|오류|거부/;
  return works.test(sentence) && !fails.test(sentence);
}

/** `candidates(type, …)`: all resources of these types that are known, in the order of `targets`. */
export const candidates: AnalysisFunction = (args, context) => {
  const types = typesOf(args);
  return listOf([...named, "neighbour" as const].flatMap((matchedBy) => rows(context, types, matchedBy)));
};

export function rows(
  context: EvaluationContext,
  types: readonly string[],
  matchedBy: string,
): readonly Evaluated[] {
  const found = context.evaluate(
    "$.signals.resources[?contains($types, type) && matchedBy == $matchedBy]",
    known(null),
    { types: known([...types]), matchedBy: known(matchedBy) },
  );
  return found.kind === "known" ? (elementsOf(found) ?? []) : [];
}

function typesOf(args: readonly Evaluated[]): string[] {
  return args.flatMap((arg) =>
    arg.kind === "known" && typeof arg.value === "string" ? [arg.value.toLowerCase()] : [],
  );
}
