import type { Hypothesis } from "../assessment/hypothesis.ts";
import type { Playbook } from "../playbook.ts";
import { isWanted } from "./fill-text.ts";

/** The actions of a cause that fit what was found, in the order of the playbook. */
export function wantedActions({ playbook, environment }: Hypothesis): Playbook["actions"][number][] {
  return playbook.actions.filter(
    ({ when, unless }) =>
      isWanted(when, environment) && (unless === undefined || !isWanted(unless, environment)),
  );
}
