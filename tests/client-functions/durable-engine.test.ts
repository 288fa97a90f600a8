import { expect, test } from "vitest";
import { createDurableEngine } from "../../client-functions/durable-engine.ts";
import type { DiagnosisInput } from "../../domain/diagnosis.ts";
import { FakeEngine } from "./support/fake-engine.ts";
import { alice } from "./support/function-app.ts";

const input: DiagnosisInput = { diagnosis_id: "d1", principal: alice, request_ref: "e0", build_id: "b1" };
const unavailable = { name: "ApiRefusalError", status: 503, code: "EngineUnavailable", retryable: true };

test("an instance is started under the diagnosis's own ID and found again", async () => {
  const client = new FakeEngine();
  const engine = createDurableEngine(() => client);
  await engine.start(input);
  expect([client.starts, await engine.find("d1"), await engine.find("d2")]).toEqual([
    [{ name: "diagnose", input }],
    { runtimeStatus: "Pending", lastUpdatedAt: "2026-03-01T10:00:30.000Z", customStatus: null, output: null },
    undefined,
  ]);
});

test("an engine that fails is a 503 that may be tried again, with the cause kept for the log", async () => {
  const client = new FakeEngine();
  const cause = new Error("The operation failed with an unexpected status code: 500. Details: {}");
  client.before = async () => {
    throw cause;
  };
  const engine = createDurableEngine(() => client);
  const calls = [engine.start(input), engine.find("d1"), engine.raise("d1", "cancel", {})];
  const errors = await Promise.all(
    calls.map((call) =>
      call.then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
  expect(errors).toEqual([1, 2, 3].map(() => expect.objectContaining({ ...unavailable, cause })));
});

test("a second start of a running instance is refused by the engine", async () => {
  const engine = createDurableEngine(() => new FakeEngine());
  await engine.start(input);
  await expect(engine.start(input)).rejects.toMatchObject(unavailable);
});
