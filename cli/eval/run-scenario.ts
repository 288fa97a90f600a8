import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvelopeSchema } from "../../domain/contract/envelope.ts";
import type { Report } from "../../domain/contract/report.ts";
import { projectRoot } from "../project-root.ts";
import type { ChangeableTenant } from "./change-tenant.ts";
import { closes, fixedTenant } from "./fixed-tenant.ts";
import { type Grade, grade } from "./grade.ts";
import type { EvalScenario } from "./scenario-files.ts";

export interface ScenarioResult {
  id: string;
  grade: Grade;
  /** From the tool call to the report, in milliseconds, process start included. */
  wallMs: number;
  /** Why there is no report, where there is none. Graded as `unknown`. */
  failure?: string;
  report?: Report;
}

const toolTimeoutMs = 120_000;

export interface RunOptions {
  /** A folder of playbooks to load beside the shipped ones; absolute. */
  playbooksDirectory?: string;
  /** Settings of the model that plans beside the playbooks; none where absent. */
  model?: Readonly<Record<string, string>>;
}

/**
 * Runs one scenario through the public MCP tool over stdio, in a process of its own that has no way to the answer: it
 * gets a copy of the tenant alone, and Node's permission model keeps it from reading any scenario folder.
 */
export async function runScenario(scenario: EvalScenario, options: RunOptions = {}): Promise<ScenarioResult> {
  const workDirectory = mkdtempSync(join(tmpdir(), "azebal-eval-"));
  const startedAtMs = performance.now();
  const seconds = () => performance.now() - startedAtMs;
  try {
    const tenant = JSON.parse(
      readFileSync(join(scenario.directory, "tenant.json"), "utf8"),
    ) as ChangeableTenant;
    const report = await diagnose(scenario, tenant, workDirectory, options);
    const wallMs = seconds();
    const graded = grade(report, scenario.expected);
    const fixed = fixedTenant(report, tenant);
    if (graded.verdict === "right" && fixed !== undefined)
      graded.fixCloses = closes(
        await diagnose(scenario, fixed, join(workDirectory, "fixed"), options),
        report,
      );
    return { id: scenario.id, grade: graded, wallMs, report };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { id: scenario.id, grade: noReport(scenario), wallMs: seconds(), failure };
  } finally {
    rmSync(workDirectory, { recursive: true, force: true });
  }
}

async function diagnose(
  scenario: EvalScenario,
  tenant: ChangeableTenant,
  workDirectory: string,
  { playbooksDirectory, model = {} }: RunOptions,
): Promise<Report> {
  const staged = join(workDirectory, "scenario");
  const data = join(workDirectory, "data");
  mkdirSync(staged, { recursive: true });
  mkdirSync(data);
  writeFileSync(join(staged, "tenant.json"), JSON.stringify(tenant));
  const [{ Client }, { StdioClientTransport }] = await Promise.all([
    import("@modelcontextprotocol/sdk/client/index.js"),
    import("@modelcontextprotocol/sdk/client/stdio.js"),
  ]);
  const client = new Client({ name: "azebal-eval", version: "0.1.0" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [
        ...permissionFlags(workDirectory),
        ...(playbooksDirectory === undefined ? [] : [`--allow-fs-read=${playbooksDirectory}`]),
        join(projectRoot, "bin", "azebal.js"),
        "mcp",
        "--scenario",
        staged,
      ],
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: workDirectory,
        TMPDIR: workDirectory,
        AZEBAL_DATA_DIR: data,
        AZEBAL_LOG_LEVEL: "error",
        ...(playbooksDirectory === undefined ? {} : { AZEBAL_PLAYBOOKS_DIR: playbooksDirectory }),
        ...model,
      },
      cwd: workDirectory,
      stderr: "inherit",
    }),
  );
  try {
    let tool = {
      name: "debug_error",
      arguments: { ...scenario.request, wait_seconds: 60 } as Record<string, unknown>,
    };
    const giveUpAtMs = performance.now() + toolTimeoutMs;
    while (performance.now() < giveUpAtMs) {
      const result = await client.callTool(tool, undefined, { timeout: toolTimeoutMs });
      if (result.isError) throw new EvalRunError(JSON.stringify(result.content).slice(0, 500));
      const envelope = EnvelopeSchema.parse(result.structuredContent);
      if (envelope.report) return envelope.report;
      if (envelope.status !== "running" || !envelope.next)
        throw new EvalRunError(`${envelope.status}: ${envelope.failure?.message ?? "no report"}`);
      tool = { name: envelope.next.tool, arguments: envelope.next.arguments };
    }
    throw new EvalRunError(`no report within ${toolTimeoutMs / 1_000} s`);
  } finally {
    await client.close();
  }
}

/** The flags that let the process read the product's code and its own folder, and no scenario of the project. */
export function permissionFlags(workDirectory: string): string[] {
  const withoutScenarios = readdirSync(join(projectRoot, "simulator"))
    .filter((name) => name !== "scenarios")
    .map((name) => join("simulator", name));
  const code = readdirSync(projectRoot).filter(
    (name) => !["simulator", "tests", "docs", ".git"].includes(name),
  );
  const named = [...code, ...withoutScenarios].map((name) => join(projectRoot, name));
  // Node asks for the rights of what a link leads to: node_modules may be one.
  const readable = new Set(named.flatMap((path) => [path, realpathSync(path)]));
  return [
    "--permission",
    // The simulator parses KQL on a worker; what Node warns of is that a worker could lift the permissions again.
    "--disable-warning=PERM0006",
    "--allow-worker",
    ...[...readable, workDirectory].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${workDirectory}`,
  ];
}

function noReport({ expected }: EvalScenario): Grade {
  return {
    verdict: "unknown",
    rootCause: "-",
    confidence: "none",
    requiredCited: 0,
    requiredAsked: (expected.evidence ?? []).filter((item) => item.required === true).length,
    culpritNamed: (expected.resources ?? []).length > 0 ? false : undefined,
    fixMatched: expected.fix ? false : undefined,
    fixCloses: undefined,
    permissionNamed: expected.missingPermission ? false : undefined,
    forbidden: [],
    reads: 0,
  };
}

/** The run gave no report. */
export class EvalRunError extends Error {
  override readonly name = "EvalRunError";
  readonly code = "EvalRun";
}
