import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Recording } from "../../../cli/replay/fetch-recording.ts";
import { agrees, replayRecording } from "../../../cli/replay/replay-recording.ts";
import { replayText } from "../../../cli/replay/replay-text.ts";
import { openStores } from "../../../services/stores/open-stores.ts";
import { type Simulator, startSimulator } from "../../../simulator/start-simulator.ts";
import {
  type Finished,
  runAzebal,
  scenarioFolder,
  simulatedAzure,
} from "../../e2e/support/azebal-process.ts";

const scenario = scenarioFolder("first-look");
const { error } = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as { error: string };

let simulator: Simulator;
let dataDirectory: string;
let diagnosisId: string;
let status: Recording["status"];
const copies: string[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ scenarioDirectory: scenario });
  dataDirectory = mkdtempSync(join(tmpdir(), "azebal-replay-"));
  const { stdout } = await azebal(["diagnose", "--json", "-"], dataDirectory, error);
  ({ diagnosis_id: diagnosisId, status } = JSON.parse(stdout) as {
    diagnosis_id: string;
    status: Recording["status"];
  });
});

afterAll(async () => {
  await simulator.close();
  for (const directory of [dataDirectory, ...copies]) rmSync(directory, { recursive: true, force: true });
});

function azebal(args: string[], directory = dataDirectory, input = ""): Promise<Finished> {
  return runAzebal(args, { AZEBAL_DATA_DIR: directory, ...simulatedAzure(simulator.url) }, input);
}

const databases = (directory: string) => globSync("hubs/**/*.sqlite", { cwd: directory }).toSorted();

/** Every row of each table of each database; opening a hub writes down anew who is signed in. */
function storedRows(directory: string): Record<string, unknown[]> {
  const tables: [string, unknown[]][] = [];
  for (const file of databases(directory)) {
    const database = new DatabaseSync(join(directory, file), { readOnly: true });
    const names = database
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('sessions', 'user_sessions')",
      )
      .all();
    for (const { name } of names)
      tables.push([
        `${basename(file)} ${String(name)}`,
        database.prepare(`SELECT * FROM "${String(name)}"`).all(),
      ]);
    database.close();
  }
  return Object.fromEntries(tables);
}

/** The stored recording, read beside the product. */
async function recorded(): Promise<Recording> {
  const [file = ""] = databases(dataDirectory);
  const stores = openStores({ directory: dirname(join(dataDirectory, file)) });
  try {
    const turns = (await stores.history.list(diagnosisId)).map((turn) => ({
      turn: turn.turn,
      recorded_at: turn.recordedAt,
      trigger: JSON.parse(turn.trigger) as unknown,
      execution_id: turn.executionId,
      build_id: turn.buildId,
    }));
    return { diagnosisId, status, turns };
  } finally {
    await stores.close();
  }
}

/** A copy of all local state in which turns of the history are missing. */
function withoutTurns(condition: string): string {
  const directory = mkdtempSync(join(tmpdir(), "azebal-replay-"));
  copies.push(directory);
  cpSync(dataDirectory, directory, { recursive: true });
  for (const file of databases(directory).filter((name) => basename(name) === "azebal.sqlite")) {
    const database = new DatabaseSync(join(directory, file));
    database.exec(`DELETE FROM history WHERE ${condition}`);
    database.close();
  }
  return directory;
}

test("a diagnosis replays as it was recorded, nothing is written, and Azure is not read", async () => {
  const before = { rows: storedRows(dataDirectory), reads: simulator.reads() };
  const recordedTurns = before.rows["azebal.sqlite history"]!.length;
  expect(recordedTurns).toBeGreaterThan(3);
  const { code, stdout, stderr } = await azebal(["replay", diagnosisId]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toBe(`Diagnosis ${diagnosisId} (${status})`);
  expect(lines.at(-1)).toBe(`ok: this build decides all ${recordedTurns} turns as they were recorded.`);
  expect(stdout).toMatch(
    /^1 {5}\d\d:\d\d:\d\d\.\d{3} {2}ok {7}started diagnose {2,}0 readSignals \{"stepId":"signals","requestRef":"e0"\}$/mu,
  );
  expect({ rows: storedRows(dataDirectory), reads: simulator.reads() }).toEqual(before);
});

test("--json has every turn with what was decided, recorded and found", async () => {
  const { code, stdout } = await azebal(["replay", "--json", diagnosisId]);
  const replay = JSON.parse(stdout) as Record<string, unknown> & { turns: Record<string, unknown>[] };
  const { turns, ...rest } = replay;
  expect(code).toBe(0);
  expect(rest).toEqual({
    diagnosis_id: diagnosisId,
    status,
    agrees: true,
    verdict: `ok: this build decides all ${turns.length} turns as they were recorded.`,
    recorded_by: [expect.stringMatching(/^[0-9a-f]{16}$/u)],
    replayed_by: expect.stringMatching(/^[0-9a-f]{16}$/u),
    differences: [],
  });
  expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, index) => index + 1));
  expect(turns[0]).toMatchObject({
    source: "recorded",
    decided: {
      tasks: [
        { taskId: 0, name: "readSignals" },
        { taskId: 1, kind: "timer" },
      ],
    },
    recorded: [
      { kind: "TaskScheduled", taskId: 0, name: "readSignals" },
      { kind: "TimerCreated", taskId: 1 },
    ],
    differences: [],
  });
});

test("a turn that was removed from the history is found: exit code 1", async () => {
  const { code, stdout } = await azebal(["replay", diagnosisId], withoutTurns("turn = 2"));
  expect(code).toBe(1);
  expect(stdout).toContain(
    "\n     ! Turn 2 was not recorded. It is replayed from the history of a later turn.\n",
  );
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^DIFFERS: turn 2 of \d+\. /u);
});

test("the last turn, removed, is missed by the diagnosis's own state", async () => {
  const last = "turn = (SELECT max(turn) FROM history)";
  const { code, stdout } = await azebal(["replay", diagnosisId], withoutTurns(last));
  expect(code).toBe(1);
  expect(stdout).toContain(
    `  ! The diagnosis is ${status}, but the last recorded turn does not end it: the turns after it were not recorded.`,
  );
});

test("a diagnosis of which no turn is left says that there is nothing to replay", async () => {
  const { code, stdout } = await azebal(["replay", diagnosisId], withoutTurns("true"));
  expect(code).toBe(1);
  expect(stdout).toContain(
    "  ! No turn was recorded, so there is nothing to replay.\nDIFFERS: the recording.",
  );
});

test("an activity that was recorded under another name is found in its turn, with both names", async () => {
  const recording = await recorded();
  const altered = JSON.parse(
    JSON.stringify(recording).replace(/("Name":)"readSignals"/gu, '$1"readClues"'),
  ) as Recording;
  const replay = await replayRecording(altered);
  expect(agrees(replay)).toBe(false);
  expect(replay.turns[0]!.differences).toEqual([
    "Recorded: activity 0 'readClues'. Decided now: activity 0 'readSignals'.",
  ]);
  expect(replay.turns[1]!.differences).toEqual([
    expect.stringMatching(
      /^Non-Deterministic workflow detected: .* named 'readClues', but .* named 'readSignals' with this sequence number/u,
    ),
  ]);
  const text = replayText(replay);
  expect(text).toMatch(/^1 {5}\S+ {2}DIFFERS {2}started diagnose/mu);
  expect(text).toContain("     ! Recorded: activity 0 'readClues'. Decided now: activity 0 'readSignals'.");
});

test("an unaltered recording, read beside the product, agrees", async () => {
  expect(agrees(await replayRecording(await recorded()))).toBe(true);
});

test.each([
  [["replay", "d000"], 'has no diagnosis "d000" here. Check the ID;'],
  [["replay"], "Name one diagnosis by its ID"],
  [["replay", "a", "b"], "Name one diagnosis by its ID"],
  [["replay", "--yaml", "a"], "Unknown option '--yaml'"],
])("%j is refused with exit code 2 and what to do", async (args, message) => {
  const { code, stdout, stderr } = await azebal(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});
