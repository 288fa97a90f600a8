import type { Report } from "../../domain/contract/report.ts";

/** What a model sees of a verdict that it is to put into words: the report's own texts, and the evidence that they name. */
export function explainMaterial(report: Report): string {
  const { root_cause: root, also, claims, evidence, ruled_out: ruledOut, gaps, actions, language } = report;
  return JSON.stringify({
    language,
    root_cause: root,
    also,
    claims,
    evidence: evidence.map(({ id, resource_id: resource, pointer, op, operand, value }) => ({
      id,
      resource,
      pointer,
      op,
      operand,
      value,
    })),
    ruled_out: ruledOut,
    gaps,
    actions: actions.map(({ title, why, then }) => ({
      title,
      why,
      ...(then === undefined ? {} : { next: then }),
    })),
  });
}
