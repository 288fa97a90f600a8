import type { ModelConfig } from "../../services/platform/model-config.ts";

/**
 * The settings by which the function app asks the model that this command was given. Empty is as good as not set: what the
 * process's own environment says must not come through beside them.
 */
export function modelEnvironment(model: ModelConfig | undefined): Record<string, string> {
  if (model === undefined) return { AZEBAL_PLANNER: "playbooks" };
  const { price } = model;
  return {
    AZEBAL_PLANNER: "model",
    AZEBAL_MODEL_ENDPOINT: model.endpoint,
    AZEBAL_MODEL: model.model,
    AZEBAL_MODEL_AUTH: model.auth,
    AZEBAL_MODEL_KEY: model.key ?? "",
    AZEBAL_MODEL_TIMEOUT_SECONDS: String(model.timeoutMs / 1_000),
    AZEBAL_MODEL_TOKENS: String(model.tokensPerDiagnosis),
    AZEBAL_MODEL_PRICE: price ? `${price.inputUsd}/${price.cachedInputUsd}/${price.outputUsd}` : "",
    AZEBAL_MODEL_PLAIN_HTTP: model.isPlainHttpAllowed ? "allowed" : "refused",
  };
}
