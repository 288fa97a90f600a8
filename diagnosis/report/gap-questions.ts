import { type AzCommandHosts, azCommand } from "../../domain/az-command/az-command.ts";
import type { Gap } from "../../domain/contract/report.ts";
import { addressedParts } from "../../domain/addressed-text.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { outsideCommand } from "../../domain/supplied/supplied-evidence.ts";

/** What of a gap is asked of whoever has the right; empty where no command shows it. */
export type GapQuestion = Pick<Gap, "command" | "question_id">;
export type AskForRead = (requestKey: string) => GapQuestion;

/**
 * Turns the keys of reads that were refused, or that Azure does not answer at all, into questions: the command that shows it,
 * and the ID under which `answer_diagnosis` takes its output. That of a refused read is the ID of the refusal (`e9`); the others
 * are numbered `k1`, `k2`, … in the order in which they are asked for.
 */
export function gapQuestions(evidence: readonly Evidence[], hosts?: AzCommandHosts): AskForRead {
  const refused = new Map(evidence.map((answer) => [answer.requestKey, answer]));
  const outside = new Map<string, string>();
  return (key) => {
    const command = outsideCommand(key);
    if (command !== undefined) {
      const id = outside.get(command) ?? `k${outside.size + 1}`;
      outside.set(command, id);
      return question(command, id);
    }
    const answer = refused.get(key);
    return answer === undefined || answer.status < 400
      ? {}
      : question(azCommand(answer, { hosts }), answer.evidenceId);
  };
}

/** A command with an order in it is not handed to anybody. */
function question(command: string | undefined, id: string): GapQuestion {
  return command === undefined || addressedParts(command).length > 0 ? {} : { command, question_id: id };
}
