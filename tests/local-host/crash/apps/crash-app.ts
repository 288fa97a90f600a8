import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { app } from "@azure/functions";
import type { OrchestrationContext } from "durable-functions";
import * as df from "durable-functions";

/** An app that kills its own process, once at every point that it comes to while `crash-points` asks for it. */
const directory = process.env["CRASH_DIRECTORY"] ?? "";
const log = join(directory, "log.txt");
const points = join(directory, "points.txt");

function note(line: string): void {
  appendFileSync(log, `${line}\n`);
}

/** The kernel ends the process here, the first time that it comes to this point. */
function crashOnce(point: string): void {
  if (process.env["CRASH_EVERYWHERE"] !== "1") return;
  const seen = existsSync(points) ? readFileSync(points, "utf8").split("\n") : [];
  if (seen.includes(point)) return;
  appendFileSync(points, `${point}\n`);
  process.kill(process.pid, "SIGKILL");
}

interface Turn {
  instanceId: string;
  history: { OrchestrationInstance?: { ExecutionId: string } }[];
}

function pointOf({ instanceId, history }: Turn): string {
  const execution = history.find((event) => event.OrchestrationInstance)?.OrchestrationInstance?.ExecutionId;
  return `turn ${instanceId} ${execution} ${history.length}`;
}

app.hook.preInvocation((context) => {
  if (context.invocationContext.options.trigger.type !== "orchestrationTrigger") return;
  const turn = context.inputs[0] as Turn;
  context.hookData["point"] = pointOf(turn);
});

app.hook.postInvocation((context) => {
  const { point } = context.hookData;
  if (typeof point === "string") crashOnce(`${point} is decided`);
});

interface Step {
  step: string;
}

df.app.activity("step", {
  handler: ({ step }: Step, context) => {
    const key = String(context.triggerMetadata?.["idempotencyKey"]);
    note(`start ${step} ${key}`);
    note(`effect ${step} ${key}`);
    crashOnce(`activity ${step} has worked`);
    return `${step} done`;
  },
});

/** Runs until somebody kills it; once a file of its name is there it returns at once. */
df.app.activity("hang", {
  handler: async ({ step }: Step, context) => {
    note(`start ${step} ${String(context.triggerMetadata?.["idempotencyKey"])}`);
    if (existsSync(join(directory, `${step}.released`))) return `${step} done`;
    process.stdout.write(`hanging ${step}\n`);
    return new Promise(() => undefined);
  },
});

const step = (context: OrchestrationContext, name: string) => context.df.callActivity("step", { step: name });

df.app.orchestration("child", function* (context: OrchestrationContext) {
  return yield step(context, "in the child");
});

/** A bit of everything that has to be durable. */
df.app.orchestration("everything", function* (context: OrchestrationContext) {
  const { generation, got } = context.df.getInput() as { generation: number; got: unknown[] };
  const first: unknown = yield step(context, `first ${generation}`);
  if (generation === 0) {
    context.df.continueAsNew({ generation: 1, got: [first] });
    return undefined;
  }
  const both: unknown = yield context.df.Task.all([step(context, "left"), step(context, "right")]);
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 20));
  const child: unknown = yield context.df.callSubOrchestrator("child", {}, `${context.df.instanceId}-child`);
  const last: unknown = yield step(context, "last");
  return [...got, first, both, child, last];
});

df.app.orchestration("sequence", function* (context: OrchestrationContext) {
  const out: unknown[] = [];
  out.push(yield step(context, "one"));
  out.push(yield step(context, "two"));
  out.push(yield context.df.callActivity("hang", { step: "three" }));
  out.push(yield step(context, "four"));
  return out;
});

df.app.orchestration("waitsForTimer", function* (context: OrchestrationContext) {
  const { delayMs } = context.df.getInput() as { delayMs: number };
  const before: unknown = yield step(context, "before");
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + delayMs));
  const after: unknown = yield step(context, "after");
  return [before, after];
});

df.app.orchestration("waitsForEvent", function* (context: OrchestrationContext) {
  const before: unknown = yield step(context, "before");
  const event: unknown = yield context.df.waitForExternalEvent("go");
  return [before, event];
});
