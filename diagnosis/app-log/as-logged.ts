import type { Citation } from "../../domain/citation.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { isGuess } from "../assessment/verdict.ts";
import { citeHeadline, logCiter } from "./cite-log.ts";
import type { Retelling } from "./retelling.ts";

/** The hypotheses of a retold diagnosis, each citing what is stored; without those that would be a guess. */
export function asLogged(
  hypotheses: readonly Hypothesis[],
  retelling: Retelling,
  stored: readonly Evidence[],
): readonly Hypothesis[] {
  const cite = logCiter(retelling, stored);
  const headline = citeHeadline(retelling, stored);
  const isOfLog = ({ evidenceId, pointer }: Citation) =>
    pointer.startsWith("/rows/") && retelling.text.lines.some((line) => line.evidenceId === evidenceId);
  return hypotheses
    .filter((hypothesis) => !(hypothesis.state === "confirmed" && isGuess(hypothesis)))
    .map((hypothesis): Hypothesis => {
      const { playbook, target, state, isRaised, broughtBy, isBesideThePoint, reasons, isSupplied } =
        hypothesis;
      const proof = () => {
        const moved = cite(hypothesis.citations);
        return moved.length === 0 && hypothesis.citations.length > 0 ? headline : moved;
      };
      return {
        playbook,
        target,
        state,
        isRaised,
        broughtBy,
        isBesideThePoint,
        reasons,
        ...(isSupplied === undefined ? {} : { isSupplied }),
        /** The log first: it is why this is suspected at all. */
        get raisedBy() {
          const raised = cite(hypothesis.raisedBy);
          const [said, ...others] = [...raised.filter(isOfLog), ...headline];
          const time = headline.filter(({ op }) => op === "equals").slice(0, 1);
          return said === undefined ? raised : distinct([said, ...time, ...others, ...raised]);
        },
        get citations() {
          return proof();
        },
        get unseen() {
          return hypothesis.unseen;
        },
        get holds() {
          return hypothesis.holds;
        },
        get environment() {
          return hypothesis.environment;
        },
        get pending() {
          return hypothesis.pending;
        },
        get denied() {
          return hypothesis.denied;
        },
      };
    });
}

function distinct(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((one) => [`${one.evidenceId}${one.pointer}${one.op}`, one])).values()];
}
