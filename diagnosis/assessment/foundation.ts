import { fixedEvidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import {
  createEnvironment,
  type Environment,
  type LazyValue,
  shareValues,
} from "../evaluation/environment.ts";
import { type AnalysisTable, type Evaluated, type Known, known } from "../evaluation/evaluated.ts";
import type { SharedValues } from "../evaluation/expression/scope.ts";
import type { EvidenceDocument } from "../evaluation/place.ts";
import type { Playbook } from "../playbook.ts";
import { bindFixedNames } from "./bind-names.ts";
import type { Answers, Consulted } from "./bind-reads.ts";
import type { Hypothesis } from "./hypothesis.ts";

export interface Grounds {
  readonly answers: Answers;
  readonly signals: Signals;
  readonly analyses: AnalysisTable;
}

/** How a hypothesis stood when it was last weighed, and the answers that it was weighed on. */
export interface Standing extends Pick<Hypothesis, "state" | "reasons"> {
  readonly consulted: ReadonlyMap<string, Consulted>;
}

/**
 * What rests on the evidence that every diagnosis begins with, and so stays the same from round to round: kept for as
 * long as the documents themselves, and only ever an earlier answer to the same question.
 */
export interface Foundation {
  /** Over the fixed names alone, without a target. */
  readonly environment: Environment;
  /** The same with reads and `let`s, at a target. */
  at(target: Known, lazy: Readonly<Record<string, LazyValue>>): Environment;
  readonly suspicions: Map<readonly Playbook[], readonly Suspicion[]>;
  readonly targets: Map<Playbook, readonly Known[]>;
  /** By the ID, in lower case, of a resource that the model named. */
  readonly proposedTargets: Map<string, Known>;
  /** By playbook, then by target. */
  readonly standings: Map<Playbook, Map<Known, Standing>>;
}

/** A playbook that is to be weighed, and what in the request points at it. */
export interface Suspicion extends Pick<Hypothesis, "playbook" | "isRaised" | "raisedBy" | "broughtBy"> {
  /** Where the model suspects it, besides where its playbook would. */
  readonly resourceIds?: readonly string[];
  /** True where the rules have looked at the targets of its playbook already. */
  readonly isOnlyThere?: boolean;
}

type Basis = readonly unknown[];

/** By the document of the signals; what else they rest on is compared. */
const kept = new WeakMap<EvidenceDocument, { basis: Basis; foundation: Foundation }>();

export function foundationOf(grounds: Grounds): Foundation {
  const signals = grounds.answers.byId.get(fixedEvidence.signals);
  if (signals === undefined) return lay(grounds);
  const basis = basisOf(grounds);
  const known = kept.get(signals);
  if (known?.basis.every((part, index) => part === basis[index]) === true) return known.foundation;
  const foundation = lay(grounds);
  kept.set(signals, { basis, foundation });
  return foundation;
}

function basisOf({ answers, signals, analyses }: Grounds): Basis {
  const refusals = new Map([...answers.unread.values()].map(({ evidenceId, code }) => [evidenceId, code]));
  const ids = Object.values(fixedEvidence);
  return [
    analyses,
    signals.now,
    ...ids.map((id) => answers.byId.get(id)),
    ...ids.map((id) => refusals.get(id)),
  ];
}

function lay({ answers, signals, analyses }: Grounds): Foundation {
  const fixed = bindFixedNames(answers, signals);
  const shared = remembered(shareValues({ now: signals.now, names: fixed, analyses }));
  const over = (names: Readonly<Record<string, Evaluated>>, lazy: Readonly<Record<string, LazyValue>>) =>
    createEnvironment({ now: signals.now, names: { ...fixed, ...names }, lazy, analyses, shared });
  return {
    environment: over({ target: known(null) }, {}),
    at: (target, lazy) => over({ target }, lazy),
    suspicions: new Map(),
    targets: new Map(),
    proposedTargets: new Map(),
    standings: new Map(),
  };
}

/** Of the diagnoses that began last: about a megabyte each, of use until the report is written. */
const remembering: SharedValues[] = [];
const mostRemembered = 48;

function remembered(shared: SharedValues): SharedValues {
  remembering.push(shared);
  if (remembering.length > mostRemembered) remembering.shift()?.forget();
  return shared;
}
