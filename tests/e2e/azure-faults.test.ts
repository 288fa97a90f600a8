import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FaultRuleInput } from "../../simulator/faults/fault-rules.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import {
  type StdioAzebal,
  scenarioFolder,
  simulatedAzure,
  startStdioAzebal,
} from "./support/azebal-process.ts";
import { callTool, essenceOf, finishedDiagnosis } from "./support/diagnosis-calls.ts";
import { asked, storedReads } from "./support/stored-reads.ts";

/**
 * An Azure that misbehaves, and a process that dies while it waits for it: the diagnosis ends as if neither had been.
 * The moment to kill is the fault's own strike; where the product then waits on a timer, its telling so.
 */

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;
const hourMs = 3_600_000;

const names = { path: "/providers/Microsoft.ResourceGraph/resources" };
const vault = { plane: "arm", path: "/**/vaults/*" } as const;
const roles = {
  plane: "arm",
  path: "/**/vaults/*/providers/Microsoft.Authorization/roleAssignments",
} as const;
const audit = { plane: "logs" } as const;

/** So many tests run at once: most of the time a diagnosis under faults waits. */
const atOnce = 2;
/** Of one test, its waiting for its turn included. */
const timeoutMs = 180_000;
const free: Simulator[] = [];
const waiting: ((azure: Simulator) => void)[] = [];
let undisturbed: { cause: string | undefined; report: unknown; reads: string[] };

beforeAll(async () => {
  for (let started = 0; started < atOnce; started += 1)
    free.push(await startSimulator({ scenarioDirectory: scenario, warmUp: true }));
  const [azure] = free;
  const dataDirectory = temporaryFolder();
  const azebal = await start(azure!, dataDirectory);
  const whole = await callTool(azebal, "debug_error", { ...request, wait_seconds: 60 });
  await azebal.close();
  rmSync(dataDirectory, { recursive: true, force: true });
  undisturbed = {
    cause: whole.report?.root_cause.code,
    report: essenceOf(whole.report),
    reads: readsSince(azure!, 0),
  };
});

afterAll(() => Promise.all(free.map((azure) => azure.close())));

/** Runs with an Azure of its own and a data folder. */
async function withAzure<T>(run: (azure: Simulator, dataDirectory: string) => Promise<T>): Promise<T> {
  const azure = free.pop() ?? (await new Promise<Simulator>((resolve) => waiting.push(resolve)));
  const dataDirectory = temporaryFolder();
  try {
    return await run(azure, dataDirectory);
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
    const next = waiting.shift();
    if (next === undefined) free.push(azure);
    else next(azure);
  }
}

const temporaryFolder = () => mkdtempSync(join(tmpdir(), "azebal-faults-"));

function start(azure: Simulator, dataDirectory: string, settings = {}): Promise<StdioAzebal> {
  return startStdioAzebal([], { AZEBAL_DATA_DIR: dataDirectory, ...simulatedAzure(azure.url), ...settings });
}

/** What Azure answered whole since so many requests. */
function readsSince(azure: Simulator, requests: number): string[] {
  return azure
    .requests()
    .slice(requests)
    .filter(({ path, fault }) => !path.startsWith("/simulator/") && fault === undefined)
    .map(asked);
}

interface Disturbance {
  /** At the first strike of the last one the process dies. */
  faults: FaultRuleInput[];
  /** Where the product waits for its next attempt: what its progress says by then. */
  saying?: RegExp;
  settings?: Record<string, string>;
}

/** Diagnoses under faults, kills the process at the strike, starts it again on the same folder, and lets it finish. */
function killedUnder({ faults, saying, settings }: Disturbance) {
  return withAzure(async (azure, dataDirectory) => {
    azure.faults.put(faults);
    const struck = azure.faults.struck(azure.faults.report().at(-1)!.name);
    const first = await start(azure, dataDirectory, settings);
    const { diagnosis_id: diagnosisId } = await callTool(first, "debug_error", {
      ...request,
      wait_seconds: 0,
    });
    await struck;
    if (saying !== undefined) await heard(first, diagnosisId, saying);
    await first.kill();

    const stored = await storedReads(dataDirectory, scenario);
    const before = azure.requests();
    const second = await start(azure, dataDirectory, settings);
    const { status, report } = await finishedDiagnosis(second, diagnosisId);
    await second.close();
    const readsAgain = readsSince(azure, before.length);
    return {
      end: { status, report: essenceOf(report) },
      stored,
      readsAgain,
      repeated: readsAgain.filter((read) => stored.includes(read)),
    };
  });
}

/** Resolves once the progress of a diagnosis says so. */
function heard(azebal: StdioAzebal, diagnosisId: string, saying: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const input = { diagnosis_id: diagnosisId, wait_seconds: 60 };
    callTool(azebal, "get_diagnosis", input, (message) => {
      if (saying.test(message)) resolve();
    }).then(
      ({ status }) => reject(new Error(`the diagnosis is ${status}, and never said ${saying}`)),
      // The process dies with the call under way.
      () => resolve(),
    );
  });
}

const waits = /Azure asks to wait \d+ s/;
const triesAgain = /trying again/;

const disturbances: [name: string, disturbance: Disturbance][] = [
  ["an answer that takes an hour", { faults: [{ match: vault, effect: { kind: "latency", ms: hourMs } }] }],
  [
    "429 with seconds to wait, from ARM",
    { faults: [{ match: vault, effect: { kind: "throttled", retryAfterSeconds: 1 } }], saying: waits },
  ],
  [
    "429 with a date, from the log query API",
    {
      faults: [{ match: audit, effect: { kind: "throttled", retryAfterSeconds: 1, retryAfterAs: "date" } }],
      saying: waits,
    },
  ],
  [
    "429 from Resource Graph, whose names the rest depends on",
    { faults: [{ match: names, effect: { kind: "throttled", retryAfterSeconds: 1 } }], saying: waits },
  ],
  [
    "a burst of two 503 that do not say when to come back",
    { faults: [{ match: vault, count: 2, effect: { kind: "server-error" } }], saying: triesAgain },
  ],
  [
    "500 with seconds to wait",
    {
      faults: [{ match: roles, effect: { kind: "server-error", status: 500, retryAfterSeconds: 1 } }],
      saying: waits,
    },
  ],
  [
    "a connection that is dropped before the answer",
    { faults: [{ match: vault, effect: { kind: "dropped" } }], saying: triesAgain },
  ],
  [
    "connections that stall before the answer, once more after the restart",
    {
      faults: [{ match: vault, count: 2, effect: { kind: "stalled" } }],
      settings: { AZEBAL_AZURE_REQUEST_SECONDS: "3" },
    },
  ],
  [
    "connections that stall in the middle of the answer, once more after the restart",
    {
      faults: [{ match: audit, count: 2, effect: { kind: "stalled", at: "body" } }],
      settings: { AZEBAL_AZURE_REQUEST_SECONDS: "3" },
    },
  ],
  ["half an answer", { faults: [{ match: roles, effect: { kind: "half-body" } }], saying: triesAgain }],
  [
    "an answer whose JSON breaks off",
    { faults: [{ match: vault, effect: { kind: "malformed-json" } }], saying: triesAgain },
  ],
  [
    "a proxy's page with status 200",
    { faults: [{ match: vault, effect: { kind: "html-page" } }], saying: triesAgain },
  ],
  [
    "a proxy's page with status 502",
    { faults: [{ match: audit, effect: { kind: "html-page", status: 502 } }], saying: triesAgain },
  ],
  [
    "a proxy's page that says the vault is not there",
    { faults: [{ match: vault, effect: { kind: "html-page", status: 404 } }], saying: triesAgain },
  ],
  [
    "a list whose pages repeat, with the next one stalled",
    {
      faults: [
        { match: roles, effect: { kind: "repeating-page" } },
        { match: roles, nth: 2, effect: { kind: "stalled" } },
      ],
    },
  ],
  [
    "a token that expires in mid-run, with the next sign-in stalled",
    {
      faults: [
        { match: vault, effect: { kind: "expired-token" } },
        // The sign-in itself and the first read fetch one each; this is the one after the refusal.
        {
          match: { plane: "tokens", query: { resource: "https://management.azure.com" } },
          nth: 3,
          effect: { kind: "stalled" },
        },
      ],
    },
  ],
  [
    "rows of Resource Graph whose pages repeat, with the next one stalled",
    {
      faults: [
        { match: names, effect: { kind: "repeating-page", link: "same" } },
        { match: names, nth: 2, effect: { kind: "stalled" } },
      ],
    },
  ],
];

test("a process that nobody disturbs finds the cause", () => {
  expect(undisturbed.cause).toBe("keyvault.firewall-deny");
});

describe("a process that dies under", () => {
  test.concurrent.each(disturbances)(
    "%s ends with the same report, and repeats no stored read",
    async (_, disturbance) => {
      const { end, stored, readsAgain, repeated } = await killedUnder(disturbance);
      expect(end).toEqual({ status: "completed", report: undisturbed.report });
      expect(repeated).toEqual([]);
      // Between them, both processes asked what one alone asks.
      expect(new Set([...stored, ...readsAgain])).toEqual(new Set(undisturbed.reads));
    },
    timeoutMs,
  );
});

test.concurrent(
  "a list that never ends is given up at the page that came twice, and the diagnosis ends",
  async () => {
    const { end, struck } = await withAzure(async (azure, dataDirectory) => {
      azure.faults.put([{ match: roles, count: "always", effect: { kind: "repeating-page" } }]);
      const azebal = await start(azure, dataDirectory);
      const envelope = await callTool(azebal, "debug_error", { ...request, wait_seconds: 60 });
      await azebal.close();
      return { end: envelope, struck: azure.faults.report()[0]!.struck };
    });
    expect([end.status, end.report?.root_cause.code, struck]).toEqual([
      "completed",
      "keyvault.firewall-deny",
      2,
    ]);
  },
  timeoutMs,
);
