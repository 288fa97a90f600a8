import { expect, it } from "vitest";
import { type QuotaHeaders, readQuotaHeaders } from "../../../../services/azure/budget/quota-headers.ts";

const compute = "x-ms-ratelimit-remaining-resource";

it.each<[string, Record<string, string>, QuotaHeaders]>([
  ["no header", {}, { isProviderSpent: false }],
  [
    "a subscription's reads",
    { "x-ms-ratelimit-remaining-subscription-reads": "249" },
    { armReads: { requests: 249 }, isProviderSpent: false },
  ],
  [
    "a tenant's reads",
    { "x-ms-ratelimit-remaining-tenant-reads": "0" },
    { armReads: { requests: 0 }, isProviderSpent: false },
  ],
  [
    "a user's queries and their reset",
    { "x-ms-user-quota-remaining": "10", "x-ms-user-quota-resets-after": "00:00:03" },
    { queries: { requests: 10, resetsAfterMs: 3_000 }, isProviderSpent: false },
  ],
  [
    "a user's queries alone",
    { "x-ms-user-quota-remaining": "4" },
    { queries: { requests: 4 }, isProviderSpent: false },
  ],
  [
    "a provider's quotas that have something left",
    { [compute]: "Microsoft.Compute/HighCostGet3Min;10,Microsoft.Compute/HighCostGet30Min;695" },
    { isProviderSpent: false },
  ],
  [
    "one of a provider's quotas that is spent",
    { [compute]: "Microsoft.Compute/HighCostGet3Min;139, Microsoft.Compute/HighCostGet30Min;0" },
    { isProviderSpent: true },
  ],
  [
    "words instead of numbers",
    {
      "x-ms-ratelimit-remaining-subscription-reads": "many",
      "x-ms-user-quota-remaining": "-1",
      [compute]: "0",
    },
    { isProviderSpent: false },
  ],
])("says %s", (_, headers, said) => {
  expect(readQuotaHeaders(new Headers(headers))).toEqual(said);
});
