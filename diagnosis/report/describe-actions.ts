import type { Action } from "../../domain/contract/report.ts";
import type { Language } from "../../domain/language.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { fillCommands, fillText, fillTextWhole, isWanted } from "./fill-text.ts";
import { phrases } from "./phrases.ts";

/** What to do about a cause; `next` is the title of the cause that the call meets once it is done. */
export function describeActions(
  hypothesis: Hypothesis,
  language: Language,
  next: string | undefined,
): Action[] {
  const { playbook, environment } = hypothesis;
  const wanted = playbook.actions.filter(({ when }) => isWanted(when, environment));
  const firstChange = wanted.findIndex(({ changes }) => changes);
  return wanted.map((action, index) => {
    const config = whole(action.config, hypothesis);
    const needsRole = whole(action.needsRole, hypothesis);
    const undo = action.undo === undefined ? undefined : fillCommands([action.undo], environment)[0];
    return {
      title: fillText(action.title, environment, language),
      why: fillText(action.why, environment, language),
      commands: fillCommands(action.commands, environment),
      ...(config === undefined ? {} : { config }),
      changes: action.changes,
      ...(needsRole === undefined ? {} : { needs_role: needsRole }),
      ...(undo === undefined ? {} : { undo }),
      ...(next !== undefined && index === firstChange ? afterwards(phrases[language].afterwards(next)) : {}),
    };
  });
}

/** The wire contract's name; a text is nothing that a promise could call. */
function afterwards(text: string): Pick<Action, "then"> {
  // oxlint-disable-next-line unicorn/no-thenable
  return { then: text };
}

function whole(text: string | undefined, { environment }: Hypothesis): string | undefined {
  return text === undefined ? undefined : fillTextWhole(text, environment);
}
