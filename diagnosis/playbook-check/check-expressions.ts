import { fixedEvidence } from "../../domain/evidence.ts";
import { type ExpressionUse, inspectExpression } from "../evaluation/expression/inspect-expression.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { functionTable } from "../evaluation/functions/function-table.ts";
import { safePattern, UnsafePatternError } from "../evaluation/functions/plain/search-pattern.ts";
import type { Playbook } from "../playbook.ts";
import {
  letExpressions,
  type PlacedExpression,
  readExpressions,
  repeatedExpressions,
  singleExpressions,
} from "./playbook-expressions.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";

const longestExpression = 4_000;

/** Every expression parses, calls what exists, and uses only names that are bound where it stands. */
export function checkExpressions(playbook: Playbook, analyses: ReadonlySet<string>): PlaybookProblem[] {
  const fixed = new Set(Object.keys(fixedEvidence));
  const bound = new Set([
    ...fixed,
    "target",
    ...Object.keys(playbook.reads),
    ...Object.keys(playbook.let ?? {}),
  ]);
  const repeated = ({ each }: { readonly each?: string | undefined }) =>
    each === undefined ? bound : new Set([...bound, "item"]);
  const check = (placed: readonly PlacedExpression[], names: ReadonlySet<string>) =>
    placed.flatMap((entry) => checkExpression(entry, names, analyses));
  return [
    ...check([{ where: "raisedBy", expression: playbook.raisedBy }], new Set(["request", "signals"])),
    ...check(playbook.target === undefined ? [] : [{ where: "target", expression: playbook.target }], fixed),
    ...check(letExpressions(playbook), bound),
    ...check([{ where: "holds", expression: playbook.holds }], bound),
    ...check(singleExpressions(playbook), bound),
    ...Object.entries(playbook.reads).flatMap(([name, read]) =>
      check(readExpressions(name, read), repeated(read)),
    ),
    ...playbook.actions.flatMap((action, at) => check(repeatedExpressions(action, at), repeated(action))),
  ];
}

function checkExpression(
  { where, expression }: PlacedExpression,
  bound: ReadonlySet<string>,
  analyses: ReadonlySet<string>,
): PlaybookProblem[] {
  const use = useOf(expression);
  if (typeof use === "string") return [{ where, problem: use }];
  const problems: string[] = [];
  if (expression.length > longestExpression)
    problems.push(`longer than ${longestExpression} characters: use \`let\``);
  for (const name of use.names) if (!bound.has(name)) problems.push(`nothing is called \`${name}\` here`);
  for (const name of use.functions)
    if (!Object.hasOwn(functionTable, name) && !analyses.has(name))
      problems.push(`there is no function \`${name}\``);
  for (const pattern of use.patterns) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) problems.push(problem);
  }
  if (use.negatesTooLittle) problems.push("`!a.b` means `(!a).b` in JMESPath: write `!(a.b)`");
  return problems.map((problem) => ({ where, problem }));
}

function useOf(expression: string): ExpressionUse | string {
  try {
    return inspectExpression(expression);
  } catch (error) {
    if (error instanceof InvalidExpressionError) return error.message;
    throw error;
  }
}

function patternProblem(pattern: string): string | undefined {
  try {
    safePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof UnsafePatternError) return error.message;
    throw error;
  }
}

/** The names that an expression uses; none where it does not parse. */
export function namesIn(expression: string): ReadonlySet<string> {
  const use = useOf(expression);
  return typeof use === "string" ? new Set() : use.names;
}
