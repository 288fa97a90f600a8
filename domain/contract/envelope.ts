import { z } from "zod";
import { ReportSchema } from "./report.ts";

export const DiagnosisStatusSchema = z.enum([
  "running",
  "input_required",
  "completed",
  "failed",
  "cancelled",
]);
export type DiagnosisStatus = z.infer<typeof DiagnosisStatusSchema>;

export const ProgressSchema = z.looseObject({
  done: z.int().min(0),
  total: z.int().min(0),
  message: z.string(),
  elapsed_ms: z.number().min(0),
});

export const QuestionSchema = z.looseObject({
  id: z.string(),
  text: z.string(),
  options: z.array(z.string()).optional(),
});

export const NextSchema = z.looseObject({
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  after_seconds: z.number().min(0),
});

export const EnvelopeFailureSchema = z.looseObject({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
});

/** What every diagnosis tool answers (`structuredContent`). `running` with `next` is a soft budget that ended, no error. */
export const EnvelopeSchema = z.looseObject({
  diagnosis_id: z.string(),
  status: DiagnosisStatusSchema,
  progress: ProgressSchema.optional(),
  next: NextSchema.optional(),
  question: QuestionSchema.optional(),
  failure: EnvelopeFailureSchema.optional(),
  report: ReportSchema.optional(),
  /** The bash script that reads the cited values of Azure again without AZEBAL, as an MCP resource. */
  reproduce_uri: z.string().optional(),
});
export type Envelope = z.infer<typeof EnvelopeSchema>;
