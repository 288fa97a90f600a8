import type { Outcome } from "../../../domain/failure.ts";
import type { ReadRequest } from "../../../domain/read-step.ts";
import type { AdmittedRead } from "../gate/admitted-read.ts";
import type { AzureAnswer } from "./azure-answer.ts";
import { isJsonObject } from "./item-list.ts";
import { readPages } from "./read-pages.ts";
import type { SignedExchange } from "./signed-exchange.ts";

type MetricsRequest = Extract<ReadRequest, { kind: "metrics" }>;

/**
 * Several metrics of one resource in one GET. Azure refuses the whole GET (400) for one name that the resource does not
 * have, and lists those that it has: then the read is made once more, for these alone, and the answer says so by its
 * request. Where it has none of them, Azure's refusal is the answer.
 *
 * @param admit  what the gate makes of the request for fewer metrics.
 * @see https://learn.microsoft.com/rest/api/monitor/metrics/list
 */
export async function readMetrics(
  request: MetricsRequest,
  read: AdmittedRead,
  wire: SignedExchange,
  admit: (request: MetricsRequest) => Outcome<AdmittedRead>,
  signal?: AbortSignal,
): Promise<Outcome<AzureAnswer>> {
  const whole = await readPages(read, wire, signal);
  if (!whole.ok || whole.value.status !== 400) return whole;
  const valid = validMetrics(whole.value.body);
  const metricNames = request.metricNames.filter((name) => valid.has(name.toLowerCase()));
  if (metricNames.length === 0 || metricNames.length === request.metricNames.length) return whole;
  const narrowed = admit({ ...request, metricNames });
  return narrowed.ok ? await readPages(narrowed.value, wire, signal) : narrowed;
}

/** The names after `Valid metrics:`, in lower case; none where the refusal is another. */
function validMetrics(body: unknown): Set<string> {
  const error = isJsonObject(body) && isJsonObject(body["error"]) ? body["error"] : body;
  const message = isJsonObject(error) ? error["message"] : undefined;
  const list = typeof message === "string" ? /\bValid metrics: *([^\n]+)/u.exec(message)?.[1] : undefined;
  return new Set(list?.split(",").map((name) => name.trim().toLowerCase()));
}
