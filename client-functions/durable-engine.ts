import type { DurableClient } from "durable-functions";
import { type DiagnosisInput, type eventNames, orchestrationNames } from "../domain/diagnosis.ts";
import { ApiRefusalError } from "./http/api-refusal-error.ts";

/** An orchestration instance as the engine shows it; the values inside are not yet parsed. */
export interface DiagnosisInstance {
  runtimeStatus: string;
  lastUpdatedAt: string;
  customStatus: unknown;
  output: unknown;
}

type EventName = (typeof eventNames)[keyof typeof eventNames];

/** What this room needs of the durable engine. A method that cannot reach it throws ApiRefusalError 503. */
export interface DurableEngine {
  /** Rejects also where the instance is already there. */
  start(input: DiagnosisInput): Promise<void>;
  find(diagnosisId: string): Promise<DiagnosisInstance | undefined>;
  /** An instance that has ended takes no event; that is no error. */
  raise(diagnosisId: string, eventName: EventName, data: object): Promise<void>;
}

export type EngineClient = Pick<DurableClient, "startNew" | "getStatus" | "raiseEvent">;

/** Speaks to the engine through durable-functions 3.x, whose client is made when it is first used: most requests need none. */
export function createDurableEngine(getClient: () => EngineClient): DurableEngine {
  let made: EngineClient | undefined;
  const client = () => {
    made ??= getClient();
    return made;
  };
  return {
    async start(input) {
      const name = input.verifies === undefined ? orchestrationNames.diagnose : orchestrationNames.verifyFix;
      await reach(client().startNew(name, { instanceId: input.diagnosis_id, input }));
    },

    async find(diagnosisId) {
      try {
        const status = await client().getStatus(diagnosisId);
        return {
          runtimeStatus: String(status.runtimeStatus),
          lastUpdatedAt: status.lastUpdatedTime.toISOString(),
          customStatus: status.customStatus,
          output: status.output,
        };
      } catch (cause) {
        if (isUnknownInstance(cause)) return undefined;
        throw engineUnavailable(cause);
      }
    },

    async raise(diagnosisId, eventName, data) {
      await reach(client().raiseEvent(diagnosisId, eventName, data));
    },
  };
}

/** The client of 3.x tells an unknown instance from a failing engine only by its text. */
function isUnknownInstance(error: unknown): boolean {
  return error instanceof Error && error.message.includes("replied with HTTP 404");
}

async function reach(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (cause) {
    throw engineUnavailable(cause);
  }
}

function engineUnavailable(cause: unknown): ApiRefusalError {
  return new ApiRefusalError(
    503,
    "EngineUnavailable",
    "The durable engine does not answer. Nothing was lost; send the same request again in a moment.",
    { cause, retryable: true },
  );
}
