import { z } from "zod";
import { DiagnosisStatusSchema, QuestionSchema } from "./contract/envelope.ts";
import { PrincipalSchema } from "./principal.ts";

/** Names that stand in histories. They outlive the code: never rename one, add a new one. */
export const orchestrationNames = { diagnose: "diagnose", verifyFix: "verifyFix" } as const;

/** True for a name under which diagnoses run, verifications among them. */
export function isDiagnosisOrchestration(name: string): boolean {
  return (Object.values(orchestrationNames) as string[]).includes(name);
}

/** External events of these orchestrations. Never numeric, never from outside: the HTTP layer maps to these. */
export const eventNames = { answer: "answer", cancel: "cancel", signedIn: "signedIn" } as const;

/** The orchestration's input: references only, never the request itself. */
export const DiagnosisInputSchema = z.strictObject({
  diagnosis_id: z.string(),
  principal: PrincipalSchema,
  request_ref: z.string(),
  /** Versions of what makes this diagnosis, for replay. */
  build_id: z.string(),
  /** `model` where one is to be asked besides; it stays so for this diagnosis. */
  planner: z.enum(["playbooks", "model"]).optional(),
  /** Of a verification: the diagnosis whose causes it looks for again. */
  verifies: z.string().optional(),
});
export type DiagnosisInput = z.infer<typeof DiagnosisInputSchema>;

export const VerificationInputSchema = DiagnosisInputSchema.extend({ verifies: z.string() });

/** The orchestration's output: references and summaries only. */
export const DiagnosisOutputSchema = z.strictObject({
  status: DiagnosisStatusSchema,
  report_ref: z.string().optional(),
  root_cause: z.string(),
  confidence: z.string(),
  ended_because: z.enum(["settled", "exhausted", "deadline", "cancelled", "failed"]),
  failure: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type DiagnosisOutput = z.infer<typeof DiagnosisOutputSchema>;

/** The custom status, set in every turn. Small: the real extension refuses more than 16 KB of UTF-16. */
export const DiagnosisCustomStatusSchema = z.strictObject({
  phase: z.enum([
    "signals",
    "plan",
    "reading",
    "waiting",
    "weighing",
    "report",
    "input_required",
    "sign_in_required",
    "ended",
  ]),
  round: z.int().min(0),
  done: z.int().min(0),
  total: z.int().min(0),
  question: QuestionSchema.optional(),
  /** Why the developer must sign in, where the phase is that. */
  message: z.string().max(500).optional(),
});
export type DiagnosisCustomStatus = z.infer<typeof DiagnosisCustomStatusSchema>;
