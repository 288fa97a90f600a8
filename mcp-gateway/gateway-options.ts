import type { Caller } from "../domain/principal.ts";
import type { Tracing } from "../services/platform/tracing.ts";
import type { AuditLog } from "../services/stores/audit-log.ts";
import type { ProgressJournal } from "../services/stores/progress-journal.ts";
import type { RateLimits } from "../services/stores/rate-limits.ts";
import type { Clock } from "./clock.ts";
import type { FunctionAppClient } from "./function-app-client.ts";
import type { GatewayLog } from "./gateway-log.ts";
import type { Identity } from "./identity/identity.ts";

export interface GatewayOptions {
  functionApp: FunctionAppClient;
  /**
   * A short-lived signed statement, for the function app alone, of who asks.
   *
   * @param command  the one request that it is good for, once; without it, it is good for reads.
   */
  signAssertion: (caller: Caller, command?: string) => Promise<string>;
  /** Who is signed in on this machine. Asked for each call: keep it cached. Rejects where nobody is. */
  principal: () => Promise<Caller>;
  /** How people sign in; absent where the machine's own sign-in counts. */
  identity?: Identity;
  /** Bounds how often one person calls a tool; without it nothing does. */
  rateLimits?: Pick<RateLimits, "take">;
  audit?: Pick<AuditLog, "write">;
  /** The journal of progress, where a server keeps it that this process can reach; else the function app is followed. */
  journal?: Pick<ProgressJournal, "read" | "waitFor">;
  log?: GatewayLog;
  /** Where spans go; nowhere where absent. */
  tracing?: Tracing;
  clock?: Clock;
  /** As clients see it. */
  version?: string;
}

/** The options with their defaults filled in: what the gateway's parts work with. */
export type GatewayDependencies = Required<Omit<GatewayOptions, "audit" | "journal" | "rateLimits">> &
  Pick<GatewayOptions, "audit" | "journal" | "rateLimits">;
