import type { Action } from "../../domain/contract/report.ts";
import type { Language } from "../../domain/language.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { effectsOf } from "../counterfactual/effects-of.ts";
import { type Recorded, weighAfter } from "../counterfactual/weigh-after.ts";
import { titleWithTarget } from "./describe-suspected.ts";
import { fillCommands, fillText, fillTextWhole } from "./fill-text.ts";
import { repeatsOf } from "../repeats-of.ts";
import type { Environment } from "../evaluation/environment.ts";
import { phrases } from "./phrases.ts";
import { wantedActions } from "./wanted-actions.ts";

/**
 * What to do about a cause. `next` is the cause that is known to come after it; what an action changes is applied to the
 * recorded evidence and weighed again, which shows whether the cause is then gone and which one stands behind it.
 */
export function describeActions(
  hypothesis: Hypothesis,
  language: Language,
  next: Hypothesis | undefined,
  recorded: Recorded,
): Action[] {
  const { environment } = hypothesis;
  const wanted = wantedActions(hypothesis);
  const firstChange = wanted.findIndex(({ changes }) => changes);
  return wanted.map((action, index) => {
    const effects = effectsOf(action, environment);
    const aftermath = effects && weighAfter(hypothesis, effects, recorded);
    const known = index === firstChange ? next : undefined;
    const then = aftermath?.isGone === true ? aftermath.left[0] : known;
    const config = whole(action.config, hypothesis);
    const needsRole = whole(action.needsRole, hypothesis);
    const repeats = repeatsOf(action, environment);
    const undo = commandsOf(action.undo === undefined ? [] : [action.undo], repeats).join(" && ");
    return {
      title: fillText(action.title, environment, language),
      why: fillText(action.why, environment, language),
      commands: commandsOf(action.commands, repeats),
      ...(config === undefined ? {} : { config }),
      changes: action.changes,
      ...(needsRole === undefined ? {} : { needs_role: needsRole }),
      ...(undo === "" ? {} : { undo }),
      ...(then === undefined
        ? {}
        : afterwards(phrases[language].afterwards(titleWithTarget(then, language)))),
      ...(aftermath === undefined ? {} : { effects: [...effects!], closes_cause: aftermath.isGone }),
    };
  });
}

/** Once what does not name the element of a list. */
function commandsOf(commands: readonly string[], repeats: readonly Environment[]): string[] {
  return [
    ...new Set(commands.flatMap((command) => repeats.flatMap((each) => fillCommands([command], each)))),
  ];
}

/** The wire contract's name; a text is nothing that a promise could call. */
function afterwards(text: string): Pick<Action, "then"> {
  // oxlint-disable-next-line unicorn/no-thenable
  return { then: text };
}

function whole(text: string | undefined, { environment }: Hypothesis): string | undefined {
  return text === undefined ? undefined : fillTextWhole(text, environment);
}
