import { app } from "@azure/functions";
import type { OrchestrationContext } from "durable-functions";
import * as df from "durable-functions";

/** An orchestration with two activities and a timer, and a hook that must not see a replay. */
const slot = Symbol.for("azebal.tests.local-host.replay.hooked");
const holder = globalThis as unknown as Record<symbol, number | undefined>;

app.hook.preInvocation(() => {
  holder[slot] = (holder[slot] ?? 0) + 1;
});

df.app.orchestration("small", function* (context: OrchestrationContext) {
  const first: unknown = yield context.df.callActivity("first", { n: 1 });
  context.df.setCustomStatus({ after: first });
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1_000));
  return yield context.df.callActivity("second", { first });
});
