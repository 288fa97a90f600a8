import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import {
  answers,
  fails,
  type ScriptedBehaviour,
  throttles,
  writes,
} from "../services/llm/support/scripted-behaviour.ts";
import type { ScriptedRequest } from "../services/llm/support/scripted-request.ts";
import {
  type ScriptedModelServer,
  startScriptedModel,
} from "../services/llm/support/scripted-model-server.ts";
import { scenarioFolder, simulatedAzure, startStdioAzebal } from "./support/azebal-process.ts";
import { createCanarySecrets, createSecretSearch } from "./support/canary-secrets.ts";
import { callTool, essenceOf, finishedDiagnosis } from "./support/diagnosis-calls.ts";

/** The product with a model, through the real tool, and a server that speaks as OpenAI's does. */

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "azebal-model-"));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

interface Material {
  claims?: unknown;
  evidence?: { id: string }[];
  resources?: { id: string }[];
}
const materialOf = ({ body }: ScriptedRequest) => JSON.parse(body.messages.at(-1)!.content) as Material;
const isPlan = (asked: ScriptedRequest) => materialOf(asked).claims === undefined;
const said = "The call was refused before it reached any secret.";
const nothing = { hypotheses: [], suspicions: [], reads: [] };

/** A model that has nothing to add to the plan, and one sentence on the verdict. */
function modest(asked: ScriptedRequest): ScriptedBehaviour {
  if (isPlan(asked)) return answers(nothing);
  return answers({ sentences: [{ text: said, evidence: [materialOf(asked).evidence![0]!.id] }] });
}

async function scripted(behave: (asked: ScriptedRequest) => ScriptedBehaviour | Promise<ScriptedBehaviour>) {
  const server = await startScriptedModel({ behave });
  onTestFinished(() => server.close());
  return server;
}

const modelEnv = ({ endpoint }: ScriptedModelServer) => ({
  AZEBAL_MODEL_ENDPOINT: endpoint,
  AZEBAL_MODEL: "scripted-1",
  AZEBAL_MODEL_TIMEOUT_SECONDS: "3",
  AZEBAL_MODEL_PRICE: "2/1/10",
  AZEBAL_DATA_DIR: dataDirectory,
});

async function diagnosed(env: Record<string, string>, more: Record<string, unknown> = {}): Promise<Report> {
  const azebal = await startStdioAzebal(["--scenario", scenario], { AZEBAL_DATA_DIR: dataDirectory, ...env });
  try {
    const { report, status } = await callTool(azebal, "debug_error", {
      ...request,
      ...more,
      wait_seconds: 100,
    });
    expect(status).toBe("completed");
    return report!;
  } finally {
    await azebal.close();
  }
}

/** What a model may never change. */
function decided(report: Report) {
  const { root_cause: root, also, claims, evidence, ruled_out, actions, verify, verdict } = report;
  const { explanation: _words, ...cause } = root;
  return {
    verdict,
    cause,
    also,
    claims,
    ruled_out,
    actions: actions.map(({ title, commands }) => ({ title, commands })),
    verify,
    cited: evidence.map(({ pointer, value }) => [pointer, value]),
  };
}

describe("a diagnosis with a model", () => {
  test("has the verdict of the playbooks, the model's words behind theirs, and its price", async () => {
    const alone = await diagnosed({ AZEBAL_PLANNER: "playbooks" });
    rmSync(dataDirectory, { recursive: true, force: true });
    const server = await scripted(modest);
    const report = await diagnosed(modelEnv(server));
    expect(decided(report)).toEqual(decided(alone));
    expect(report.root_cause.explanation).toBe(`${alone.root_cause.explanation} ${said}`);
    expect([alone.planner, report.planner, report.cost.model]).toEqual(["playbooks", "model", "scripted-1"]);
    expect(report.cost.tokens).toBeGreaterThan(1_000);
    expect(report.cost.usd).toBeGreaterThan(0.001);
  });

  test.each<[string, (asked: ScriptedRequest) => ScriptedBehaviour, string]>([
    ["hangs", () => ({ is: "silence" }), "ModelTimeout"],
    [
      "hangs in the middle of its answer",
      () => answers(nothing, { stops: { afterCharacters: 5, how: "hang" } }),
      "ModelTimeout",
    ],
    ["breaks down", () => fails(500), "Unavailable"],
    ["breaks off", () => answers(nothing, { stops: { afterCharacters: 5, how: "cut" } }), "Unavailable"],
    ["refuses the key", () => fails(401), "ModelNotAllowed"],
    ["has no time for long", () => throttles({ "retry-after": "600" }), "Throttled"],
    ["answers nonsense", () => writes("The root cause is <script>"), "ModelNonsense"],
    ["answers in another shape", () => answers({ root_cause: "all is well" }), "ModelNonsense"],
  ])("that %s, is done without, and says so", async (_, behave, code) => {
    const server = await scripted(behave);
    const report = await diagnosed(modelEnv(server));
    expect([report.root_cause.confidence, report.planner, server.requests.length > 0]).toEqual([
      "proven",
      "playbooks",
      true,
    ]);
    expect(report.gaps.map(({ what }) => what)).toContainEqual(
      `The model was not heard (${code}); this report rests on the playbooks alone`,
    );
  });

  test("is told no secret, and shows none that the model makes up", async () => {
    const secrets = createCanarySecrets(7);
    const server = await scripted((asked) =>
      isPlan(asked)
        ? answers({ ...nothing, suspicions: [{ title: secrets.text(), because: secrets.text() }] })
        : answers({ sentences: [{ text: `It is ${secrets.password()}`, evidence: ["c1"] }] }),
    );
    const report = await diagnosed(modelEnv(server), {
      error: `${String(request["error"])}\n${secrets.text()}`,
      source_code: [{ path: ".env", content: `DB_PASSWORD=${secrets.password()}\n${secrets.text()}` }],
    });
    const search = createSecretSearch(secrets.planted);
    expect(search(server.everything())).toEqual([]);
    expect(search(JSON.stringify(report))).toEqual([]);
  });

  test("that is killed while the model thinks ends as if nothing had happened", async () => {
    const thinking = Promise.withResolvers<void>();
    let asks = 0;
    const server = await scripted(async (asked) => {
      asks += 1;
      if (asks === 1) {
        thinking.resolve();
        return { is: "silence" };
      }
      return modest(asked);
    });
    const simulator = await startSimulator({ scenarioDirectory: scenario });
    onTestFinished(() => simulator.close());
    const env = { ...modelEnv(server), ...simulatedAzure(simulator.url), AZEBAL_MODEL_TIMEOUT_SECONDS: "30" };
    const first = await startStdioAzebal([], env);
    const { diagnosis_id: id } = await callTool(first, "debug_error", { ...request, wait_seconds: 0 });
    await thinking.promise;
    await first.kill();
    const second = await startStdioAzebal([], env);
    const { report } = await finishedDiagnosis(second, id);
    await second.close();
    rmSync(dataDirectory, { recursive: true, force: true });
    const other = await diagnosed(modelEnv(await scripted(modest)));
    expect(essenceOf({ ...report!, cost: other.cost })).toEqual(essenceOf(other));
    expect(asks).toBe(3);
  });
});
