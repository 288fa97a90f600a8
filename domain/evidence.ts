import { z } from "zod";

export const EvidenceSourceSchema = z.enum([
  "request",
  "arm",
  "resource_graph",
  "activity_log",
  "metrics",
  "logs",
  "graph",
  "user",
  /** What a model said: kept to be looked at, never cited. */
  "model",
]);
export type EvidenceSource = z.infer<typeof EvidenceSourceSchema>;

/** What a report may rest on. */
export const CitableSourceSchema = EvidenceSourceSchema.exclude(["model"]);

/** What Azure answered to a read. */
export const AzureSourceSchema = CitableSourceSchema.exclude(["request", "user"]);

/**
 * Evidence that is always there: the redacted request, what was extracted from it, the subscriptions that the developer
 * can see, the resources that carry a name of the request, and what stands beside those in their resource groups.
 * The reads of the plan come after: `e5`, `e6`, …
 */
export const fixedEvidence = {
  request: "e0",
  signals: "e1",
  subscriptions: "e2",
  names: "e3",
  neighbours: "e4",
} as const;
const firstPlannedEvidence = 5;

/** The IDs of a planned read: its step in the diagnosis, and the evidence that its answer becomes. */
export function plannedIds(step: number): { stepId: string; evidenceId: string } {
  return { stepId: `s${step}`, evidenceId: `e${step + firstPlannedEvidence - 1}` };
}

/** What a model answered: its n-th plan, and the verdict in its words. */
export const modelEvidence = { plan: (call: number) => `m${call}`, explanation: "m0" } as const;

/**
 * One stored answer. `body` is the redacted text exactly as stored: `sha256` is over its UTF-8 bytes, and every
 * citation's pointer is evaluated on `JSON.parse(body)`. First write wins on (diagnosis, evidence id).
 */
export const EvidenceSchema = z.strictObject({
  diagnosisId: z.string(),
  evidenceId: z.string(),
  source: EvidenceSourceSchema,
  /** The canonical key of the read that was made (`readKey`); empty for what no read made (e0, answers of users). */
  requestKey: z.string(),
  /** What was asked, as the report shows it: `GET /…?api-version=…`, `POST /…`, `request.error`. */
  request: z.string(),
  /** KQL or filter text, where there is one. */
  query: z.string().optional(),
  /** HTTP status of the answer; 0 where none was received. */
  status: z.int().min(0).max(999),
  /** The service's own request ID. */
  requestId: z.string().optional(),
  /** The answer's Date header: Azure's clock, never the machine's; of `e0` the time of receipt. ISO 8601, UTC. */
  observedAt: z.string(),
  body: z.string(),
  sha256: z.string(),
  /** False where paging stopped before the last page or the body was cut: an absence cannot be proven on it. */
  complete: z.boolean(),
  /** How many pages the answer came in; absent where it was one. */
  pages: z.int().min(2).optional(),
});
export type Evidence = z.infer<typeof EvidenceSchema>;

/** The path of what was asked, without method and query: of `GET /a/b?api-version=1` it is `/a/b`. */
export function requestPath(request: string): string {
  return request.replace(/^[A-Z]+ /u, "").replace(/\?.*$/su, "");
}

/** The number in an evidence ID, by which evidence is ordered: `e9` before `e10`. */
export function evidenceNumber(evidenceId: string): number {
  return Number(/\d{1,9}/.exec(evidenceId)?.[0] ?? 0);
}
