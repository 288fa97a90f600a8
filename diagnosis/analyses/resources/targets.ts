import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  listOf,
} from "../../evaluation/evaluated.ts";
import { elementsOf } from "../../evaluation/navigate.ts";

const surest = ["id", "host", "name"] as const;

/**
 * `targets(type, …)`: the resources of these types that the request is about — those whose ID it gives, else those that a
 * host names, else those whose exact name stands in it, else the only one beside what it names. Rows of
 * `signals.resources`; an empty list where none is, or where several stand beside and nothing tells which.
 */
export const targets: AnalysisFunction = (args, context) => {
  const types = typesOf(args);
  for (const matchedBy of surest) {
    const found = rows(context, types, matchedBy);
    if (found.length > 0) return listOf(found);
  }
  const beside = rows(context, types, "neighbour");
  return listOf(beside.length === 1 ? beside : []);
};

/** `candidates(type, …)`: all resources of these types that are known, in the order of `targets`. */
export const candidates: AnalysisFunction = (args, context) => {
  const types = typesOf(args);
  return listOf([...surest, "neighbour" as const].flatMap((matchedBy) => rows(context, types, matchedBy)));
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
  return args.flatMap((arg) => (arg.kind === "known" ? [String(arg.value).toLowerCase()] : []));
}
