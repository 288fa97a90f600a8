import { analyses } from "../../../diagnosis/analyses/analysis-table.ts";
import { collectAnswers } from "../../../diagnosis/assessment/bind-reads.ts";
import { raise } from "../../../diagnosis/assessment/form-hypotheses.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { completeSignals } from "../../../diagnosis/signals/resolve-names.ts";
import { evidenceOf } from "../evidence-of.ts";
import type { Signature } from "./signature.ts";

const subscriptionId = "0f0e0d0c-0000-4000-8000-000000000001";

/** The causes that the texts alone raise, while nothing of Azure is known yet but what carries their names. */
export function raisedBy({ error, source_code, notes, resources = [] }: Signature): string[] {
  const request = {
    error,
    ...(source_code === undefined ? {} : { source_code }),
    ...(notes === undefined ? {} : { context: { notes } }),
  };
  const names = { data: resources.map(rowOf) };
  const signals = completeSignals(extractSignals(request), {
    now: "2026-10-14T09:00:00.000Z",
    subscriptions: { value: [] },
    names,
    neighbours: undefined,
  });
  const evidence = [evidenceOf("e0", request), evidenceOf("e1", signals), evidenceOf("e2", { value: [] })];
  const grounds = { answers: collectAnswers(evidence, []), signals, analyses };
  return raise(allPlaybooks, grounds).map(({ playbook }) => playbook.code);
}

function rowOf(resource: string) {
  const [type = "", name = ""] = resource.split(" ");
  const id = `/subscriptions/${subscriptionId}/resourceGroups/rg-a/providers/${type}/${name}`;
  return { id, name, type: type.toLowerCase(), resourceGroup: "rg-a", subscriptionId };
}
