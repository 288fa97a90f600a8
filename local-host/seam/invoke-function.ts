import { randomUUID } from "node:crypto";
import type { LogLevel, ProgrammingModel, TypedData } from "./core-types.ts";
import type { FunctionApp, RegisteredFunction } from "./function-app.ts";

export interface Invocation {
  /** The trigger's data; undefined sends none. Ignored where `triggerValue` is given. */
  triggerData?: TypedData;
  /** The trigger's value as the worker would have parsed it: saves the text in between. */
  triggerValue?: { value: unknown };
  /** Data of the other input bindings, by binding type in lower case. */
  inputs?: Record<string, TypedData>;
  triggerMetadata?: Record<string, TypedData>;
  invocationId?: string;
  /** Is told the invocation's context, which is otherwise out of reach when the handler throws. */
  onContext?: (context: unknown) => void;
  log: (level: LogLevel, category: string, message: string) => void;
}

interface Invoked {
  /** The handler's own return value, after the hooks. */
  result: unknown;
  /** The same as the worker would send it to the host. */
  respond(): Promise<TypedData | null | undefined>;
}

/**
 * One invocation, step by step as the Functions Node worker makes it: arguments, preInvocation hooks (which may replace
 * the inputs or the handler), the handler, postInvocation hooks (which may replace the result or the error).
 *
 * @throws what the handler or a hook threw.
 */
export async function invokeFunction(
  app: FunctionApp,
  model: ProgrammingModel,
  target: RegisteredFunction,
  invocation: Invocation,
): Promise<Invoked> {
  const invocationId = invocation.invocationId ?? randomUUID();
  const inputData: { name: string; data: TypedData }[] = [];
  if (!invocation.triggerValue)
    inputData.push({ name: target.triggerName, data: invocation.triggerData ?? {} });
  for (const [name, binding] of Object.entries(target.metadata.bindings)) {
    const data = invocation.inputs?.[(binding.type ?? "").toLowerCase()];
    if (data && name !== target.triggerName) inputData.push({ name, data });
  }
  const coreContext: Parameters<ProgrammingModel["getInvocationModel"]>[0] = {
    invocationId,
    metadata: target.metadata,
    request: {
      invocationId,
      functionId: target.metadata.functionId,
      inputData,
      triggerMetadata: invocation.triggerMetadata ?? {},
      traceContext: {},
      retryContext: undefined,
    },
    log: invocation.log,
  };
  const invocationModel = await model.getInvocationModel(coreContext);
  const { context, inputs } = await invocationModel.getArguments();
  invocation.onContext?.(context);
  if (invocation.triggerValue) inputs.unshift(invocation.triggerValue.value);

  const shared = { hookData: {}, appHookData: app.appHookData, invocationContext: context };
  const before = { ...shared, functionCallback: target.callback, inputs };
  coreContext.state = "preInvocationHooks";
  await app.runHooks("preInvocation", before);

  coreContext.state = "invocation";
  const after: Record<string, unknown> = { ...shared, inputs: before.inputs, result: null, error: null };
  try {
    after["result"] = await invocationModel.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after["error"] = error ?? new NothingThrownError(target.metadata.name);
  }
  coreContext.state = "postInvocationHooks";
  await app.runHooks("postInvocation", after);
  if (after["error"] !== null && after["error"] !== undefined) throw after["error"];
  const result = after["result"];
  return {
    result,
    respond: async () => (await invocationModel.getResponse(context, result)).returnValue,
  };
}

/** A handler threw undefined or null; the worker reports it as an unknown error. */
export class NothingThrownError extends Error {
  override readonly name = "NothingThrownError";
  readonly code = "NothingThrown";

  constructor(functionName: string) {
    super("Unknown error", { cause: functionName });
  }
}
