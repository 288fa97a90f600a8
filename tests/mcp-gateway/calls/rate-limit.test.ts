import { expect, test } from "vitest";
import { withinRateLimit } from "../../../mcp-gateway/calls/rate-limit.ts";
import { StoreUnreachableError } from "../../../services/stores/store-errors.ts";
import { ada, createHttpBench } from "../support/gateway-bench.ts";

const silent = () => {};

test("a call over the person's budget starts nothing, and says when to call again", async () => {
  const taken: string[] = [];
  const rateLimits = {
    take: async (key: string) => {
      taken.push(key);
      return { ok: taken.length < 2, retryAfterMs: 1_400, remaining: 0 };
    },
  };
  const { app, client } = await createHttpBench({ rateLimits });
  const call = () => client.callTool({ name: "cancel_diagnosis", arguments: { diagnosis_id: "d1" } });
  await call();
  const before = app.requests.length;
  expect(await call()).toMatchObject({
    isError: true,
    content: [
      {
        type: "text",
        text: "You call cancel_diagnosis too often. Nothing was started or lost; call it again in 2 s.",
      },
    ],
  });
  expect([app.requests.length, taken]).toEqual([
    before,
    Array.from({ length: 2 }, () => `tool cancel_diagnosis ${ada.tenantId}/${ada.objectId}`),
  ]);
});

test("a budget that cannot be looked up holds nobody back", async () => {
  const lines: string[] = [];
  const rateLimits = {
    take: () => Promise.reject(new StoreUnreachableError("Redis at cache.example.com", "timed out")),
  };
  await withinRateLimit(rateLimits, "debug_error", ada, ({ message }) => lines.push(message));
  expect(lines).toEqual([
    expect.stringMatching(/^debug_error: Redis at cache\.example\.com does not answer \(timed out\)/),
  ]);
});

test("what is no failure of the store is a defect", async () => {
  const rateLimits = { take: () => Promise.reject(new TypeError("a bug")) };
  await expect(withinRateLimit(rateLimits, "debug_error", ada, silent)).rejects.toThrow("a bug");
});
