import { expect, test } from "vitest";
import type { ReadRequest } from "../../domain/read-step.ts";
import { answerOf, azureNow, openActivityWorld, type ScriptedAnswer } from "../support/activity-world.ts";
import { commonInput } from "../support/scripted-diagnosis.ts";

const subscription = "aaaaaaaa-0000-4000-8000-000000000001";
const group = `/subscriptions/${subscription}/resourceGroups/rg-orders`;
const vault = {
  id: `${group}/providers/Microsoft.KeyVault/vaults/kv-orders`,
  name: "kv-orders",
  type: "microsoft.keyvault/vaults",
  kind: "",
  location: "koreacentral",
  resourceGroup: "rg-orders",
  subscriptionId: subscription,
};
const app = {
  ...vault,
  id: `${group}/providers/Microsoft.Web/sites/orders`,
  name: "orders",
  type: "microsoft.web/sites",
};
const request = {
  error: "(Forbidden) Public network access is disabled. https://kv-orders.vault.azure.net/secrets/db",
  source_code: { "src/app.py": "client = SecretClient('https://kv-orders.vault.azure.net')" },
  context: { subscription_id: subscription },
};
const input = { ...commonInput, stepId: "signals", requestRef: "e0" };

/** An Azure with one subscription, a vault that carries the name, and an app beside it. */
function ordinaryAzure(asked: ReadRequest): ScriptedAnswer {
  if (asked.kind === "arm")
    return answerOf(asked, {
      value: [{ subscriptionId: subscription, displayName: "Prod", state: "Enabled" }],
    });
  const isNames = asked.kind === "resource_graph" && asked.query.includes("resourcecontainers");
  return answerOf(
    asked,
    { totalRecords: 1, data: isNames ? [vault] : [vault, app] },
    {
      observedAt: "2031-03-04T05:06:09.000Z",
    },
  );
}

test("what the request names is resolved with three reads, and everything is kept as evidence", async () => {
  const world = await openActivityWorld({ azure: ordinaryAzure });
  await world.putRequest(request);
  expect(await world.run("readSignals", input)).toEqual({
    ok: true,
    value: { signalsRef: "e1", now: azureNow, language: "en", resources: 2, reads: 3 },
  });
  const evidence = await world.stores.evidence.list("dx-0001");
  expect(
    evidence.map(({ evidenceId, source, requestKey, status }) => [
      evidenceId,
      source,
      requestKey.split(" ")[0],
      status,
    ]),
  ).toEqual([
    ["e0", "request", "", 0],
    ["e1", "request", "", 0],
    ["e2", "arm", "arm", 200],
    ["e3", "resource_graph", "resource_graph", 200],
    ["e4", "resource_graph", "resource_graph", 200],
  ]);
  expect(JSON.parse(evidence[1]!.body)).toMatchObject({
    now: azureNow,
    observedAt: azureNow,
    visibleSubscriptions: [{ id: subscription, name: "Prod", state: "Enabled" }],
    resources: [
      { id: vault.id, matchedBy: "host", evidenceId: "e3", row: "/data/0" },
      { id: app.id, matchedBy: "neighbour", evidenceId: "e4", row: "/data/1" },
    ],
  });
  expect(await world.journal()).toEqual([
    ["signals", "started", "Looking up in Azure what the error names", 0, 0],
    ["signals", "read", "Found 2 resources in 1 subscription", 0, 0],
  ]);
});

test("now is Azure's clock of the first answer, never the machine's", async () => {
  const world = await openActivityWorld({ azure: ordinaryAzure });
  await world.putRequest(request);
  expect(await world.run("readSignals", input)).toMatchObject({ value: { now: azureNow } });
  expect((await world.stores.evidence.get("dx-0001", "e1"))!.observedAt).toBe(azureNow);
});

test("signals that are read again send nothing and stay the same", async () => {
  const world = await openActivityWorld({ azure: ordinaryAzure });
  await world.putRequest(request);
  const first = await world.run("readSignals", input);
  const before = [await world.stores.evidence.list("dx-0001"), await world.journal()];
  expect(await world.run("readSignals", input)).toEqual(first);
  expect(world.reads).toHaveLength(3);
  expect([await world.stores.evidence.list("dx-0001"), await world.journal()]).toEqual(before);
});

test.each(["Throttled", "SignInRequired"])(
  "a %s of the subscriptions is the activity's answer",
  async (code) => {
    const failure = { code, message: "What to do.", retryAfterMs: 5_000 };
    const world = await openActivityWorld({ azure: () => ({ ok: false, failure }) });
    await world.putRequest(request);
    expect(await world.run("readSignals", input)).toEqual({ ok: false, failure });
    expect(await world.stores.evidence.get("dx-0001", "e1")).toBeUndefined();
  },
);

test("a query that Azure throttles keeps what was read before it: the next attempt goes on from there", async () => {
  let calls = 0;
  const failure = { code: "Throttled", message: "Resource Graph asks to wait.", retryAfterMs: 5_000 };
  const world = await openActivityWorld({
    azure: (asked) => (++calls === 2 ? { ok: false, failure } : ordinaryAzure(asked)),
  });
  await world.putRequest(request);
  expect(await world.run("readSignals", input)).toEqual({ ok: false, failure });
  expect(await world.run("readSignals", input)).toMatchObject({
    ok: true,
    value: { resources: 2, reads: 3 },
  });
  expect(world.reads.filter((key) => key === "arm /subscriptions")).toHaveLength(1);
  expect((await world.journal()).map(([stepId, phase, message]) => [stepId, phase, message])).toEqual([
    ["signals", "started", "Looking up in Azure what the error names"],
    ["signals names", "waiting", "Azure asks to wait 5 s: the resources that the error names"],
    ["signals", "read", "Found 2 resources in 1 subscription"],
  ]);
});

test("a query that Azure refuses leaves signals without the resources it would have found", async () => {
  const failure = { code: "ReadNotAllowed", message: "Not among the reads." };
  const world = await openActivityWorld({
    azure: (asked) => (asked.kind === "arm" ? ordinaryAzure(asked) : { ok: false, failure }),
  });
  await world.putRequest(request);
  expect(await world.run("readSignals", input)).toMatchObject({
    ok: true,
    value: { resources: 0, reads: 1 },
  });
});

test("subscriptions that may not be listed leave signals without any", async () => {
  const denied = { error: { code: "AuthorizationFailed", message: "…" } };
  const world = await openActivityWorld({
    azure: (asked) =>
      asked.kind === "arm" ? answerOf(asked, denied, { status: 403 }) : ordinaryAzure(asked),
  });
  await world.putRequest(request);
  expect(await world.run("readSignals", input)).toMatchObject({ ok: true, value: { reads: 3 } });
  const body = JSON.parse((await world.stores.evidence.get("dx-0001", "e1"))!.body) as object;
  expect(body).toMatchObject({ visibleSubscriptions: [] });
});

test("the language that the developer asked for wins over that of the error", async () => {
  const world = await openActivityWorld({ azure: ordinaryAzure });
  await world.claim("ko");
  await world.putRequest(request);
  expect(await world.run("readSignals", input)).toMatchObject({ value: { language: "ko" } });
  expect((await world.journal())[1]![2]).toBe("구독 1개에서 리소스 2개를 찾음");
});

test("the language of the error is taken where nothing else is known", async () => {
  const world = await openActivityWorld({ azure: ordinaryAzure });
  await world.putRequest({ error: "키 자격 증명 모음에 접근할 수 없습니다: kv-orders.vault.azure.net" });
  expect(await world.run("readSignals", input)).toMatchObject({ value: { language: "ko" } });
});

test("a network fault is thrown, and what was stored before it is kept", async () => {
  const world = await openActivityWorld({
    azure: (asked) => (asked.kind === "arm" ? ordinaryAzure(asked) : new Error("socket hang up")),
  });
  await world.putRequest(request);
  await expect(world.run("readSignals", input)).rejects.toThrow("readSignals failed (Error): socket hang up");
  expect(await world.stores.evidence.get("dx-0001", "e2")).toBeDefined();
});

test("a diagnosis without its request says what is missing and what to do", async () => {
  const world = await openActivityWorld();
  await expect(world.run("readSignals", input)).rejects.toMatchObject({
    code: "EvidenceMissing",
    message: expect.stringContaining("Diagnosis dx-0001 has no evidence e0 in this store. Start it again"),
  });
});
