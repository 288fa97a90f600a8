import { limits } from "../../domain/limits.ts";
import { type Caller, ownerKey } from "../../domain/principal.ts";
import type { RateLimit, RateLimits } from "../../services/stores/rate-limits.ts";
import { isStoreError } from "../../services/stores/store-errors.ts";
import type { GatewayLog } from "../gateway-log.ts";

/** One person calls one tool too often. */
export class RateLimitedError extends Error {
  override readonly name = "RateLimitedError";
  readonly code = "RateLimited";

  constructor(tool: string, retryAfterMs: number) {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
    super(
      `You call ${tool} too often. Nothing was started or lost; call it again in ${seconds} s${tool === "get_diagnosis" ? ", with wait_seconds so that one call waits" : ""}.`,
    );
  }
}

/**
 * Takes one call of the person's budget for the tool, counted for all gateways together. Where the budget cannot be looked up,
 * the call passes: a diagnosis is worth more than a count.
 *
 * @throws RateLimitedError
 */
export async function withinRateLimit(
  rateLimits: Pick<RateLimits, "take"> | undefined,
  tool: string,
  caller: Caller,
  log: GatewayLog,
): Promise<void> {
  if (rateLimits === undefined) return;
  const limit: RateLimit =
    limits.callsPerTool[tool as keyof typeof limits.callsPerTool] ?? limits.callsPerTool.other;
  try {
    const { ok, retryAfterMs } = await rateLimits.take(`tool ${tool} ${ownerKey(caller)}`, limit);
    if (!ok) throw new RateLimitedError(tool, retryAfterMs);
  } catch (error) {
    if (!isStoreError(error)) throw error;
    log({ level: "warn", event: "rate_limit_unknown", message: `${tool}: ${error.message}`, tool });
  }
}
