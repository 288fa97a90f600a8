import { z } from "zod";
import { VerificationOutcomeSchema } from "./contract/verification.ts";
import { outcomeOf } from "./failure.ts";
import { LanguageSchema } from "./language.ts";
import { ModelPurposeSchema } from "./model/model-plan.ts";
import { PrincipalSchema } from "./principal.ts";
import { ReadStepSchema } from "./read-step.ts";

/** Retried by the durable retry policy: network faults, 5xx, bugs. Expected failures are data and are not retried. */
export interface RetryPolicy {
  firstIntervalMs: number;
  backoffCoefficient: number;
  maxAttempts: number;
}

export interface ActivityContract<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  readonly retry: RetryPolicy;
}

const local: RetryPolicy = { firstIntervalMs: 200, backoffCoefficient: 2, maxAttempts: 3 };
const azure: RetryPolicy = { firstIntervalMs: 1_000, backoffCoefficient: 2, maxAttempts: 4 };

/**
 * Every activity's input: which diagnosis, in whose name, and the step's stable idempotency key within it; in a
 * verification also the diagnosis that it verifies.
 */
const common = {
  diagnosisId: z.string(),
  principal: PrincipalSchema,
  stepId: z.string(),
  verifies: z.string().optional(),
};

/** A read that could not be made, for `weigh`: it must not wait for it. */
export const UnreadSchema = z.strictObject({
  stepId: z.string(),
  evidenceId: z.string(),
  requestKey: z.string(),
  code: z.string(),
  message: z.string(),
});
export type Unread = z.infer<typeof UnreadSchema>;

export const HypothesisSummarySchema = z.strictObject({
  code: z.string(),
  target: z.string().optional(),
  state: z.enum(["open", "confirmed", "refuted", "unreadable"]),
});
export type HypothesisSummary = z.infer<typeof HypothesisSummarySchema>;

const planning = z.strictObject({
  /** Reads of the next round; empty when nothing more can be decided. */
  steps: z.array(ReadStepSchema),
  hypotheses: z.array(HypothesisSummarySchema),
  /** True once the verdict can no longer change by a read that is left. */
  settled: z.boolean(),
});

const readAnswer = outcomeOf(
  z.strictObject({ evidenceId: z.string(), status: z.int(), summary: z.string(), reused: z.boolean() }),
);

const read = (name: string) =>
  ({
    name,
    input: z.strictObject({
      ...common,
      step: ReadStepSchema,
      attempt: z.int().min(1),
      progress: z.strictObject({ done: z.int(), total: z.int() }),
    }),
    output: readAnswer,
    retry: azure,
  }) as const;

export const readArm = read("readArm");
export const queryResourceGraph = read("queryResourceGraph");
export const queryLogs = read("queryLogs");
export const readMetrics = read("readMetrics");
export const readGraph = read("readGraph");

export const readSignals = {
  name: "readSignals",
  input: z.strictObject({ ...common, requestRef: z.string() }),
  output: outcomeOf(
    z.strictObject({
      signalsRef: z.string(),
      now: z.string(),
      language: LanguageSchema,
      resources: z.int().min(0),
      reads: z.int().min(0),
    }),
  ),
  retry: azure,
} as const;

export const makePlan = {
  name: "makePlan",
  input: z.strictObject({ ...common, readsLeft: z.int().min(0) }),
  output: outcomeOf(planning),
  retry: local,
} as const;

/** Decides what the evidence so far proves, and plans the next round: bodies are in the store, so it is an activity. */
export const weigh = {
  name: "weigh",
  input: z.strictObject({
    ...common,
    round: z.int().min(1),
    readsLeft: z.int().min(0),
    nextStep: z.int().min(1),
    unread: z.array(UnreadSchema),
  }),
  output: outcomeOf(planning),
  retry: local,
} as const;

/** How the calls of a model went, for the report. */
export const ModelUseSchema = z.strictObject({
  /** Codes of failures, in order. */
  failures: z.array(z.string()),
  tokens: z.int().min(0),
  costUsd: z.number().min(0).optional(),
});
export type ModelUse = z.infer<typeof ModelUseSchema>;

/**
 * Asks the model for further causes and reads, or for the verdict in other words. What it said is stored as evidence
 * `evidenceId`, as far as it may be used; nothing of it stands in the history.
 */
export const askModel = {
  name: "askModel",
  input: z.strictObject({
    ...common,
    purpose: ModelPurposeSchema,
    evidenceId: z.string(),
    unread: z.array(UnreadSchema),
    /** Reads of Azure made so far, and how long it took: of the report that is put into words. */
    reads: z.int().min(0),
    durationMs: z.number().min(0),
    endedBecause: z.enum(["settled", "exhausted", "deadline", "cancelled"]),
    readsLeft: z.int().min(0),
    nextStep: z.int().min(1),
    tokensUsed: z.int().min(0),
  }),
  output: outcomeOf(
    z.strictObject({
      evidenceId: z.string(),
      tokens: z.int().min(0),
      costUsd: z.number().min(0).optional(),
    }),
  ),
  // The developer waits: a model that fails twice is done without.
  retry: { firstIntervalMs: 1_000, backoffCoefficient: 2, maxAttempts: 2 },
} as const;

export const writeReport = {
  name: "writeReport",
  input: z.strictObject({
    ...common,
    unread: z.array(UnreadSchema),
    endedBecause: z.enum(["settled", "exhausted", "deadline", "cancelled"]),
    reads: z.int().min(0),
    durationMs: z.number().min(0),
    /** Where a model was to be asked. */
    model: ModelUseSchema.optional(),
  }),
  output: outcomeOf(
    z.strictObject({
      reportRef: z.string(),
      verdict: z.string(),
      rootCause: z.string(),
      confidence: z.string(),
    }),
  ),
  retry: local,
} as const;

/** The report of a verification: what has become of the causes of the diagnosis verified. */
export const writeVerification = {
  name: "writeVerification",
  input: writeReport.input.extend({ verifies: z.string() }),
  output: outcomeOf(
    z.strictObject({
      reportRef: z.string(),
      outcome: VerificationOutcomeSchema,
      verdict: z.string(),
      rootCause: z.string(),
      confidence: z.string(),
    }),
  ),
  retry: local,
} as const;

export const record = {
  name: "record",
  input: z.strictObject({
    ...common,
    outcome: z.string(),
    rootCause: z.string(),
    reads: z.int().min(0),
    durationMs: z.number().min(0),
  }),
  output: outcomeOf(z.strictObject({ recorded: z.boolean() })),
  retry: local,
} as const;

export const activityCatalogue = {
  readSignals,
  makePlan,
  readArm,
  queryResourceGraph,
  queryLogs,
  readMetrics,
  readGraph,
  weigh,
  askModel,
  writeReport,
  writeVerification,
  record,
} as const;

export type ActivityName = keyof typeof activityCatalogue;
