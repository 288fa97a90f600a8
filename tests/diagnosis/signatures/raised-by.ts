import { analyses } from "../../../diagnosis/analyses/analysis-table.ts";
import { collectAnswers } from "../../../diagnosis/assessment/bind-reads.ts";
import { raise } from "../../../diagnosis/assessment/form-hypotheses.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { completeSignals } from "../../../diagnosis/signals/resolve-names.ts";
import { evidenceOf } from "../evidence-of.ts";
import type { Signature } from "./signature.ts";

/** The causes that the texts alone raise, while nothing in Azure is known yet. */
export function raisedBy({ error, source_code, notes }: Signature): string[] {
  const request = {
    error,
    ...(source_code === undefined ? {} : { source_code }),
    ...(notes === undefined ? {} : { context: { notes } }),
  };
  const signals = completeSignals(extractSignals(request), {
    now: "2026-10-14T09:00:00.000Z",
    subscriptions: { value: [] },
    names: undefined,
    neighbours: undefined,
  });
  const evidence = [evidenceOf("e0", request), evidenceOf("e1", signals), evidenceOf("e2", { value: [] })];
  const grounds = { answers: collectAnswers(evidence, []), signals, analyses };
  return raise(allPlaybooks, grounds).map(({ playbook }) => playbook.code);
}
