import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { RunningApp } from "./running-app.ts";

const scenarios = join(import.meta.dirname, "../../simulator/scenarios");

/** A file of a shipped scenario. */
export function scenarioFile(
  scenario: string,
  file: "request.json" | "expected.json",
): Record<string, unknown> {
  return JSON.parse(readFileSync(join(scenarios, scenario, file), "utf8")) as Record<string, unknown>;
}

/** Starts a diagnosis of its own: without its key an identical request would join the running one. */
export async function startDiagnosis(app: RunningApp, request: object, key: string): Promise<string> {
  const { status, body } = await app.send("POST", "diagnoses", { ...request, idempotency_key: key });
  expect({ status, created: body["created"] }).toEqual({ status: 202, created: true });
  return body["diagnosis_id"] as string;
}

/** Resolves once the diagnosis has ended. */
export async function endOfDiagnosis(app: RunningApp, id: string): Promise<void> {
  for (let cursor = 0, ended = false; !ended; ) {
    const { body } = await app.send("GET", `diagnoses/${id}/events?after=${cursor}&wait_ms=5000`);
    cursor = body["cursor"] as number;
    ended = body["ended"] as boolean;
  }
}
