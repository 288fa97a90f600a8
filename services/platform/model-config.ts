import { isAzureModelHost } from "../../domain/azure-model-host.ts";
import { limits } from "../../domain/limits.ts";
import { isLoopback } from "../../domain/loopback.ts";
import type { CloudName } from "./azure-clouds.ts";
import type { ConfigValues } from "./config-values.ts";

const auths = ["key", "entra", "none"] as const;

/** Which model plans and words beside the playbooks, where, and as whom. */
export interface ModelConfig {
  /** Of an OpenAI-compatible API, with its path and without a slash at its end. */
  readonly endpoint: string;
  /** The model, or the deployment of Azure OpenAI. */
  readonly model: string;
  readonly auth: (typeof auths)[number];
  /** Where `auth` is `key`. Never show it. */
  readonly key?: string;
  /** Where `auth` is `entra`: of the token that this process's own identity shows there; without `/.default`. */
  readonly tokenAudience?: string;
  readonly timeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly price?: { readonly inputUsd: number; readonly cachedInputUsd: number; readonly outputUsd: number };
  readonly isPlainHttpAllowed: boolean;
  /** What the questions of one diagnosis may take together, input and output. */
  readonly tokensPerDiagnosis: number;
}

export const modelVariables = {
  planner: "AZEBAL_PLANNER",
  endpoint: "AZEBAL_MODEL_ENDPOINT",
  model: "AZEBAL_MODEL",
  key: "AZEBAL_MODEL_KEY",
  auth: "AZEBAL_MODEL_AUTH",
  timeoutSeconds: "AZEBAL_MODEL_TIMEOUT_SECONDS",
  tokens: "AZEBAL_MODEL_TOKENS",
  price: "AZEBAL_MODEL_PRICE",
  plainHttp: "AZEBAL_MODEL_PLAIN_HTTP",
} as const;

/** Silence within an answer may last so much of its time: 20 s of 60. */
const idleShare = 1 / 3;

/** Servers that serve one model alone take any name. */
const anyModel = "default";

/** @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/managed-identity */
const audiences: Readonly<Record<CloudName, string>> = {
  public: "https://cognitiveservices.azure.com",
  china: "https://cognitiveservices.azure.cn",
  usgov: "https://cognitiveservices.azure.us",
};

/** @returns undefined where the playbooks plan alone: no endpoint is set, or the model is switched off. */
export function readModelConfig(values: ConfigValues, cloud: CloudName): ModelConfig | undefined {
  const isModelWanted = values.text(modelVariables.planner) === "model";
  const planner = values.oneOf(modelVariables.planner, ["playbooks", "model"], "model");
  const isPlainHttpAllowed =
    values.oneOf(modelVariables.plainHttp, ["refused", "allowed"], "refused") === "allowed";
  const url = readEndpoint(values, isPlainHttpAllowed);
  const named = values.matching(
    modelVariables.model,
    /^[\w.:/@+-]{1,200}$/u,
    "the model's or the deployment's name, such as gpt-4.1",
  );
  const access = readAccess(values, url, cloud);
  const price = readPrice(values);
  const timeoutMs =
    1_000 *
    values.integer(modelVariables.timeoutSeconds, { min: 1, max: 280, fallback: limits.modelTimeoutSeconds });
  const tokensPerDiagnosis = values.integer(modelVariables.tokens, {
    min: 1_000,
    max: 10_000_000,
    fallback: limits.modelTokensPerDiagnosis,
  });
  if (planner === "playbooks") return undefined;
  if (url === undefined) {
    if (isModelWanted && values.text(modelVariables.endpoint) === undefined)
      values.note(
        modelVariables.endpoint,
        "not set",
        `the address of an OpenAI-compatible API, since ${modelVariables.planner} is model`,
      );
    return undefined;
  }
  if (named === undefined && needsName(url))
    values.note(modelVariables.model, "not set", `the model's or the deployment's name at ${url.host}`);
  return {
    endpoint: url.href.replace(/\/$/u, ""),
    model: named ?? anyModel,
    ...access,
    timeoutMs,
    idleTimeoutMs: Math.round(timeoutMs * idleShare),
    ...(price === undefined ? {} : { price }),
    isPlainHttpAllowed,
    tokensPerDiagnosis,
  };
}

/** The address as people copy it: without a path, or with that of the operation. */
function readEndpoint(values: ConfigValues, isPlainHttpAllowed: boolean): URL | undefined {
  const href = values.httpUrl(modelVariables.endpoint, "https://<resource>.openai.azure.com");
  if (href === undefined) return undefined;
  const url = new URL(href);
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !isPlainHttpAllowed) {
    values.note(
      modelVariables.endpoint,
      "an http address of another machine",
      `an https:// address (or ${modelVariables.plainHttp}=allowed, where nobody can listen)`,
    );
    return undefined;
  }
  if (url.pathname.includes("/deployments/")) {
    values.note(
      modelVariables.endpoint,
      "the address of one deployment",
      `the resource's alone, ${url.origin}, and the deployment's name in ${modelVariables.model}`,
    );
    return undefined;
  }
  const path = url.pathname.replace(/\/(?:chat\/completions\/?)?$/u, "");
  const isAzure = isAzureModelHost(url.hostname);
  if (path === "" || (isAzure && path === "/openai")) url.pathname = isAzure ? "/openai/v1" : "/v1";
  else url.pathname = path;
  return url;
}

function readAccess(
  values: ConfigValues,
  url: URL | undefined,
  cloud: CloudName,
): Pick<ModelConfig, "auth" | "key" | "tokenAudience"> {
  const key = values.matching(
    modelVariables.key,
    /^[\x21-\x7e]{1,4096}$/u,
    "the key alone: no spaces, no quotes around it",
  );
  const isAzure = url !== undefined && isAzureModelHost(url.hostname);
  const byWhatIsThere = key !== undefined ? "key" : isAzure ? "entra" : "none";
  const auth = values.oneOf(modelVariables.auth, auths, byWhatIsThere);
  if (auth === "entra") return { auth, tokenAudience: audiences[cloud] };
  if (auth === "none") return { auth };
  if (key === undefined && url !== undefined && values.text(modelVariables.key) === undefined)
    values.note(modelVariables.key, "not set", `the key of ${url.host}, since ${modelVariables.auth} is key`);
  return { auth, ...(key === undefined ? {} : { key }) };
}

function readPrice(values: ConfigValues): ModelConfig["price"] {
  const text = values.matching(
    modelVariables.price,
    /^\d{1,6}(?:\.\d{1,6})?(?:\/\d{1,6}(?:\.\d{1,6})?){2}$/u,
    "USD for a million tokens of input, cached input and output, such as 2.5/1.25/10",
  );
  const [inputUsd, cachedInputUsd, outputUsd] = (text ?? "").split("/").map(Number);
  if (inputUsd === undefined || cachedInputUsd === undefined || outputUsd === undefined) return undefined;
  return { inputUsd, cachedInputUsd, outputUsd };
}

/** Where many models are served, one must be named. */
function needsName({ hostname }: URL): boolean {
  return isAzureModelHost(hostname) || /(?:^|\.)openai\.com$/iu.test(hostname);
}
