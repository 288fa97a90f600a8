import type { Gap } from "../../domain/contract/report.ts";
import type { Language } from "../../domain/language.ts";
import { outsideCommand } from "../../domain/supplied/supplied-evidence.ts";
import { type Cause, competitorsOf } from "../assessment/verdict.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import type { SuppliedUse } from "../supplied/assess-with-supplied.ts";
import { phrases, quoted } from "./phrases.ts";

/** What of a diagnosis is not AZEBAL's own reading, and what of it was not used and why: for the gaps, before all others. */
export function describeSupplied(uses: readonly SuppliedUse[], language: Language): Gap[] {
  const said = phrases[language];
  return uses.map((use) => {
    const { request, requestKey, evidenceId } = use.evidence;
    const what = quoted(outsideCommand(requestKey) ?? request);
    switch (use.kind) {
      case "weighed":
        return { what: said.suppliedUsed(evidenceId, what), permission: said.noPermission };
      case "answered":
        return { what: said.suppliedAnswered(evidenceId, what), permission: said.noPermission };
      case "contradicted": {
        const { field, supplied, read, evidenceId: by } = use.by;
        const place = quoted(field);
        return {
          what: said.suppliedContradicted(
            evidenceId,
            what,
            place,
            quoted(cut(supplied)),
            quoted(cut(read)),
            by,
          ),
          permission: said.noPermission,
        };
      }
    }
  });
}

/** Said of a cause that the reads alone do not decide. */
export function restsOnSupplied(
  { hypothesis }: Cause,
  hypotheses: readonly Hypothesis[],
  language: Language,
): string {
  const isSupplied =
    hypothesis.isSupplied === true ||
    competitorsOf(hypothesis, hypotheses).some((competitor) => competitor.isSupplied);
  return isSupplied ? ` ${phrases[language].restsOnSupplied}` : "";
}

function cut(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}
