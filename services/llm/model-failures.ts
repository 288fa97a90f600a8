import { type Failure, failureCodes } from "../../domain/failure.ts";
import type { WatchEnd } from "./answer-watch.ts";
import type { ModelSettings } from "./model-settings.ts";
import { modelWaitMs } from "./model-wait.ts";
import type { ServerRefusal } from "./server-refusal.ts";

/** What the model did instead of answering in the shape that was asked for. */
export function nonsense(what: string): Failure {
  return { code: failureCodes.modelNonsense, message: `The model's answer cannot be used: ${what}.` };
}

export function declined(): Failure {
  return { code: failureCodes.modelRefused, message: "The model declined to answer." };
}

export function contentFiltered(what: "question" | "answer"): Failure {
  return {
    code: failureCodes.modelContentFiltered,
    message: `The provider's content filter stopped the ${what}.`,
  };
}

export function throttled(settings: ModelSettings, headers: Headers | undefined): Failure {
  const retryAfterMs = modelWaitMs(headers);
  return {
    code: failureCodes.throttled,
    message: `${nameOf(settings)} takes no more questions for now (429). It may be asked again in ${Math.ceil(retryAfterMs / 1_000)} s.`,
    status: 429,
    retryAfterMs,
  };
}

/** Why the watch ended the exchange. */
export function givenUp(end: WatchEnd, settings: ModelSettings, maxBytes: number): Failure {
  if (end === "caller")
    return {
      code: failureCodes.cancelled,
      message: "The question was given up because the diagnosis was cancelled.",
    };
  if (end === "size") return nonsense(`it is longer than ${maxBytes} bytes`);
  const { timeoutMs, idleTimeoutMs } = settings;
  const what =
    end === "time"
      ? `did not answer within ${timeoutMs / 1_000} s`
      : `fell silent within its answer for ${idleTimeoutMs / 1_000} s`;
  return {
    code: failureCodes.modelTimeout,
    message: `${nameOf(settings)} ${what}. AZEBAL_MODEL_TIMEOUT_SECONDS gives it longer.`,
  };
}

/** The refusals that no later attempt changes: what to look at. */
export function notAllowed(settings: ModelSettings, refusal: ServerRefusal): Failure {
  const { status } = refusal;
  return {
    code: failureCodes.modelNotAllowed,
    message: `${nameOf(settings)} ${reasonOf(settings, refusal)}`,
    status,
  };
}

/** Before anything was sent. */
export function notSent(settings: ModelSettings, why: string): Failure {
  return { code: failureCodes.modelNotAllowed, message: `${nameOf(settings)} was not asked: ${why}.` };
}

function reasonOf(settings: ModelSettings, { status, code }: ServerRefusal): string {
  const told = code === undefined ? String(status) : `${status}, ${code}`;
  if (code === "insufficient_quota")
    return `has no credit left for this key (${told}). Look at the account's billing.`;
  if (status === 401 || status === 403) {
    const [what, todo] = accessReasons[settings.auth];
    return `${what} (${told}). ${todo}.`;
  }
  if (status === 404)
    return `is not there (${told}). Check AZEBAL_MODEL (the model or deployment) and AZEBAL_MODEL_ENDPOINT (with its path, such as /v1).`;
  if (status >= 300 && status < 400)
    return `redirects elsewhere (${told}), where nothing is sent. Set AZEBAL_MODEL_ENDPOINT to its final address.`;
  if (code === "context_length_exceeded" || status === 413)
    return `does not take so long a question (${told}). Name a model with a larger context in AZEBAL_MODEL.`;
  return `refuses the question (${told}). Check that AZEBAL_MODEL names a chat model, and AZEBAL_MODEL_ENDPOINT an OpenAI-compatible API.`;
}

const accessReasons: Readonly<Record<ModelSettings["auth"], readonly [what: string, todo: string]>> = {
  key: ["does not accept the key", "Check AZEBAL_MODEL_KEY and that it belongs to AZEBAL_MODEL_ENDPOINT"],
  entra: [
    "does not accept this identity",
    'Give it the role "Cognitive Services OpenAI User" on the resource, or set AZEBAL_MODEL_KEY',
  ],
  none: ["asks for a key", "Set AZEBAL_MODEL_KEY"],
};

function nameOf({ model, endpoint }: ModelSettings): string {
  return `The model ${model} at ${new URL(endpoint).host}`;
}
