import type { Cause } from "../assessment/verdict.ts";
import { effectsOf } from "../counterfactual/effects-of.ts";
import { type Recorded, weighAfter } from "../counterfactual/weigh-after.ts";
import { wantedActions } from "./wanted-actions.ts";

/**
 * The causes that each need a fix of their own: what is gone once the first one is fixed, such as the role that an identity
 * lacks which nobody meant to use, is no second cause. Where nothing is known of what the first fix changes, all stay.
 */
export function causesToFix(causes: readonly Cause[], recorded: Recorded): readonly Cause[] {
  const [root, ...others] = causes;
  if (root === undefined || others.length === 0) return causes;
  const { hypothesis } = root;
  const [fix] = wantedActions(hypothesis).filter(({ changes }) => changes);
  const effects = fix && effectsOf(fix, hypothesis.environment);
  const aftermath = effects && weighAfter(hypothesis, effects, recorded);
  if (aftermath?.isGone !== true) return causes;
  const left = new Set(aftermath.left.map(({ playbook }) => playbook.code));
  return [root, ...others.filter((other) => left.has(other.hypothesis.playbook.code))];
}
