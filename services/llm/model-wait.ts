/** Where the provider refuses without saying for how long: its buckets are those of a minute. */
const defaultWaitMs = 10_000;

/**
 * How long the provider asks to wait, in milliseconds. `retry-after-ms` is the exact one of OpenAI and Azure OpenAI;
 * `Retry-After` is seconds or an HTTP date, which counts from the answer's own `Date`, since the machine's clock may be wrong.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 */
export function modelWaitMs(headers: Headers | undefined): number {
  const exact = headers?.get("retry-after-ms")?.trim() ?? "";
  if (isNumber(exact)) return Math.ceil(Number(exact));
  const after = headers?.get("retry-after")?.trim() ?? "";
  if (isNumber(after)) return Math.ceil(Number(after) * 1_000);
  const untilMs = Date.parse(after) - Date.parse(headers?.get("date") ?? "");
  return Number.isNaN(untilMs) ? defaultWaitMs : Math.max(0, untilMs);
}

function isNumber(text: string): boolean {
  return /^\d+(?:\.\d+)?$/u.test(text);
}
