import { expect, onTestFinished, test } from "vitest";
import { type Azure, openAzure } from "./support/open-azure.ts";
import { sampleTenant, vault } from "./support/sample-tenant.ts";

async function open(latencyMs: number): Promise<Azure> {
  const azure = await openAzure(sampleTenant, { latencyMs });
  onTestFinished(() => azure.close());
  return azure;
}

test("calls of every plane are answered no earlier than the latency after they were made", async () => {
  const latencyMs = 40;
  const azure = await open(latencyMs);
  const calls = [
    () => azure.arm(vault),
    () => azure.graph("/v1.0/me"),
    () => azure.logs("/v1/workspaces/nobody/query", { query: "T" }),
    () => azure.rows("resources"),
  ];
  for (const call of calls) {
    const askedAtMs = performance.now();
    await call();
    expect(performance.now() - askedAtMs).toBeGreaterThanOrEqual(latencyMs);
  }
});

test("calls that are made at once wait at once", async () => {
  const latencyMs = 100;
  const azure = await open(latencyMs);
  const askedAtMs = performance.now();
  await Promise.all(Array.from({ length: 100 }, () => azure.send(vault)));
  expect(performance.now() - askedAtMs).toBeLessThan(20 * latencyMs);
});

test("a token is given at once, and closing the simulator ends the calls that wait", async () => {
  const azure = await openAzure(sampleTenant, { latencyMs: 3_600_000 });
  expect(await azure.token("https://management.azure.com")).toMatch(/^ey/);
  const asked = azure.arm(vault).then(
    () => "answered",
    (error: Error) => error.message,
  );
  while (azure.simulator.reads() === 0) await new Promise(setImmediate);
  await azure.close();
  expect(await asked).toBe("fetch failed");
});
