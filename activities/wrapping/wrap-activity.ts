import type { InvocationContext } from "@azure/functions";
import type { ActivityHandler } from "durable-functions";
import { z } from "zod";
import type { ActivityContract } from "../../domain/activity-catalogue.ts";
import { failureCodes, type Outcome } from "../../domain/failure.ts";
import { parseTraceparent } from "../../services/platform/trace.ts";
import { correlationIdOf } from "../../services/platform/tracing/correlation-id.ts";
import { type SpanBegin, untraced } from "../../services/platform/tracing.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { diagnosisTrace } from "./diagnosis-trace.ts";
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
 * measures, logs and traces, and parses the output. Expected failures are the activity's own data; everything thrown leaves as
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
    const begin = await beginOf(contract.name, identity, context, dependencies);
    return await (dependencies.tracing ?? untraced).span(begin, async (span) => {
      const fields = () => ({
        activity: contract.name,
        ...identity,
        correlation_id: correlationIdOf(span.trace),
        duration_ms: Math.round(performance.now() - startedMs),
      });
      try {
        const output = await perform(received);
        const outcome = output.ok ? "ok" : output.failure.code;
        span.set({ "azebal.outcome": outcome });
        dependencies.log.info(`Activity ${contract.name} ended: ${outcome}.`, { ...fields(), outcome });
        return output;
      } catch (error) {
        const thrown = new SanitisedActivityError(contract.name, error);
        span.fail(thrown.code);
        dependencies.log.warn(thrown.message, { ...fields(), outcome: "thrown", error });
        throw thrown;
      }
    });
  };
}

/**
 * A step of the diagnosis, and so of the call that started it. The host's own trace, where it has one, is another: Azure's
 * host begins it anew in each turn, so it is only pointed at.
 */
async function beginOf(
  name: string,
  { diagnosis_id: diagnosisId, step_id: stepId }: ReturnType<typeof identityOf>,
  context: InvocationContext,
  { stores }: ActivityDependencies,
): Promise<SpanBegin> {
  const host = parseTraceparent(context.traceContext?.traceParent);
  const parent =
    diagnosisId === undefined ? host : (await diagnosisTrace(stores.diagnoses, diagnosisId)).trace;
  return {
    name: `activity:${name}`,
    kind: "internal",
    parent,
    ...(host === undefined || host === parent ? {} : { link: host }),
    attributes: {
      "durabletask.type": "activity",
      "durabletask.task.name": name,
      "durabletask.task.instance_id": diagnosisId,
      "azebal.step.id": stepId,
    },
  };
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
