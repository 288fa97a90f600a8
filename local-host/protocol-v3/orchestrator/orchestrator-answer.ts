import type { ProgramResult } from "../../engine/replay/orchestration-replay.ts";
import { jsonText } from "../payload-text.ts";
import { readWireFailure } from "../read-failure.ts";
import { type OrchestratorAction, readActions } from "./orchestrator-action.ts";

/** What the SDK said at the end of one turn. */
export interface OrchestratorAnswer {
  actions: OrchestratorAction[];
  result: ProgramResult | undefined;
  customStatus: string | null;
  /** Why the instance fails whatever its orchestrator did. */
  refusal?: string;
}

const stateLabel = "\n\n$OutOfProcData$:";
const customStatusKb = 16;

/** Reads the state that an orchestrator handler returned. */
export function readAnswer(name: string, returned: unknown): OrchestratorAnswer {
  const state = (returned ?? {}) as Record<string, unknown>;
  return toAnswer(name, state, state["isDone"] === true ? () => completed(name, state["output"]) : undefined);
}

/**
 * Reads the state that the SDK puts behind a label in the message of the error by which it reports a failed
 * orchestrator. The text has lost which actions are the same object, so those are taken from the SDK's executor.
 *
 * @returns undefined for an error of any other kind: the turn itself broke down.
 */
export function readFailure(name: string, thrown: unknown, context: unknown): OrchestratorAnswer | undefined {
  const message = thrown instanceof Error ? thrown.message : "";
  const labelAt = message.indexOf(stateLabel);
  if (labelAt < 0) return undefined;
  const state = JSON.parse(message.slice(labelAt + stateLabel.length)) as Record<string, unknown>;
  const objects = executorActions(context);
  if (objects) state["actions"] = [objects];
  return toAnswer(name, state, () => failed(name, message, state));
}

function toAnswer(
  name: string,
  state: Record<string, unknown>,
  result: (() => ProgramResult) | undefined,
): OrchestratorAnswer {
  const customStatus = jsonText(state["customStatus"] || null);
  const sizeKb = Math.floor(((customStatus?.length ?? 0) * 2) / 1024);
  if (sizeKb > customStatusKb) {
    const refusal = `Orchestrator function '${name}' failed: The UTF-16 size of the JSON-serialized payload must not exceed ${customStatusKb} KB. The current payload size is ${sizeKb} KB.`;
    return { actions: [], result: undefined, customStatus: null, refusal };
  }
  const lists = state["actions"];
  return {
    actions: readActions(Array.isArray(lists) ? lists[0] : undefined),
    result: result?.(),
    customStatus,
  };
}

function completed(name: string, output: unknown): ProgramResult {
  try {
    return { kind: "completed", output: jsonText(output) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = `Orchestrator function '${name}' failed: its return value has no JSON form: ${why}`;
    return { kind: "failed", reason, details: null, failure: null };
  }
}

function failed(name: string, message: string, state: Record<string, unknown>): ProgramResult {
  const prefix = `Orchestrator function '${name}' failed: `;
  const error = state["error"];
  if (typeof error !== "string" || error === "") {
    // Something without a message was thrown. The extension then shows the whole report of the worker, and so do we.
    const reason = `${prefix}One or more errors occurred. (Result: Failure\nException: ${message}\nStack: )`;
    return { kind: "failed", reason, details: null, failure: null };
  }
  const failure = readWireFailure(state["failureDetails"]);
  const details = failure ? null : `Message: ${error}, StackTrace: `;
  const result: ProgramResult = { kind: "failed", reason: `${prefix}${error}`, details, failure };
  return failure ? { ...result, shown: error } : result;
}

function executorActions(context: unknown): unknown[] | undefined {
  const { df } = (context ?? {}) as { df?: { taskOrchestratorExecutor?: { actions?: unknown } } };
  const actions = df?.taskOrchestratorExecutor?.actions;
  return Array.isArray(actions) ? actions : undefined;
}
