import type { Gap } from "../../domain/contract/report.ts";
import { cutText } from "../../domain/cut-text.ts";
import type { Language } from "../../domain/language.ts";
import { outsideCommand } from "../../domain/supplied/supplied-evidence.ts";
import { type Cause, competitorsOf } from "../assessment/verdict.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import type { SuppliedUse } from "../supplied/assess-with-supplied.ts";
import { phrases, quoted } from "./phrases.ts";

/** What of a diagnosis is not AZEBAL's own reading, and what of it was not used and why: for the gaps, before all others. */
export function describeSupplied(uses: readonly SuppliedUse[], language: Language): Gap[] {
  const { noPermission } = phrases[language];
  return uses.map((use) => ({ what: inWords(use, language), permission: noPermission }));
}

function inWords(use: SuppliedUse, language: Language): string {
  const said = phrases[language];
  const { request, requestKey, evidenceId: id } = use.evidence;
  const what = quoted(outsideCommand(requestKey) ?? request);
  switch (use.kind) {
    case "weighed":
      return said.suppliedUsed(id, what);
    case "unneeded":
      return said.suppliedUnneeded(id, what);
    case "answered":
      return said.suppliedAnswered(id, what);
    case "contradicted": {
      const { field, evidenceId: by } = use.by;
      const [supplied, read] = [use.by.supplied, use.by.read].map((value) => quoted(cutText(value, 100)));
      return said.suppliedContradicted({
        id,
        what,
        field: quoted(field),
        supplied: supplied!,
        read: read!,
        by,
      });
    }
  }
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
