declare module "durable-functions/lib/src/util/testingUtils.js" {
  import type { InvocationContext } from "@azure/functions";
  import type { OrchestrationHandler } from "durable-functions";

  /** Wraps an orchestration as `df.app.orchestration` does before it registers it. Not exported by the package itself. */
  export function createOrchestrator(
    handler: OrchestrationHandler,
  ): (trigger: unknown, context: InvocationContext) => Promise<unknown>;
}
