import { assess } from "../../../diagnosis/assess.ts";
import { PlaybookSchema } from "../../../diagnosis/playbook.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { buildReport } from "../../../diagnosis/report/build-report.ts";
import type { Report } from "../../../domain/contract/report.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { signalsOf } from "../../diagnosis/signals-of.ts";
import type { Family } from "./family.ts";

/** The report of a diagnosis whose one cause waits for this answer: it holds where Azure says that there is nothing. */
export function reportOn(family: Pick<Family, "name" | "read" | "permission">, evidence: Evidence): Report {
  const { title, explanation, ruledOut, actions, verify } = allPlaybooks[0]!;
  const { name, permission } = family;
  const asking = PlaybookSchema.parse({
    code: "rbac.missing-at-scope",
    title,
    verdict: "azure",
    sources: ["https://learn.microsoft.com/azure/"],
    raisedBy: "`true`",
    needsTarget: false,
    competitors: [],
    reads: { asked: { title: { en: name, ko: name }, request: requestOf(family), permission } },
    holds: "asked == `null`",
    layer: 6,
    explanation,
    ruledOut,
    actions,
    verify,
  });
  const input = {
    signals: signalsOf(),
    evidence: [evidence],
    unread: [],
    playbooks: [asking],
    analyses: {},
    readsLeft: 1,
    nextStep: 1,
  };
  const assessment = assess(input);
  return buildReport({ ...input, assessment, endedBecause: "settled", reads: 1, durationMs: 0 });
}

/** The read in the form of a playbook: instants are expressions there. */
function requestOf({ read }: Pick<Family, "read">): unknown {
  if (!("from" in read)) return read;
  return { ...read, from: `'${read.from}'`, to: `'${read.to}'` };
}
