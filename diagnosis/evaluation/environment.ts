import type { Citation } from "../../domain/citation.ts";
import { citeValue, citeWitness } from "./cite.ts";
import { type AnalysisTable, type Evaluated, type EvaluationContext, known } from "./evaluated.ts";
import { interpret, interpretAnew } from "./expression/interpret.ts";
import { InvalidExpressionError, parseExpression } from "./expression/parse-expression.ts";
import { environmentRoot, type Scope, type SharedValues } from "./expression/scope.ts";
import { functionTable } from "./functions/function-table.ts";
import { below, childOf, type EvidenceDocument, type Place } from "./place.ts";
import { provenBy } from "./proof.ts";

/** What expressions are evaluated in. */
export interface Environment {
  readonly scope: Scope;
  /** The same with further names, which hide those of the same name; what is lazy is worked out anew over them. */
  with(names: Readonly<Record<string, Evaluated>>): Environment;
}

/** A value that is worked out, once, when it is first asked for. */
export type LazyValue = (environment: Environment) => Evaluated;

export interface EnvironmentOptions {
  readonly now: string;
  readonly names: Readonly<Record<string, Evaluated>>;
  /** Reads and `let`s: they may use each other, in any order, but not in a circle. */
  readonly lazy?: Readonly<Record<string, LazyValue>>;
  readonly analyses?: AnalysisTable;
  /** Made by `shareValues` of the same fixed names. */
  readonly shared?: SharedValues;
}

export function createEnvironment(options: EnvironmentOptions): Environment {
  return environmentOf(options, new Set());
}

/** Parts that some diagnosis has asked for twice; most are asked for once, and need not be kept. */
const askedAgain = new Set<number>();

/**
 * Shares what rests on the fixed names alone between all environments that have the same ones. It is worked out where there are
 * no other names, so that it cannot rest on more.
 */
export function shareValues(options: Pick<EnvironmentOptions, "now" | "names" | "analyses">): SharedValues {
  const values = new Map<number, Evaluated>();
  const asked = new Set<number>();
  const isKept = (part: number): boolean => {
    if (askedAgain.has(part)) return true;
    if (asked.has(part)) askedAgain.add(part);
    asked.add(part);
    return askedAgain.has(part);
  };
  const shared: SharedValues = {
    valueOf(part, node) {
      const known = values.get(part);
      if (known !== undefined) return known;
      const value = interpretAnew(node, environmentRoot, alone.scope);
      if (isKept(part)) values.set(part, value);
      return value;
    },
    forget: () => {
      values.clear();
      asked.clear();
    },
  };
  const alone = createEnvironment({ ...options, shared });
  return shared;
}

function environmentOf(options: EnvironmentOptions, underWay: Set<string>): Environment {
  const { names, lazy = {}, analyses = {}, now, shared } = options;
  const done = new Map<string, Evaluated>();

  const lookup = (name: string): Evaluated | undefined => {
    if (Object.hasOwn(names, name)) return names[name];
    const finished = done.get(name);
    const compute = Object.hasOwn(lazy, name) ? lazy[name] : undefined;
    if (finished !== undefined || compute === undefined) return finished;
    if (underWay.has(name)) throw new InvalidExpressionError(name, "it is made of itself.");
    underWay.add(name);
    const value = compute(environment);
    underWay.delete(name);
    done.set(name, value);
    return value;
  };
  const context: EvaluationContext = {
    now,
    lookup: (name) => lookup(name) ?? known(null),
    evaluate: (expression, current, variables = {}) =>
      interpret(parseExpression(expression), current, { ...scope, variables }),
  };
  const base = { interpret, lookup, functions: functionTable, analyses, context, variables: {} };
  const scope: Scope = shared === undefined ? base : { ...base, shared };
  const environment: Environment = {
    scope,
    with: (further) => environmentOf({ ...options, names: { ...names, ...further } }, underWay),
  };
  return environment;
}

/** Evaluates an expression over an environment's names. Throws InvalidExpressionError for one that names what is not there. */
export function evaluate(expression: string, environment: Environment): Evaluated {
  return interpret(parseExpression(expression), environmentRoot, environment.scope);
}

/** What a name is bound to whose read answered "not found": null, proven by the error that the service gave. */
export function absentAnswer(document: EvidenceDocument): Evaluated {
  return known(
    null,
    provenBy(() => citeErrorCode(document)),
  );
}

function citeErrorCode(document: EvidenceDocument): readonly Citation[] {
  const root: Place = { document, path: [] };
  for (const path of [["error", "code"], ["code"], ["Code"]] as const) {
    const place = path.reduce<Place>(below, root);
    if (typeof path.reduce(childOf, document.body as ReturnType<typeof childOf>) === "string")
      return citeValue(place);
  }
  return citeWitness(root);
}
