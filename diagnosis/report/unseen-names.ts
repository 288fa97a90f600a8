import type { Gap } from "../../domain/contract/report.ts";
import type { Language } from "../../domain/language.ts";
import type { Signals } from "../../domain/signals.ts";
import { outsideKey } from "../../domain/supplied/supplied-evidence.ts";
import { findCommand, unseenResources } from "../signals/unseen-resources.ts";
import type { AskForRead } from "./gap-questions.ts";
import { phrases } from "./phrases.ts";

/**
 * What the request names by host or ID, and no subscription that the developer can see holds. Where nothing is known, that is
 * the first thing to find out: whoever sees more can look for it.
 */
export function unseenNames(signals: Signals, language: Language, ask: AskForRead): Gap[] {
  const said = phrases[language];
  return unseenResources(signals).map((unseen) => {
    const command = findCommand(unseen);
    return {
      what: said.notVisible(unseen.what),
      permission: `${unseen.type}/read`,
      ...(command === undefined ? {} : ask(outsideKey(command))),
    };
  });
}
