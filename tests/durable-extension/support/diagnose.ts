import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Envelope, EnvelopeSchema } from "../../../domain/contract/envelope.ts";
import type { Report } from "../../../domain/contract/report.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../../simulator/start-simulator.ts";
import { type StdioAzebal, scenarioFolder } from "../../e2e/support/azebal-process.ts";

export type Faults = NonNullable<SimulatorOptions["faults"]>;

/** A scenario's Azure whose clock stands still, so that two diagnoses of it see the same instants. */
export async function startAzure(scenario: string, faults: Faults = []): Promise<Simulator> {
  const scenarioDirectory = scenarioFolder(scenario);
  return await startSimulator({ scenarioDirectory, faults, quotas: "off", elapsedMs: () => 0 });
}

export function requestOf(scenario: string): Record<string, unknown> {
  const path = join(scenarioFolder(scenario), "request.json");
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}

type CalledAzebal = Pick<StdioAzebal, "client">;

const callTimeoutMs = 300_000;

/** Calls a tool as an IDE does, with a progress token. @throws where the tool failed. */
export async function callTool(
  { client }: CalledAzebal,
  name: string,
  input: Record<string, unknown>,
  onLine: (line: string) => void = () => {},
): Promise<Record<string, unknown>> {
  const result = await client.callTool({ name, arguments: input }, undefined, {
    timeout: callTimeoutMs,
    resetTimeoutOnProgress: true,
    onprogress: ({ message }) => onLine(message ?? ""),
  });
  if (result.isError === true) throw new Error(JSON.stringify(result.content));
  return result.structuredContent as Record<string, unknown>;
}

/** Waits for a diagnosis that was started. */
export async function finished(azebal: CalledAzebal, diagnosisId: string): Promise<Envelope> {
  for (;;) {
    const input = { diagnosis_id: diagnosisId, wait_seconds: 60 };
    const envelope = EnvelopeSchema.parse(await callTool(azebal, "get_diagnosis", input));
    if (envelope.status !== "running") return envelope;
  }
}

/** Diagnoses a scenario to its end. `onLine` gets the progress lines. */
export async function diagnose(
  azebal: CalledAzebal,
  scenario: string,
  onLine?: (line: string) => void,
): Promise<Envelope> {
  const request = { ...requestOf(scenario), wait_seconds: 240 };
  const envelope = EnvelopeSchema.parse(await callTool(azebal, "debug_error", request, onLine));
  return envelope.status === "running" ? await finished(azebal, envelope.diagnosis_id) : envelope;
}

/**
 * A report without what no two diagnoses of one Azure have in common: the IDs of the requests, when AZEBAL was asked (the
 * one time that is the machine's), and how long it took. Everything else stays, hashes over the stored answers among it.
 */
export function comparable(report: Report | undefined): unknown {
  if (report === undefined) return undefined;
  const { cost, evidence, ...rest } = report;
  return {
    ...rest,
    cost: { ...cost, duration_ms: "any" },
    evidence: evidence.map((one) => ({
      ...one,
      ...(one.request_id === undefined ? {} : { request_id: "any" }),
      ...(one.source === "request" ? { observed_at: "any" } : {}),
    })),
  };
}

/** What was read of Azure, in the order of its texts: reads of one round are made at once. */
export function readsOf(simulator: Simulator): string[] {
  return simulator
    .requests()
    .filter(({ path }) => !path.startsWith("/simulator/"))
    .map(({ method, path, query, body = "" }) => `${method} ${path} ${JSON.stringify(query)} ${body}`)
    .toSorted();
}
