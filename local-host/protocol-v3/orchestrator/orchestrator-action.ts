import { textOf } from "../payload-text.ts";

/** How a call is tried again. Milliseconds; the extension's defaults are filled in. */
export interface RetryPolicy {
  firstIntervalMs: number;
  maxAttempts: number;
  backoffCoefficient: number;
  maxIntervalMs: number;
  timeoutMs: number;
}

/**
 * One entry of the action list that the SDK answers with: what one `yield` waited for. `source` is the SDK's own
 * object: the same object seen again is the same task, waited for again.
 */
export type OrchestratorAction = { source: object } & (
  | { kind: "callActivity"; name: string; input: unknown; retry: RetryPolicy | undefined }
  | {
      kind: "callSubOrchestrator";
      name: string;
      instanceId: string | undefined;
      version: string | undefined;
      input: unknown;
      retry: RetryPolicy | undefined;
    }
  | { kind: "continueAsNew"; input: unknown }
  | { kind: "createTimer"; fireAtMs: number; isCanceled: boolean }
  | { kind: "waitForExternalEvent"; name: string }
  | { kind: "callHttp"; request: Record<string, unknown> }
  | { kind: "whenAny" | "whenAll"; actions: OrchestratorAction[] }
  | { kind: "entity" }
);

const dayMs = 86_400_000;

/** `actionType` of durable-functions 3.5.0 (lib/src/actions/ActionType.js); 10 is not used by it. */
const types = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

/** The SDK answered with something that this host cannot read: another SDK version, or a hook that changed the answer. */
export class UnknownActionError extends Error {
  override readonly name = "UnknownActionError";
  readonly code = "UnknownAction";

  constructor(actionType: unknown) {
    super(
      `The orchestrator answered with an action of type ${JSON.stringify(actionType)}, which durable-functions 3.5 does not have. Check that one 3.x version of durable-functions is installed and that no postInvocation hook changes its answer.`,
    );
  }
}

/** Reads `actions[0]` of the SDK's answer. @throws UnknownActionError */
export function readActions(list: unknown): OrchestratorAction[] {
  return Array.isArray(list) ? list.map(readAction) : [];
}

function readAction(source: unknown): OrchestratorAction {
  if (typeof source !== "object" || source === null) throw new UnknownActionError(source);
  const action = source as Record<string, unknown>;
  const name = textOf(action["functionName"] ?? "");
  const input = action["input"];
  switch (action["actionType"]) {
    case types.callActivity:
      return { source, kind: "callActivity", name, input, retry: undefined };
    case types.callActivityWithRetry:
      return { source, kind: "callActivity", name, input, retry: readRetry(action["retryOptions"]) };
    case types.callSubOrchestrator:
    case types.callSubOrchestratorWithRetry: {
      const retry = action["actionType"] === types.callSubOrchestrator ? undefined : action["retryOptions"];
      return {
        source,
        kind: "callSubOrchestrator",
        name,
        instanceId: optionalText(action["instanceId"]),
        version: optionalText(action["version"]),
        input,
        retry: retry === undefined ? undefined : readRetry(retry),
      };
    }
    case types.continueAsNew:
      return { source, kind: "continueAsNew", input };
    case types.createTimer: {
      const fireAt = action["fireAt"];
      const fireAtMs = fireAt instanceof Date ? fireAt.getTime() : Date.parse(textOf(fireAt));
      return { source, kind: "createTimer", fireAtMs, isCanceled: action["isCanceled"] === true };
    }
    case types.waitForExternalEvent:
      return { source, kind: "waitForExternalEvent", name: textOf(action["externalEventName"]) };
    case types.callHttp:
      return { source, kind: "callHttp", request: (action["httpRequest"] ?? {}) as Record<string, unknown> };
    case types.whenAny:
      return { source, kind: "whenAny", actions: readActions(action["compoundActions"]) };
    case types.whenAll:
      return { source, kind: "whenAll", actions: readActions(action["compoundActions"]) };
    case types.callEntity:
    case types.signalEntity:
    case types.lockEntities:
    case types.releaseEntities:
      return { source, kind: "entity" };
    default:
      throw new UnknownActionError(action["actionType"]);
  }
}

function readRetry(options: unknown): RetryPolicy {
  const given = (options ?? {}) as Record<string, unknown>;
  const number = (key: string, fallback: number) => {
    const value = given[key];
    return typeof value === "number" ? value : fallback;
  };
  return {
    firstIntervalMs: number("firstRetryIntervalInMilliseconds", 0),
    maxAttempts: number("maxNumberOfAttempts", 1),
    backoffCoefficient: number("backoffCoefficient", 1),
    maxIntervalMs: number("maxRetryIntervalInMilliseconds", 6 * dayMs),
    timeoutMs: number("retryTimeoutInMilliseconds", Number.POSITIVE_INFINITY),
  };
}

function optionalText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
