import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";
import type { Report } from "../../domain/contract/report.ts";
import { reproduceScript } from "../../domain/reproduce/reproduce-script.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/start-simulator.ts";
import { installAz, runBash, startAzServer } from "../support/az/az-in-bash.ts";
import type { AzEnd, AzSession } from "../support/az/run-az.ts";
import { diagnoseOn, type EndedDiagnosis } from "../support/diagnose-on-simulator.ts";

/** `reproduce.sh` as a developer runs it: a file, bash, and an `az` that is a process of its own for each call. */

const scenarios = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "azebal-reproduce-"));
const scriptPath = join(directory, "reproduce.sh");

afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function simulated<T>(
  folder: string,
  options: Partial<SimulatorOptions>,
  use: (simulator: Simulator) => Promise<T>,
): Promise<T> {
  const clock = { elapsedMs: () => 0, quotas: "off" } as const;
  const simulator = await startSimulator({ scenarioDirectory: folder, ...clock, ...options });
  try {
    return await use(simulator);
  } finally {
    await simulator.close();
  }
}

const sessionOf = ({ url, principal }: Simulator): AzSession => ({ url, tenantId: principal.tenantId });

async function diagnosed(folder: string, simulator: Simulator): Promise<EndedDiagnosis> {
  const request = JSON.parse(readFileSync(join(folder, "request.json"), "utf8")) as DebugRequest;
  const { now } = JSON.parse(readFileSync(join(folder, "tenant.json"), "utf8")) as { now: string };
  return await diagnoseOn(simulator, request, now);
}

function writeScript(report: Report, { principal }: Simulator): void {
  const script = reproduceScript(report, { diagnosisId: "d-1", tenantId: principal.tenantId });
  writeFileSync(scriptPath, script ?? "");
}

const runScript = (session: AzSession): Promise<AzEnd> =>
  runBash('exec bash "$1"', { env: installAz(directory, session), args: [scriptPath] });

const english = (count: number) => `${count} of ${count} values are the same; 0 differ or could not be read.`;

describe("a script on the Azure that was diagnosed", () => {
  test.each([
    [
      "container-logs-gap-yesterday",
      (count: number) => `일치하는 값 ${count}개 / 전체 ${count}개, 다르거나 읽지 못한 값 0개.`,
    ],
    ["profile-import-429-3200", english],
    ["summariser-java-404", english],
  ])("of %s finds every value the same", async (name, summary) => {
    const folder = join(scenarios, "tests/scenarios", name);
    await simulated(folder, {}, async (simulator) => {
      const { report } = await diagnosed(folder, simulator);
      writeScript(report, simulator);
      const { status, stdout, stderr } = await runScript(sessionOf(simulator));
      expect([status, stderr]).toEqual([0, ""]);
      const shown = report.evidence.filter(({ command }) => command !== undefined);
      expect(shown.length).toBeGreaterThan(2);
      expect(stdout.trimEnd().split("\n").at(-1)).toBe(summary(shown.length));
      for (const { value, shows = value } of shown) expect(stdout).toContain(`  ${shows}\n`);
    });
  });
});

describe("a script on another Azure", () => {
  const folder = join(scenarios, "simulator/scenarios/first-look");
  const changed = join(directory, "changed");
  let report: Report;
  let session: AzSession;
  let count: number;

  beforeAll(async () => {
    await simulated(folder, {}, async (simulator) => {
      ({ report } = await diagnosed(folder, simulator));
      writeScript(report, simulator);
      session = sessionOf(simulator);
      count = report.evidence.filter(({ command }) => command !== undefined).length;
    });
    cpSync(folder, changed, { recursive: true });
    const path = join(changed, "tenant.json");
    const tenant = readFileSync(path, "utf8");
    const opened = tenant.replace(/"defaultAction": ?"Deny"/, '"defaultAction": "Allow \\u001b[2J\\u202e"');
    writeFileSync(path, opened);
  });

  test("says which value differs, shows it harmlessly, and fails", async () => {
    const { status, stdout } = await simulated(changed, {}, (simulator) => runScript(sessionOf(simulator)));
    expect(status).toBe(1);
    expect(stdout).toContain("    expected   Deny\n    differs    Allow [2J\n");
    expect(stdout).toContain(
      `\n${count - 1} of ${count} values are the same; 1 differ or could not be read.\n`,
    );
    expect(stdout.replaceAll("\n", "")).toMatch(/^\P{C}*$/u);
  });

  test("says what could not be read, and fails", async () => {
    const { status, stdout, stderr } = await runScript({ ...session, url: "http://127.0.0.1:9" });
    expect(status).toBe(1);
    expect(stdout).toContain("    no answer (see the error above)\n");
    expect(stdout).toContain(`\n0 of ${count} values are the same; ${count} differ or could not be read.\n`);
    expect(stderr).toContain("ERROR: ");
  });

  test("reads nothing while az is signed in to another tenant", async () => {
    const other = "99999999-0000-4000-8000-000000000000";
    const { status, stdout, stderr } = await runScript({ ...session, tenantId: other });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      `az is signed in to tenant ${other}; these values are in tenant ${session.tenantId}. Run: az login --tenant ${session.tenantId}\n`,
    );
  });

  test("reads nothing where there is no az", async () => {
    const end = await runBash('PATH=/nonexistent; . "$1"', { args: [scriptPath] });
    expect(end).toEqual({
      status: 2,
      stdout: "",
      stderr: "The Azure CLI (az) is not installed. See https://aka.ms/azcli\n",
    });
  });

  test("reads nothing where az lacks an extension that a command takes", async () => {
    const [entry] = report.evidence;
    const query = { ...entry!, id: "c1", command: "az graph query --graph-query resources" };
    const script = reproduceScript({ ...report, evidence: [query] }, { diagnosisId: "d", ...session });
    writeFileSync(join(directory, "graph.sh"), script ?? "");
    const env = installAz(directory, { ...session, extensions: [] });
    const end = await runBash('exec bash "$1"', { env, args: [join(directory, "graph.sh")] });
    expect(end).toEqual({
      status: 2,
      stdout: "",
      stderr: "az lacks its extension resource-graph. Run: az extension add --name resource-graph\n",
    });
  });
});

test("a list of many pages is read to its end, page after page", async () => {
  const folder = join(scenarios, "tests/scenarios/vault-reader-cannot-read");
  await simulated(folder, { pageSize: 1 }, async (simulator) => {
    const { report, evidence } = await diagnosed(folder, simulator);
    const paged = new Set(
      evidence.filter(({ pages }) => pages !== undefined).map(({ evidenceId }) => evidenceId),
    );
    const cited = report.evidence.filter(({ evidence_id: id }) => paged.has(id));
    expect(cited.length).toBeGreaterThan(0);
    const session = sessionOf(simulator);
    const az = await startAzServer(() => session);
    for (const { command = "", value, shows = value } of cited) {
      expect(command).toMatch(/^\(url=.*; while /);
      expect(await runBash(`${az.prelude}\n${command}`)).toEqual({
        status: 0,
        stdout: `${shows}\n`,
        stderr: "",
      });
    }
    await az.close();
  });
});
