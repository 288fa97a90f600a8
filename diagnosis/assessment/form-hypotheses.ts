import type { Citation } from "../../domain/citation.ts";
import type { Signals } from "../../domain/signals.ts";
import { createEnvironment, type Environment, evaluate, type LazyValue } from "../evaluation/environment.ts";
import { type AnalysisTable, type Evaluated, type Known, known, unknown } from "../evaluation/evaluated.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { UnsafePatternError } from "../evaluation/functions/plain/search-pattern.ts";
import { isObject } from "../evaluation/json-value.ts";
import { elementsOf } from "../evaluation/navigate.ts";
import { noProof } from "../evaluation/proof.ts";
import { truthOf } from "../evaluation/truth.ts";
import type { Playbook } from "../playbook.ts";
import { bindFixedNames, bindTarget } from "./bind-names.ts";
import { type Answers, type Asked, bindReads } from "./bind-reads.ts";
import { unseenIn } from "./hidden-absence.ts";
import type { Hypothesis, HypothesisState } from "./hypothesis.ts";

/** How many resources one playbook may suspect at once. */
const mostTargets = 3;

export interface Suspicion {
  readonly playbook: Playbook;
  readonly isRaised: boolean;
  readonly raisedBy: readonly Citation[];
}

export interface Formed {
  readonly hypotheses: readonly Hypothesis[];
  /** Raised by the request, but nothing that the developer can see is what it would be about. */
  readonly withoutTarget: readonly Playbook[];
}

export interface Grounds {
  readonly answers: Answers;
  readonly signals: Signals;
  readonly analyses: AnalysisTable;
}

/** The playbooks that the request points at, with what in it does. */
export function raise(playbooks: readonly Playbook[], grounds: Grounds): Suspicion[] {
  const environment = baseEnvironment(grounds, {});
  return playbooks.flatMap((playbook) => {
    const truth = guarded(() => truthOf(evaluate(playbook.raisedBy, environment)));
    if (truth.kind === "unknown" || !truth.isTrue) return [];
    return {
      playbook,
      isRaised: true,
      get raisedBy() {
        return truth.proof();
      },
    };
  });
}

/** Weighs a suspicion at each of its targets. */
export function form(suspicion: Suspicion, grounds: Grounds): Formed {
  const { playbook } = suspicion;
  const targets = targetsOf(playbook, grounds);
  if (targets.length > 0)
    return { hypotheses: targets.map((target) => weigh(suspicion, target, grounds)), withoutTarget: [] };
  if (playbook.needsTarget) return { hypotheses: [], withoutTarget: [playbook] };
  return { hypotheses: [weigh(suspicion, known(null), grounds)], withoutTarget: [] };
}

function targetsOf(playbook: Playbook, grounds: Grounds): Known[] {
  const { target } = playbook;
  if (target === undefined) return [];
  const found = guarded(() => evaluate(target, baseEnvironment(grounds, {})));
  if (found.kind === "unknown" || found.value === null) return [];
  const rows = elementsOf(found) ?? [found];
  const targets = new Map<string, Known>();
  for (const row of rows) {
    if (row.kind === "unknown" || row.value === null) continue;
    const key = idOf(row)?.toLowerCase() ?? JSON.stringify(row.value);
    if (!targets.has(key)) targets.set(key, bindTarget(row, grounds.answers));
  }
  return [...targets.values()].slice(0, mostTargets);
}

function weigh(suspicion: Suspicion, target: Known, grounds: Grounds): Hypothesis {
  const { playbook } = suspicion;
  const asked: Asked = { pending: new Map(), denied: new Map() };
  const lets = Object.entries(playbook.let ?? {}).map(([name, expression]): [string, LazyValue] => [
    name,
    (environment) => evaluate(expression, environment),
  ]);
  const environment = baseEnvironment(
    grounds,
    { ...bindReads(playbook, grounds.answers, asked), ...Object.fromEntries(lets) },
    target,
  );
  const holds = guarded(() => evaluate(playbook.holds, environment));
  const truth = truthOf(holds);
  const reasons = truth.kind === "unknown" ? truth.reasons : [];
  const proof = truth.kind === "truth" ? truth.proof : noProof;
  return {
    playbook,
    isRaised: suspicion.isRaised,
    get raisedBy() {
      return suspicion.raisedBy;
    },
    target: idOf(target),
    state: stateOf(truth.kind === "truth" ? truth.isTrue : undefined, reasons),
    holds,
    get citations() {
      return proof();
    },
    get unseen() {
      return unseenIn(proof(), grounds.answers.byId);
    },
    reasons,
    environment,
    ...asked,
  };
}

/** Open is what a read can still decide. */
function stateOf(isTrue: boolean | undefined, reasons: Hypothesis["reasons"]): HypothesisState {
  if (isTrue !== undefined) return isTrue ? "confirmed" : "refuted";
  return reasons.some(({ kind }) => kind === "pending") ? "open" : "unreadable";
}

function baseEnvironment(
  { answers, signals, analyses }: Grounds,
  lazy: Readonly<Record<string, LazyValue>>,
  target: Known = known(null),
): Environment {
  const names = { ...bindFixedNames(answers, signals), target };
  return createEnvironment({ now: signals.now, names, lazy, analyses });
}

function idOf(target: Known): string | undefined {
  const id = isObject(target.value) ? target.value["id"] : target.value;
  return typeof id === "string" ? id : undefined;
}

/**
 * A playbook of one's own may hold an expression that cannot be evaluated on this evidence: it decides nothing then, and
 * the others go on.
 */
function guarded<Result>(evaluateIt: () => Result): Result | Extract<Evaluated, { kind: "unknown" }> {
  try {
    return evaluateIt();
  } catch (error) {
    if (error instanceof InvalidExpressionError || error instanceof UnsafePatternError)
      return unknown({ kind: "undecided", what: error.message });
    throw error;
  }
}
