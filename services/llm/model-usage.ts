import { z } from "zod";
import type { ModelUsage } from "./model-client.ts";
import type { ModelPrice } from "./model-settings.ts";

/** As servers of Chat Completions tell it; what the model thought is a part of the completion. */
export const ToldUsageSchema = z.looseObject({
  prompt_tokens: z.number().min(0),
  completion_tokens: z.number().min(0),
  prompt_tokens_details: z.looseObject({ cached_tokens: z.number().min(0).nullish() }).nullish(),
});
export type ToldUsage = z.infer<typeof ToldUsageSchema>;

/** About one token: four characters of English, a good one of Korean (three bytes each). */
const bytesPerToken = 4;

/** What the server says that it took. */
export function usageOf(told: ToldUsage, price: ModelPrice | undefined): ModelUsage {
  const cachedInputTokens = told.prompt_tokens_details?.cached_tokens ?? 0;
  return priced(
    {
      inputTokens: told.prompt_tokens,
      cachedInputTokens: Math.min(cachedInputTokens, told.prompt_tokens),
      outputTokens: told.completion_tokens,
    },
    price,
  );
}

/** What it took where the server says nothing, so that a budget holds there, too. */
export function estimatedUsage(
  texts: { input: string; output: string },
  price: ModelPrice | undefined,
): ModelUsage {
  const tokensOf = (text: string) => Math.ceil(Buffer.byteLength(text) / bytesPerToken);
  const counted = {
    inputTokens: tokensOf(texts.input),
    cachedInputTokens: 0,
    outputTokens: tokensOf(texts.output),
  };
  return { ...priced(counted, price), isEstimated: true };
}

function priced(usage: ModelUsage, price: ModelPrice | undefined): ModelUsage {
  if (price === undefined) return usage;
  const costUsd =
    ((usage.inputTokens - usage.cachedInputTokens) * price.inputUsd +
      usage.cachedInputTokens * price.cachedInputUsd +
      usage.outputTokens * price.outputUsd) /
    1_000_000;
  return { ...usage, costUsd };
}
