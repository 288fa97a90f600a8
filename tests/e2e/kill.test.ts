import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import { scenarioFolder, simulatedAzure, startStdioAzebal } from "./support/azebal-process.ts";
import { type AzureGate, openAzureGate, type PassedRequest } from "./support/azure-gate.ts";
import { callTool, essenceOf, finishedDiagnosis } from "./support/diagnosis-calls.ts";

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;

let simulator: Simulator;
let azure: AzureGate;
let dataDirectory: string;

beforeEach(async () => {
  simulator = await startSimulator({ scenarioDirectory: scenario });
  azure = await openAzureGate(simulator.url);
  dataDirectory = mkdtempSync(join(tmpdir(), "azebal-kill-"));
});

afterEach(async () => {
  await azure.close();
  await simulator.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const start = () => startStdioAzebal([], { AZEBAL_DATA_DIR: dataDirectory, ...simulatedAzure(azure.url) });

const same = (read: PassedRequest) => `${read.method} ${read.url} ${read.body}`;

/** Holds the first such read, and whatever comes after it. Resolves with the function that drops them unanswered. */
function holdAt(matches: (read: PassedRequest) => boolean): Promise<() => void> {
  const dropped = Promise.withResolvers<never>();
  const drop = () => {
    azure.rule = () => undefined;
    dropped.reject(new TypeError("Nobody waits for this read any more."));
  };
  return new Promise((held) => {
    azure.rule = (read) => {
      if (!matches(read)) return undefined;
      azure.rule = () => dropped.promise;
      held(drop);
      return dropped.promise;
    };
  });
}

/** How many answers of Azure are stored as evidence. */
function storedAnswers(): number {
  const [file] = globSync(join(dataDirectory, "**", "azebal.sqlite"));
  if (file === undefined) return 0;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const row = database.prepare("SELECT count(*) AS count FROM evidence WHERE status <> 0").get();
    return Number(row?.["count"]);
  } finally {
    database.close();
  }
}

async function uninterrupted(): Promise<{ report: Report | undefined; reads: string[] }> {
  const azebal = await start();
  const started = await callTool(azebal, "debug_error", { ...request, wait_seconds: 60 });
  await azebal.close();
  const reads = azure.answered.splice(0).map(same);
  rmSync(dataDirectory, { recursive: true, force: true });
  dataDirectory = mkdtempSync(join(tmpdir(), "azebal-kill-"));
  return { report: started.report, reads };
}

const isVault = ({ url }: PassedRequest) => /\/vaults\/[^/?]+\?/.test(url);
const isLogQuery = ({ url, method }: PassedRequest) => method === "POST" && url.startsWith("/v1/");

describe("a process killed in the middle of a diagnosis", () => {
  test.each([
    [
      "while it asks for the subscriptions, its first read",
      ({ url }: PassedRequest) => url.startsWith("/subscriptions?"),
    ],
    ["while it looks up the names", ({ url }: PassedRequest) => url.includes("ResourceGraph")],
    ["while it reads the vault, with other reads of the round under way", isVault],
    ["while it queries the audit log, in a later round", isLogQuery],
  ])("%s completes with the same report and repeats no stored read", async (_, matches) => {
    const whole = await uninterrupted();
    expect(whole.report?.root_cause.code).toBe("keyvault.firewall-deny");

    const held = holdAt(matches);
    const first = await start();
    const { diagnosis_id } = await callTool(first, "debug_error", { ...request, wait_seconds: 0 });
    const drop = await held;
    // An answer on its way when the process dies is asked for again: what was answered is let be stored.
    await expect.poll(() => storedAnswers() - azure.answered.length, { timeout: 10_000 }).toBe(0);
    await first.kill();
    drop();

    const second = await start();
    const end = await finishedDiagnosis(second, diagnosis_id);
    await second.close();
    expect(end.status).toBe("completed");
    expect(essenceOf(end.report)).toEqual(essenceOf(whole.report));
    const repeated = azure.answered.map(same).filter((read, index, all) => all.indexOf(read) !== index);
    expect(repeated).toEqual([]);
    expect([...new Set(azure.answered.map(same))].toSorted()).toEqual([...new Set(whole.reads)].toSorted());
  });

  test("while it waits because Azure asked it to, waits on and completes with the same report", async () => {
    const whole = await uninterrupted();
    const throttled = new Promise<void>((resolve) => {
      azure.rule = (read) => {
        if (!isVault(read)) return undefined;
        azure.rule = () => undefined;
        resolve();
        return Promise.resolve({
          status: 429,
          headers: { "retry-after": "2", "content-type": "application/json", date: new Date().toUTCString() },
          body: JSON.stringify({ error: { code: "TooManyRequests", message: "Wait." } }),
        });
      };
    });
    const first = await start();
    const { diagnosis_id } = await callTool(first, "debug_error", { ...request, wait_seconds: 0 });
    await throttled;
    // The wait must be durable before the process dies: the journal tells of it.
    for (let waits = false; !waits; ) {
      const envelope = await callTool(first, "get_diagnosis", { diagnosis_id, wait_seconds: 1 });
      waits = /wait/i.test(envelope.progress?.message ?? "") || envelope.status !== "running";
    }
    await first.kill();
    const second = await start();
    const end = await finishedDiagnosis(second, diagnosis_id);
    await second.close();
    expect(essenceOf(end.report)).toEqual(essenceOf(whole.report));
  });
});
