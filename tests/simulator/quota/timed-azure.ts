import { onTestFinished } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import { sampleTenant } from "../support/sample-tenant.ts";

export interface Timed extends Azure {
  /** The simulated clock stands still but for this. */
  wait(ms: number): void;
}

export async function openTimed(
  options: Parameters<typeof openAzure>[1] = {},
  tenant: unknown = sampleTenant,
): Promise<Timed> {
  let elapsedMs = 0;
  const azure = await openAzure(tenant, { elapsedMs: () => elapsedMs, ...options });
  onTestFinished(() => azure.close());
  return Object.assign(azure, { wait: (ms: number) => void (elapsedMs += ms) });
}

export async function times(count: number, call: () => Promise<Reply>): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < count; at += 1) statuses.push((await call()).status);
  return statuses;
}

export const all = (count: number, status: number) => Array.from({ length: count }, () => status);

/** What an answer says of quotas. */
export function told({ headers }: Reply): Record<string, string> {
  const named = [...headers].filter(([name]) =>
    /^(?:retry-after|x-ms-(?:ratelimit|user-quota|resource-unit|throttle))/.test(name),
  );
  return Object.fromEntries(named);
}
