import type { InvocationRequest, TypedData } from "../../../../local-host/seam/core-types.ts";
import type { LoadedApp, RegisteredFunction } from "./functions-core.ts";

/** The binding that starts a function, with its name. */
export function triggerOf({ metadata }: RegisteredFunction) {
  const [name, binding] = Object.entries(metadata.bindings).find(([, { type }]) =>
    /trigger$/i.test(type ?? ""),
  )!;
  return { name, ...binding };
}

/** The inputs that stand beside the trigger's: the durable client, whose text the extension wrote. */
export function clientInputs({ metadata }: RegisteredFunction, binding: string) {
  return Object.entries(metadata.bindings)
    .filter(([, { type }]) => type === "durableClient")
    .map(([name]) => ({ name, data: { string: binding } }));
}

/** Runs a function in the order in which the Functions Node worker does, and gives what it returned as typed data. */
export async function invokeFunction(
  app: LoadedApp,
  { metadata, callback }: RegisteredFunction,
  inputData: InvocationRequest["inputData"],
  triggerMetadata: InvocationRequest["triggerMetadata"] = {},
): Promise<TypedData | null | undefined> {
  const invocationId = crypto.randomUUID();
  const { functionId } = metadata;
  const request = { invocationId, functionId, inputData, triggerMetadata, traceContext: {} };
  const invocation = await app.model!.getInvocationModel({
    invocationId,
    metadata,
    request: { ...request, retryContext: undefined },
    log: () => {},
  });
  const { context: invocationContext, inputs } = await invocation.getArguments();
  const shared = { hookData: {}, appHookData: {}, invocationContext };
  const before = { ...shared, functionCallback: callback, inputs };
  for (const hook of app.hooks.get("preInvocation") ?? []) await hook(before);
  const after: { result: unknown; error: unknown } = { result: null, error: null };
  try {
    after.result = await invocation.invokeFunction(invocationContext, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  for (const hook of app.hooks.get("postInvocation") ?? [])
    await hook({ ...shared, inputs: before.inputs, ...after });
  if (after.error) throw after.error;
  return (await invocation.getResponse(invocationContext, after.result)).returnValue;
}
