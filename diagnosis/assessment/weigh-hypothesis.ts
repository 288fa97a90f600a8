import { evaluate, type LazyValue } from "../evaluation/environment.ts";
import type { Known } from "../evaluation/evaluated.ts";
import { guarded } from "../evaluation/guarded.ts";
import { isObject } from "../../domain/json-value.ts";
import { noProof } from "../evaluation/proof.ts";
import { truthOf } from "../evaluation/truth.ts";
import type { Playbook } from "../playbook.ts";
import { type Answers, type Asked, answerTo, bindReads } from "./bind-reads.ts";
import { isBesideThePoint } from "./beside-the-point.ts";
import { foundationOf, type Grounds, type Standing, type Suspicion } from "./foundation.ts";
import { unseenIn } from "./hidden-absence.ts";
import type { Hypothesis, HypothesisState } from "./hypothesis.ts";

/**
 * A hypothesis at one target. Where every answer that it was weighed on in an earlier round is still the same, it stands
 * as it stood; it is weighed anew only by whoever asks why.
 */
export function weighHypothesis(suspicion: Suspicion, target: Known, grounds: Grounds): Hypothesis {
  const { playbook } = suspicion;
  const standing = foundationOf(grounds).standings.get(playbook)?.get(target);
  return standing !== undefined && stillHolds(standing, grounds.answers)
    ? recall(suspicion, target, grounds, standing)
    : weigh(suspicion, target, grounds);
}

function stillHolds({ consulted }: Standing, answers: Answers): boolean {
  for (const [key, answer] of consulted) if (answerTo(key, answers) !== answer) return false;
  return true;
}

function recall(suspicion: Suspicion, target: Known, grounds: Grounds, standing: Standing): Hypothesis {
  let weighed: Hypothesis | undefined;
  const anew = () => {
    weighed ??= weigh(suspicion, target, grounds);
    return weighed;
  };
  return {
    playbook: suspicion.playbook,
    isRaised: suspicion.isRaised,
    broughtBy: suspicion.broughtBy,
    get raisedBy() {
      return suspicion.raisedBy;
    },
    target: targetId(target),
    isBesideThePoint: isBesideThePoint(targetId(target), grounds),
    state: standing.state,
    reasons: standing.reasons,
    get holds() {
      return anew().holds;
    },
    get citations() {
      return anew().citations;
    },
    get unseen() {
      return anew().unseen;
    },
    get environment() {
      return anew().environment;
    },
    get pending() {
      return anew().pending;
    },
    get denied() {
      return anew().denied;
    },
  };
}

function weigh(suspicion: Suspicion, target: Known, grounds: Grounds): Hypothesis {
  const { playbook } = suspicion;
  const foundation = foundationOf(grounds);
  const asked: Asked = { pending: new Map(), denied: new Map(), consulted: new Map() };
  const environment = foundation.at(target, {
    ...bindReads(playbook, grounds.answers, asked),
    ...letsOf(playbook),
  });
  const holds = guarded(() => evaluate(playbook.holds, environment));
  const truth = truthOf(holds);
  const reasons = truth.kind === "unknown" ? truth.reasons : [];
  const proof = truth.kind === "truth" ? truth.proof : noProof;
  const state = stateOf(truth.kind === "truth" ? truth.isTrue : undefined, reasons);
  const standings = foundation.standings.get(playbook) ?? new Map<Known, Standing>();
  foundation.standings.set(playbook, standings);
  standings.set(target, { state, reasons, consulted: new Map(asked.consulted) });
  return {
    playbook,
    isRaised: suspicion.isRaised,
    broughtBy: suspicion.broughtBy,
    get raisedBy() {
      return suspicion.raisedBy;
    },
    target: targetId(target),
    isBesideThePoint: isBesideThePoint(targetId(target), grounds),
    state,
    holds,
    get citations() {
      return proof();
    },
    get unseen() {
      return unseenIn(proof(), grounds.answers.byId);
    },
    reasons,
    environment,
    pending: asked.pending,
    denied: asked.denied,
  };
}

const lets = new WeakMap<Playbook, Readonly<Record<string, LazyValue>>>();

/** The same for every target and round: what differs is the environment that they are worked out in. */
function letsOf(playbook: Playbook): Readonly<Record<string, LazyValue>> {
  const known = lets.get(playbook);
  if (known !== undefined) return known;
  const made = Object.fromEntries(
    Object.entries(playbook.let ?? {}).map(([name, expression]): [string, LazyValue] => [
      name,
      (environment) => evaluate(expression, environment),
    ]),
  );
  lets.set(playbook, made);
  return made;
}

/** Open is what a read can still decide. */
function stateOf(isTrue: boolean | undefined, reasons: Hypothesis["reasons"]): HypothesisState {
  if (isTrue !== undefined) return isTrue ? "confirmed" : "refuted";
  return reasons.some(({ kind }) => kind === "pending") ? "open" : "unreadable";
}

/** The ID of the resource that a target is; undefined where it has none. */
export function targetId(target: Known): string | undefined {
  const id = isObject(target.value) ? target.value["id"] : target.value;
  return typeof id === "string" ? id : undefined;
}
