import type { Playbook } from "../playbook.ts";
import { form } from "./form-hypotheses.ts";
import type { Grounds, Suspicion } from "./foundation.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** A cause of the vocabulary that a model suspects, and where. It is a place to look at, and proves nothing. */
export interface Proposal {
  readonly code: string;
  readonly resourceId?: string;
}

export interface BroughtIn {
  readonly hypotheses: readonly Hypothesis[];
  /** Raised by the request, but no resource was found that it could be about. */
  readonly withoutTarget: readonly Playbook[];
}

/**
 * A raised cause brings in its competitors; theirs come in only where one of them is confirmed, since it must be proven
 * against its own. What a model proposes comes in afterwards, and so changes nothing of what is there without it.
 */
export function bringIn(
  raised: readonly Suspicion[],
  proposals: readonly Proposal[],
  playbooks: readonly Playbook[],
  grounds: Grounds,
): BroughtIn {
  const byCode = new Map(playbooks.map((playbook) => [playbook.code, playbook]));
  const seen = new Set<string>();
  const hypotheses: Hypothesis[] = [];
  const withoutTarget: Playbook[] = [];
  const follow = (first: readonly Suspicion[], broughtBy: Suspicion["broughtBy"]) => {
    let next = first;
    while (next.length > 0) {
      const fresh = next.filter(({ playbook, isOnlyThere }) => isOnlyThere || !seen.has(playbook.code));
      const added = fresh.flatMap((suspicion) => {
        seen.add(suspicion.playbook.code);
        const formed = form(suspicion, grounds);
        if (suspicion.isRaised && broughtBy === "rules") withoutTarget.push(...formed.withoutTarget);
        return formed.hypotheses;
      });
      hypotheses.push(...added);
      const proving = added.filter(({ isRaised, state }) => isRaised || state === "confirmed");
      const codes = new Set(proving.flatMap(({ playbook }) => playbook.competitors));
      next = [...codes].flatMap((code) => {
        const playbook = byCode.get(code);
        return playbook === undefined ? [] : [{ playbook, isRaised: false, raisedBy: [], broughtBy }];
      });
    }
  };
  follow(raised, "rules");
  follow(suspicionsOf(proposals, byCode, seen), "model");
  return { hypotheses, withoutTarget };
}

function suspicionsOf(
  proposals: readonly Proposal[],
  byCode: ReadonlyMap<string, Playbook>,
  seen: ReadonlySet<string>,
): Suspicion[] {
  const byProposedCode = Map.groupBy(proposals, ({ code }) => code);
  return [...byProposedCode].flatMap(([code, same]) => {
    const playbook = byCode.get(code);
    if (playbook === undefined) return [];
    const resourceIds = same.flatMap(({ resourceId }) => (resourceId === undefined ? [] : [resourceId]));
    const isOnlyThere = seen.has(code);
    if (isOnlyThere && resourceIds.length === 0) return [];
    const broughtBy = "model" as const;
    return [{ playbook, isRaised: true, raisedBy: [], broughtBy, resourceIds, isOnlyThere }];
  });
}
