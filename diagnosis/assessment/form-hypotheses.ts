import { evaluate } from "../evaluation/environment.ts";
import { type Known, known } from "../evaluation/evaluated.ts";
import { guarded } from "../evaluation/guarded.ts";
import { elementsOf } from "../evaluation/navigate.ts";
import { truthOf } from "../evaluation/truth.ts";
import type { Playbook } from "../playbook.ts";
import { bindTarget } from "./bind-names.ts";
import { type Foundation, foundationOf, type Grounds, type Suspicion } from "./foundation.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { withProposed } from "./proposed-targets.ts";
import { targetId, weighHypothesis } from "./weigh-hypothesis.ts";

/** How many resources one playbook may suspect at once. */
const mostTargets = 3;

export interface Formed {
  readonly hypotheses: readonly Hypothesis[];
  /** Raised by the request, but nothing that the developer can see is what it would be about. */
  readonly withoutTarget: readonly Playbook[];
}

/** The target of a cause that hangs on none: one object, so that what is known of it is found again. */
const nowhere = known(null);

/** The playbooks that the request points at, with what in it does. */
export function raise(playbooks: readonly Playbook[], grounds: Grounds): readonly Suspicion[] {
  const foundation = foundationOf(grounds);
  const raised = foundation.suspicions.get(playbooks) ?? suspicionsOf(playbooks, foundation);
  foundation.suspicions.set(playbooks, raised);
  return raised;
}

function suspicionsOf(playbooks: readonly Playbook[], { environment }: Foundation): Suspicion[] {
  return playbooks.flatMap((playbook) => {
    const truth = guarded(() => truthOf(evaluate(playbook.raisedBy, environment)));
    if (truth.kind === "unknown" || !truth.isTrue) return [];
    return {
      playbook,
      isRaised: true,
      broughtBy: "rules" as const,
      get raisedBy() {
        return truth.proof();
      },
    };
  });
}

/** Weighs a suspicion at each of its targets. */
export function form(suspicion: Suspicion, grounds: Grounds): Formed {
  const { playbook } = suspicion;
  const foundation = foundationOf(grounds);
  const own = foundation.targets.get(playbook) ?? targetsOf(playbook, foundation, grounds);
  foundation.targets.set(playbook, own);
  const targets = withProposed(own, suspicion, grounds);
  if (targets.length > 0)
    return {
      hypotheses: targets.map((target) => weighHypothesis(suspicion, target, grounds)),
      withoutTarget: [],
    };
  if (suspicion.isOnlyThere === true) return { hypotheses: [], withoutTarget: [] };
  if (playbook.needsTarget) return { hypotheses: [], withoutTarget: [playbook] };
  return { hypotheses: [weighHypothesis(suspicion, nowhere, grounds)], withoutTarget: [] };
}

function targetsOf({ target }: Playbook, { environment }: Foundation, { answers }: Grounds): Known[] {
  if (target === undefined) return [];
  const found = guarded(() => evaluate(target, environment));
  if (found.kind === "unknown" || found.value === null) return [];
  const rows = elementsOf(found) ?? [found];
  const targets = new Map<string, Known>();
  for (const row of rows) {
    if (row.kind === "unknown" || row.value === null) continue;
    const key = targetId(row)?.toLowerCase() ?? JSON.stringify(row.value);
    if (!targets.has(key)) targets.set(key, bindTarget(row, answers));
  }
  return [...targets.values()].slice(0, mostTargets);
}
