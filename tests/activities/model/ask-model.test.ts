import { expect, onTestFinished, test } from "vitest";
import { createModelClient } from "../../../services/llm/model-client.ts";
import { admitRead } from "../../../services/azure/read-gate.ts";
import {
  answers,
  fails,
  refuses,
  type ScriptedBehaviour,
  throttles,
  writes,
} from "../../services/llm/support/scripted-behaviour.ts";
import { startScriptedModel } from "../../services/llm/support/scripted-model-server.ts";
import { commonInput } from "../../support/scripted-diagnosis.ts";
import {
  closedVault,
  openVaultCase,
  readVault,
  reportInput,
  vaultAzure,
  vaultId,
} from "../../support/vault-case.ts";

const origins = {
  arm: "https://management.azure.com",
  graph: "https://graph.microsoft.com",
  logs: "https://api.loganalytics.io",
};
const read = {
  kind: "arm",
  name: null,
  path: vaultId,
  resource_id: null,
  kql: null,
  metric_names: null,
  aggregation: null,
  decides: ["keyvault.firewall-deny"],
};
const plan = {
  hypotheses: [{ code: "keyvault.firewall-deny", resource_id: vaultId }],
  suspicions: [],
  reads: [{ ...read, path: `${vaultId}/listKeys` }],
};
const usage = { prompt_tokens: 1_200, completion_tokens: 300 };

const asking = (more: Record<string, unknown> = {}) => ({
  ...commonInput,
  stepId: "model-1",
  purpose: "plan",
  evidenceId: "m1",
  unread: [],
  reads: 3,
  durationMs: 100,
  endedBecause: "settled",
  readsLeft: 37,
  nextStep: 1,
  tokensUsed: 0,
  ...more,
});

async function openWorld(behave: () => ScriptedBehaviour, more: { tokensPerDiagnosis?: number } = {}) {
  const server = await startScriptedModel({ behave });
  onTestFinished(() => server.close());
  const client = createModelClient({
    endpoint: server.endpoint,
    model: "scripted-1",
    auth: "none",
    timeoutMs: 2_000,
    idleTimeoutMs: 1_000,
    price: { inputUsd: 2, cachedInputUsd: 1, outputUsd: 10 },
  });
  const model = {
    client,
    tokensPerDiagnosis: more.tokensPerDiagnosis ?? 60_000,
    admits: (request: Parameters<typeof admitRead>[0]) => admitRead(request, origins).ok,
  };
  return { server, world: await openVaultCase(vaultAzure(closedVault), { model }) };
}

test("what a model plans is stored as far as it may be done, with its price, and nothing of it leaves the activity", async () => {
  const { world } = await openWorld(() => answers(plan, { usage }));
  expect(await world.run("askModel", asking())).toEqual({
    ok: true,
    value: { evidenceId: "m1", tokens: 1_500, costUsd: 0.0054 },
  });
  const stored = await world.stores.evidence.get("dx-0001", "m1");
  expect([stored?.source, JSON.parse(stored!.body)]).toMatchObject([
    "model",
    {
      purpose: "plan",
      model: "scripted-1",
      prompt: "plan-v1",
      answer: {
        hypotheses: [{ code: "keyvault.firewall-deny", resourceId: vaultId }],
        suspicions: [],
        reads: [],
        refused: 1,
      },
      input_tokens: 1_200,
      output_tokens: 300,
    },
  ]);
  expect((await world.journal()).slice(-2).map(([step, phase, message]) => [step, phase, message])).toEqual([
    ["model-1", "started", "Asking the model scripted-1"],
    ["model-1", "read", "The model proposes 1 further cause and 0 reads; they are checked like all others"],
  ]);
});

test("an answer that is stored is not paid for again", async () => {
  const { server, world } = await openWorld(() => answers(plan, { usage }));
  const first = await world.run("askModel", asking());
  expect([await world.run("askModel", asking()), server.requests.length]).toEqual([first, 1]);
});

test("the model gets the same instructions each time, then this diagnosis's material, without its secrets", async () => {
  const { server, world } = await openWorld(() => answers(plan, { usage }));
  await world.run("askModel", asking());
  await world.run("askModel", asking({ stepId: "model-2", evidenceId: "m2" }));
  const messages = server.requests.map(({ body }) => body.messages.map(({ content }) => content));
  expect([messages[0]![0], JSON.parse(messages[0]![1]!)]).toEqual([
    messages[1]![0],
    expect.objectContaining({ error: "(Forbidden) https://kv-orders.vault.azure.net/secrets/db" }),
  ]);
});

test("the verdict is put into words on the report as it would be without", async () => {
  const text = "The vault kv-orders takes no calls from public networks.";
  const { server, world } = await openWorld(() =>
    answers({ sentences: [{ text, evidence: ["c1"] }] }, { usage }),
  );
  await world.run("readArm", readVault);
  await world.run("askModel", asking({ purpose: "explain", stepId: "model-explain", evidenceId: "m0" }));
  expect(server.requests[0]!.body.messages[1]!.content).toContain('"code":"keyvault.firewall-deny"');
  await world.run("writeReport", reportInput({ model: { failures: [], tokens: 1_500, costUsd: 0.0054 } }));
  const report = await world.stores.reports.get("dx-0001");
  expect(report).toMatchObject({
    root_cause: {
      code: "keyvault.firewall-deny",
      confidence: "proven",
      explanation: expect.stringMatching(new RegExp(` ${text}$`)) as string,
    },
    planner: "model",
    cost: { tokens: 1_500, usd: 0.0054, model: "scripted-1" },
  });
});

test.each<[string, ScriptedBehaviour, string]>([
  ["malformed JSON", writes("{ not json"), "ModelNonsense"],
  ["another shape", answers({ verdict: "all is well" }), "ModelNonsense"],
  ["a refusal", refuses("I cannot help with that."), "ModelRefused"],
  [
    "an answer that breaks off",
    answers(plan, { stops: { afterCharacters: 10, how: "hang" } }),
    "ModelTimeout",
  ],
  ["silence", { is: "silence" }, "ModelTimeout"],
  ["a refusal of the key", fails(401), "ModelNotAllowed"],
])("%s is a failure that is told and that the diagnosis goes on without", async (_, behaviour, code) => {
  const { world } = await openWorld(() => behaviour);
  expect(await world.run("askModel", asking())).toMatchObject({ ok: false, failure: { code } });
  expect(await world.stores.evidence.get("dx-0001", "m1")).toBeUndefined();
  expect((await world.journal()).at(-1)!.slice(0, 3)).toMatchObject([
    "model-1",
    "failed",
    `The model was not heard (${code}); the playbooks go on`,
  ]);
});

test("a wait that the model asks for is data", async () => {
  const { world } = await openWorld(() => throttles({ "retry-after": "7" }));
  expect(await world.run("askModel", asking())).toMatchObject({
    ok: false,
    failure: { code: "Throttled", retryAfterMs: 7_000 },
  });
  expect((await world.journal()).at(-1)!.slice(0, 3)).toMatchObject([
    "model-1",
    "waiting",
    "The model asks to wait 7 s",
  ]);
});

test("an error of the server is thrown, for the retry policy", async () => {
  const { world } = await openWorld(() => fails(500));
  await expect(world.run("askModel", asking())).rejects.toThrow("askModel");
});

test("without tokens left, or without a model, nothing is sent", async () => {
  const { server, world } = await openWorld(() => answers(plan), { tokensPerDiagnosis: 10_000 });
  const without = await openVaultCase();
  expect([
    await world.run("askModel", asking({ tokensUsed: 9_000 })),
    await without.run("askModel", asking()),
    server.requests,
  ]).toMatchObject([
    { ok: false, failure: { code: "ModelBudgetSpent" } },
    { ok: false, failure: { code: "ModelNotConfigured" } },
    [],
  ]);
});

test("a report says when the model was not heard", async () => {
  const world = await openVaultCase();
  await world.run("writeReport", reportInput({ model: { failures: ["ModelTimeout"], tokens: 0 } }));
  expect(await world.stores.reports.get("dx-0001")).toMatchObject({
    planner: "playbooks",
    gaps: expect.arrayContaining([
      {
        what: "The model was not heard (ModelTimeout); this report rests on the playbooks alone",
        permission: "none",
      },
    ]) as unknown,
  });
});
