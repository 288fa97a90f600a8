import { z } from "zod";
import { CitationOperatorSchema } from "../citation.ts";
import { CitableSourceSchema } from "../evidence.ts";
import { LanguageSchema } from "../language.ts";
import { ChangeSchema } from "./change.ts";
import { VerificationSchema } from "./verification.ts";

const ids = z.array(z.string());

export const RootCauseSchema = z.looseObject({
  code: z.string(),
  title: z.string(),
  explanation: z.string(),
  confidence: z.enum(["proven", "likely", "none"]),
  resource_ids: ids,
});
export type RootCause = z.infer<typeof RootCauseSchema>;

export const SuspectedSchema = z.looseObject({
  title: z.string(),
  because: z.string(),
  settled_by: z.string(),
});
export const ClaimSchema = z.looseObject({ text: z.string(), evidence: ids });
export const RuledOutSchema = z.looseObject({ code: z.string(), because: z.string(), evidence: ids });
/** What could not be read or decided. Where it can be supplied, the command for whoever has the right, and the ID of its answer. */
export const GapSchema = z.looseObject({
  what: z.string(),
  permission: z.string(),
  command: z.string().optional(),
  question_id: z.string().optional(),
});
export type Gap = z.infer<typeof GapSchema>;

/** One citation as the reader sees it. `id` is the citation's own (`c1`, …); `evidence_id` names the stored body. */
export const ReportEvidenceSchema = z.looseObject({
  id: z.string(),
  evidence_id: z.string(),
  source: CitableSourceSchema,
  request: z.string(),
  query: z.string().optional(),
  status: z.int().min(0).max(999).optional(),
  request_id: z.string().optional(),
  resource_id: z.string().optional(),
  pointer: z.string(),
  op: CitationOperatorSchema,
  operand: z.string().optional(),
  value: z.string(),
  line: z.int().min(1).optional(),
  /** Of a citation on what the developer sent: `src/app.ts:12`, `error:3`. */
  location: z.string().optional(),
  truncated: z.boolean().optional(),
  observed_at: z.string(),
  sha256: z.string(),
  /** The Azure CLI command (bash, zsh) that shows the value without AZEBAL; absent where none can, or for want of room. */
  command: z.string().optional(),
  /** What `command` prints as long as nothing has changed, where that is not `value`. */
  shows: z.string().optional(),
  /** True where the value holds a secret that AZEBAL did not keep: `command` shows its length. */
  redacted: z.boolean().optional(),
});
export type ReportEvidence = z.infer<typeof ReportEvidenceSchema>;

export const ActionSchema = z.looseObject({
  title: z.string(),
  why: z.string(),
  commands: z.array(z.string()),
  config: z.string().optional(),
  changes: z.boolean(),
  needs_role: z.string().optional(),
  undo: z.string().optional(),
  // oxlint-disable-next-line unicorn/no-thenable -- the wire contract names it so
  then: z.string().optional(),
  /** The facts that it changes. */
  effects: z.array(ChangeSchema).optional(),
  /** Weighed again on the recorded evidence as it reads after `effects`: true where the cause no longer holds. */
  closes_cause: z.boolean().optional(),
});
export type Action = z.infer<typeof ActionSchema>;

const EscalationFactsSchema = z.looseObject({
  /** The first and the last time at which it was seen to fail; ISO 8601, UTC. */
  from: z.string(),
  to: z.string(),
  failure: z.string(),
  resource_ids: ids,
  calls: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.enum(["correlation_id", "request_id"]),
      where: z.string(),
      at: z.string().optional(),
    }),
  ),
  excluded: z.array(z.looseObject({ code: z.string(), because: z.string() })),
  not_read: z.array(z.string()),
  azure_reads: z.int().min(0),
});
export type EscalationFacts = z.infer<typeof EscalationFactsSchema>;

/** What a Microsoft support request asks for; with verdicts `unknown` and `platform.*`. Redacted like all evidence. */
export const EscalationSchema = EscalationFactsSchema.extend({
  /** All of it as one text to paste, in the report's language. */
  text: z.string(),
});
export type Escalation = z.infer<typeof EscalationSchema>;

export const ReportSchema = z.looseObject({
  verdict: z.enum(["azure", "not_azure", "unknown"]),
  root_cause: RootCauseSchema,
  also: z.array(RootCauseSchema),
  suspected: z.array(SuspectedSchema),
  claims: z.array(ClaimSchema),
  evidence: z.array(ReportEvidenceSchema),
  ruled_out: z.array(RuledOutSchema),
  gaps: z.array(GapSchema),
  actions: z.array(ActionSchema),
  verify: z.looseObject({ text: z.string(), commands: z.array(z.string()) }),
  escalation: EscalationSchema.optional(),
  /** Of a verification: what has become of the causes of the diagnosis that it verifies. */
  verification: VerificationSchema.optional(),
  language: LanguageSchema,
  planner: z.enum(["playbooks", "model"]),
  cost: z.looseObject({
    azure_reads: z.int().min(0),
    tokens: z.int().min(0),
    duration_ms: z.number().min(0),
    /** The model that was heard, and what its calls cost; absent without one, or without its price. */
    model: z.string().optional(),
    usd: z.number().min(0).optional(),
  }),
});
export type Report = z.infer<typeof ReportSchema>;
