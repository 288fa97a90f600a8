import type { AnalysisTable, Evaluated, EvaluationContext, Known } from "../evaluated.ts";
import { noProof } from "../proof.ts";
import type { ExpressionNode } from "./parse-expression.ts";

/** An `&expression` as a function receives it. */
export interface ExpressionArgument {
  readonly kind: "expression";
  apply(current: Evaluated): Evaluated;
}
export type Argument = Evaluated | ExpressionArgument;
export type CitedFunction = (args: readonly Argument[], context: EvaluationContext) => Evaluated;

/** Values of parts of expressions that rest on the fixed names alone: each is worked out once, for whoever asks. */
export interface SharedValues {
  /** @param part  the number of `node` (`sharedPart`). */
  valueOf(part: number, node: ExpressionNode): Evaluated;
  /** Makes room: what is asked for again is worked out again. */
  forget(): void;
}

export interface Scope {
  /** Evaluates a part of an expression in this scope. */
  readonly interpret: (node: ExpressionNode, current: Evaluated, scope: Scope) => Evaluated;
  /** What a name is bound to; undefined for a name that nothing binds. */
  lookup(name: string): Evaluated | undefined;
  readonly functions: Readonly<Record<string, CitedFunction>>;
  readonly analyses: AnalysisTable;
  readonly context: EvaluationContext;
  /** `$variables` that the expression bound itself. */
  readonly variables: Readonly<Record<string, Evaluated>>;
  readonly shared?: SharedValues;
}

/** What `@` and `$` are at the top of an expression: its members are the names of the environment. */
export const environmentRoot: Known = { kind: "known", value: {}, members: {}, proof: noProof };
