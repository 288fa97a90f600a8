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
 *
 * @param permissions  such as Azure spells them; a name from a host has its type in lower case.
 */
export function unseenNames(
  signals: Signals,
  language: Language,
  ask: AskForRead,
  permissions: readonly string[] = [],
): Gap[] {
  const said = phrases[language];
  return unseenResources(signals).map((unseen) => {
    const command = findCommand(unseen);
    return {
      what: said.notVisible(unseen.what),
      permission: spelled(`${unseen.type}/read`, permissions),
      ...(command === undefined ? {} : ask(outsideKey(command))),
    };
  });
}

function spelled(permission: string, known: readonly string[]): string {
  return known.find((one) => one.toLowerCase() === permission.toLowerCase()) ?? permission;
}
