import { InvocationContext } from "@azure/functions";
import type { OrchestrationHandler } from "durable-functions";
import * as testingUtils from "durable-functions/lib/src/util/testingUtils.js";
import type { OrchestrationTrigger, TurnAnswer } from "./wire-shapes.ts";

export type SdkHandler = (trigger: OrchestrationTrigger) => Promise<TurnAnswer>;

const stateLabel = "\n\n$OutOfProcData$:";

/**
 * The function that durable-functions registers for an orchestration: trigger value in, action list out. A failed turn
 * gives the state that the SDK hides in its exception, with `error` set.
 */
export function sdkHandler(orchestration: OrchestrationHandler): SdkHandler {
  const handle = testingUtils.createOrchestrator(orchestration);
  return async (trigger) => {
    try {
      return plain(await handle(trigger, new InvocationContext({ functionName: "diagnose" })));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const labelAt = text.indexOf(stateLabel);
      if (labelAt < 0) throw error;
      return JSON.parse(text.slice(labelAt + stateLabel.length)) as TurnAnswer;
    }
  };
}

/** As it crosses the wire. */
function plain(answer: unknown): TurnAnswer {
  return JSON.parse(JSON.stringify(answer)) as TurnAnswer;
}
