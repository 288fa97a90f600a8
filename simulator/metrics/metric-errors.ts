import type { Answer } from "../http/answer.ts";

/** Azure Monitor's metrics API leaves out the `error` wrapper that the rest of ARM has. */
export function metricsBadRequest(message: string): Answer {
  return { status: 400, body: { code: "BadRequest", message } };
}

export function unknownMetric(type: string, metric: string, valid: readonly string[]): Answer {
  const [provider = "", ...types] = type.split("/");
  return metricsBadRequest(
    `Failed to find metric configuration for provider: ${provider}, resource Type: ${types.join("/")}, metric: ${metric}, Valid metrics: ${valid.join(",")}`,
  );
}
