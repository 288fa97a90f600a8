import { createHash } from "node:crypto";
import type { InvocationContext } from "@azure/functions";
import type { ActivityHandler } from "durable-functions";
import { z } from "zod";
import type { ActivityContract } from "../../domain/activity-catalogue.ts";
import { failureCodes, type Outcome } from "../../domain/failure.ts";
import { createTrace, parseTraceparent, type Trace, withTrace } from "../../services/platform/trace.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { InvalidActivityInputError } from "./invalid-activity-input-error.ts";
import { SanitisedActivityError } from "./sanitised-error.ts";

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
  const perform = async (received: unknown): Promise<z.output<Output>> => {
    const parsed = contract.input.safeParse(received);
    if (!parsed.success) throw new InvalidActivityInputError(contract.name, parsed.error);
    const input = parsed.data;
    const { diagnoses } = dependencies.stores;
    if (options.stopsOnCancel && (await diagnoses.isCancelRequested(input.diagnosisId)))
      return contract.output.parse(cancelled);
    return contract.output.parse(await run(input));
  };
  return async (received, context) => {
    const startedMs = performance.now();
    const identity = identityOf(received);
    const fields = () => ({
      activity: contract.name,
      ...identity,
      duration_ms: Math.round(performance.now() - startedMs),
    });
    return await withTrace(traceOf(context, identity.diagnosis_id), async () => {
      try {
        const output = await perform(received);
        const outcome = output.ok ? "ok" : output.failure.code;
        dependencies.log.info(`Activity ${contract.name} ended: ${outcome}.`, { ...fields(), outcome });
        return output;
      } catch (error) {
        const thrown = new SanitisedActivityError(contract.name, error);
        dependencies.log.warn(thrown.message, { ...fields(), outcome: "thrown", error });
        throw thrown;
      }
    });
  };
}

/** The host's trace; where it has none, one that is the same in all activities of a diagnosis, in every process. */
function traceOf(context: InvocationContext, diagnosisId: string | undefined): Trace {
  const parent = parseTraceparent(context.traceContext?.traceParent);
  if (parent || diagnosisId === undefined) return createTrace(parent);
  const traceId = createHash("sha256").update(diagnosisId).digest("hex").slice(0, 32);
  return { ...createTrace(), traceId };
}

function identityOf(received: unknown): { diagnosis_id?: string; step_id?: string } {
  const parsed = IdentitySchema.safeParse(received);
  return parsed.success ? { diagnosis_id: parsed.data.diagnosisId, step_id: parsed.data.stepId } : {};
}

const IdentitySchema = z.looseObject({ diagnosisId: z.string(), stepId: z.string() });

const cancelled: Outcome<never> = {
  ok: false,
  failure: {
    code: failureCodes.cancelled,
    message: "The diagnosis was cancelled; nothing more is read for it.",
  },
};
