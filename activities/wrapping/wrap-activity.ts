import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import type { ActivityContract } from "../../domain/activity-catalogue.ts";
import { failureCodes, type Outcome } from "../../domain/failure.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { InvalidActivityInputError } from "./invalid-activity-input-error.ts";
import { describeError, SanitisedActivityError } from "./sanitised-error.ts";

/** What every activity's input carries. */
interface CommonInput {
  diagnosisId: string;
  stepId: string;
}

export interface WrapOptions {
  /** False for what must happen after a cancel too: the report and the record. */
  stopsOnCancel: boolean;
}

/**
 * The one wrapper of all activities. It parses the input by the catalogue, looks whether the diagnosis was cancelled,
 * measures and logs, and parses the output. Expected failures are the activity's own data; everything thrown leaves as
 * `SanitisedActivityError`, and the durable retry policy decides what follows.
 */
export function wrapActivity<
  Input extends z.ZodType<CommonInput>,
  Output extends z.ZodType<Outcome<unknown>>,
>(
  contract: ActivityContract<Input, Output>,
  dependencies: ActivityDependencies,
  run: (input: z.output<Input>) => Promise<z.input<Output>>,
  options: WrapOptions = { stopsOnCancel: true },
): ActivityHandler {
  return async (received) => {
    const startedMs = performance.now();
    const parsed = contract.input.safeParse(received);
    if (!parsed.success) throw new InvalidActivityInputError(contract.name, parsed.error);
    const input = parsed.data;
    const log = (level: "info" | "warn", outcome: Record<string, string>) =>
      dependencies.log({
        level,
        message: `Activity ${contract.name} ended.`,
        traceId: input.diagnosisId,
        fields: {
          activity: contract.name,
          stepId: input.stepId,
          durationMs: Math.round(performance.now() - startedMs),
          ...outcome,
        },
      });
    try {
      if (
        options.stopsOnCancel &&
        (await dependencies.stores.diagnoses.isCancelRequested(input.diagnosisId))
      ) {
        log("info", { outcome: failureCodes.cancelled });
        return cancelled;
      }
      const output = contract.output.parse(await run(input));
      log("info", { outcome: output.ok ? "ok" : output.failure.code });
      return output;
    } catch (error) {
      const { name, code, message } = describeError(error);
      log("warn", { outcome: "thrown", error: name, code, reason: message });
      throw new SanitisedActivityError(contract.name, error);
    }
  };
}

const cancelled: Outcome<never> = {
  ok: false,
  failure: {
    code: failureCodes.cancelled,
    message: "The diagnosis was cancelled; nothing more is read for it.",
  },
};
