import type { Answer } from "../http/answer.ts";

/** What one request costs its caller. */
export interface Charge {
  /** What the service says of its quotas, with every answer. */
  headers: Record<string, string>;
  /** The service's 429 where a quota is spent. */
  refused?: Answer;
}
