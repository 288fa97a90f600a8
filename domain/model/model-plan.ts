import { z } from "zod";

/** So much of one plan of a model is looked at; the rest is left out. */
export const modelPlanLimits = { hypotheses: 8, suspicions: 3, reads: 6, sentences: 8 } as const;

/**
 * A read that a model asks for. It gives paths, names and KQL, never a host, a method or an api-version; the read gate decides,
 * and times are AZEBAL's to fill in. Every field is there, null where it does not apply: what providers call strict.
 */
export const ModelReadSchema = z.strictObject({
  kind: z.enum(["find_resource", "arm", "resource_graph", "logs", "metrics", "graph"]),
  /** Of `find_resource`: the exact name of a resource, wherever it may be. */
  name: z.string().nullable(),
  /** Of `arm` and `graph`: a path, such as `/subscriptions/…/providers/Microsoft.KeyVault/vaults/kv`. */
  path: z.string().nullable(),
  /** Of `logs` and `metrics`: the ARM ID of the workspace, component or resource. */
  resource_id: z.string().nullable(),
  /** Of `resource_graph` and `logs`: KQL. */
  kql: z.string().nullable(),
  metric_names: z.array(z.string()).nullable(),
  aggregation: z.enum(["Average", "Minimum", "Maximum", "Total", "Count"]).nullable(),
  /** The codes of the hypotheses, or the titles of the suspicions, that its answer can confirm or refute. */
  decides: z.array(z.string()),
});
export type ModelRead = z.infer<typeof ModelReadSchema>;

export const ModelPlanSchema = z.strictObject({
  /** Causes of the vocabulary that the rules may have missed, and at which resource. */
  hypotheses: z.array(z.strictObject({ code: z.string(), resource_id: z.string().nullable() })),
  /** Causes beyond the vocabulary. */
  suspicions: z.array(z.strictObject({ title: z.string(), because: z.string() })),
  reads: z.array(ModelReadSchema),
});
export type ModelPlan = z.infer<typeof ModelPlanSchema>;

/** The verdict in other words: each sentence names the claims or evidence of the report that it says again. */
export const ModelExplanationSchema = z.strictObject({
  sentences: z.array(z.strictObject({ text: z.string(), evidence: z.array(z.string()) })),
});
export type ModelExplanation = z.infer<typeof ModelExplanationSchema>;

/** What a model is asked for, as it stands in histories: never rename one. */
export const ModelPurposeSchema = z.enum(["plan", "explain"]);
export type ModelPurpose = z.infer<typeof ModelPurposeSchema>;

/** What is stored of one answer, as evidence of source `model`. It can be looked at, but never cited. */
export const StoredModelAnswerSchema = z.looseObject({
  purpose: ModelPurposeSchema,
  model: z.string(),
  /** The version of the instructions that it was asked with. */
  prompt: z.string(),
  /** `ModelPlan` or `ModelExplanation`. */
  answer: z.unknown(),
  input_tokens: z.int().min(0),
  output_tokens: z.int().min(0),
  cost_usd: z.number().min(0).optional(),
});
export type StoredModelAnswer = z.infer<typeof StoredModelAnswerSchema>;
