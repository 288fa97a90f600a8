import type { z } from "zod";
import type { Failure } from "../../domain/failure.ts";
import type { ModelSettings } from "./model-settings.ts";
import { createServerDialect } from "./server-dialect.ts";

/** What is asked of the model. */
export interface ModelQuestion<Answer> {
  /** Of the schema: letters, digits, hyphens and underscores, 64 at most. */
  name: string;
  /** Never change between diagnoses: the provider keeps them (prompt caching). */
  instructions: string;
  /** This diagnosis's, redacted. */
  material: string;
  /** An object; what is optional in it the model may answer with null. */
  schema: z.ZodType<Answer>;
  /** What the model thinks counts, too. */
  maxOutputTokens: number;
  signal?: AbortSignal;
}

export interface ModelUsage {
  inputTokens: number;
  /** Of the input tokens. */
  cachedInputTokens: number;
  outputTokens: number;
  /** Absent where no price is configured. */
  costUsd?: number;
  /** Set where the server told nothing: counted from the texts' lengths then. */
  isEstimated?: true;
}

export interface ModelAnswer<Answer> {
  value: Answer;
  usage: ModelUsage;
  /** By which the provider finds the request. */
  requestId?: string;
}

/** What it cost all the same, where the server told it. */
export type ModelFailure = Failure & { usage?: ModelUsage };

/** An `Outcome` whose failure may say what it cost. */
export type ModelOutcome<Answer> =
  | { ok: true; value: ModelAnswer<Answer> }
  | { ok: false; failure: ModelFailure };

/** One for a process: what the server does not take is found out once. */
export interface ModelClient {
  /** The model or deployment, for the report. */
  readonly model: string;
  /**
   * One answer in the schema's shape. No message ever holds the model's text, a key or a token.
   *
   * @returns expected failures as data: Throttled (`retryAfterMs`), ModelRefused, ModelNonsense (malformed JSON, wrong
   *   schema, cut off by the token limit: the message says which), ModelTimeout (nothing, or nothing more, came in time),
   *   ModelNotAllowed (the endpoint takes no such request: what to check in the configuration), ModelContentFiltered,
   *   Cancelled (the caller's signal).
   * @throws ModelConnectionError, ModelServiceError (5xx), which the durable retry policy repeats.
   */
  ask<Answer>(question: ModelQuestion<Answer>): Promise<ModelOutcome<Answer>>;
}

/**
 * A client of the Chat Completions API: OpenAI, Azure OpenAI (v1), or any compatible server. Nothing is loaded or sent
 * before the first question.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
 */
export function createModelClient(settings: ModelSettings): ModelClient {
  const dialect = createServerDialect(settings.temperature);
  return {
    model: settings.model,
    async ask(question) {
      const { askModel } = await import("./ask-model.ts");
      return await askModel(question, { settings, dialect });
    },
  };
}
