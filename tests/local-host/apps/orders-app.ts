import { app, type HttpRequest, type InvocationContext } from "@azure/functions";
import type { OrchestrationContext } from "durable-functions";
import * as df from "durable-functions";
import { seenByOrders } from "./seen-by-orders.ts";

/** An app with HTTP functions, a durable client in one of them, and hooks. */
const seen = seenByOrders();

app.hook.appStart((context) => {
  seen.lives.push(["start", { ...context.hookData }]);
  context.hookData["opened"] = true;
});

app.hook.appTerminate(async (context) => {
  seen.lives.push(["terminate", { ...context.hookData }]);
  await seen.terminating();
});

app.hook.preInvocation((context) => {
  context.hookData["before"] = true;
  if (context.invocationContext.options.trigger.type === "orchestrationTrigger")
    seen.triggers.push(structuredClone(context.inputs[0]) as Record<string, unknown>);
  const [first] = context.inputs as [{ hooked?: boolean } | undefined];
  if (first?.hooked) {
    context.inputs = [{ replaced: true }];
    const handler = context.functionHandler;
    context.functionHandler = async (...inputs) => ({ wrapped: await handler(...inputs) });
  }
});

app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName === "rescued" && context.error) {
    context.error = null;
    context.result = `rescued, before was ${String(context.hookData["before"])}`;
  }
});

const echo = async (request: HttpRequest) => ({
  jsonBody: {
    method: request.method,
    url: request.url,
    params: request.params,
    query: Object.fromEntries(request.query),
    header: request.headers.get("x-custom"),
    body: await request.text(),
  },
});

app.http("echo", { route: "orders/{id}/lines/{line:int}", methods: ["GET", "POST"], handler: echo });
app.http("optional", { route: "optional/{name?}", methods: ["GET"], handler: echo });
app.http("rest", { route: "files/{*path}", methods: ["GET"], handler: echo });
app.http("literal", {
  route: "orders/open/lines/1",
  methods: ["GET"],
  handler: async () => ({ body: "literal" }),
});
app.http("unnamed", { handler: async () => ({ status: 201, headers: { "x-made": "yes" }, body: "made" }) });
app.http("bytes", {
  methods: ["POST"],
  handler: async (request) => ({ body: new Uint8Array(await request.arrayBuffer()).toReversed() }),
});
app.http("cookie", {
  methods: ["GET"],
  handler: async () => ({
    cookies: [{ name: "seen", value: "a b", path: "/", httpOnly: true, sameSite: "Lax", maxAge: 60 }],
  }),
});
app.http("silent", { methods: ["GET"], handler: async () => undefined as never });
app.http("broken", {
  methods: ["GET"],
  handler: async () => {
    throw new Error("not for the caller");
  },
});

/** One durable client call per request: what the function app of a product does. */
app.http("client", {
  route: "client/{call}/{id}",
  methods: ["POST"],
  extraInputs: [df.input.durableClient()],
  handler: async (request: HttpRequest, context: InvocationContext) => {
    const client = df.getClient(context);
    const { call = "", id = "" } = request.params;
    const text = await request.text();
    switch (call) {
      case "start":
        return { jsonBody: await client.startNew("greet", { instanceId: id, input: JSON.parse(text) }) };
      case "start-and-check":
        return client.createCheckStatusResponse(
          request,
          await client.startNew("greet", { instanceId: id, input: [] }),
        );
      case "start-and-wait": {
        const started = await client.startNew("greet", { instanceId: id, input: JSON.parse(text) });
        return client.waitForCompletionOrCreateCheckStatusResponse(request, started, {
          timeoutInMilliseconds: 5_000,
          retryIntervalInMilliseconds: 5,
        });
      }
      case "status":
        return { jsonBody: await client.getStatus(id, { showInput: true }) };
      case "list":
        return { jsonBody: (await client.getStatusAll()).map(({ instanceId }) => instanceId) };
      case "raise":
        await client.raiseEvent(id, "go", JSON.parse(text));
        return { status: 202 };
      case "terminate":
        await client.terminate(id, "because");
        return { status: 202 };
      case "suspend":
        await client.suspend(id, "pause");
        return { status: 202 };
      case "purge":
        return { jsonBody: await client.purgeInstanceHistory(id) };
      case "payload":
        return { jsonBody: client.createHttpManagementPayload(id) };
      default:
        return { status: 400 };
    }
  },
});

df.app.activity("greeting", {
  handler: (name: string, context) => {
    seen.activities.push({ ...context.triggerMetadata });
    return `Hello ${name}`;
  },
});
df.app.activity("hooked", { handler: (input: unknown) => input });
df.app.activity("rescued", {
  handler: () => {
    throw new Error("lost");
  },
});
df.app.activity("slow", {
  handler: async (_: unknown, context) => {
    seen.activities.push({ ...context.triggerMetadata });
    seen.slowStarted();
    await seen.slowReleased;
    return "slow done";
  },
});

df.app.orchestration("greet", function* (context: OrchestrationContext) {
  const out: unknown[] = [];
  for (const name of context.df.getInput() as string[])
    out.push(yield context.df.callActivity("greeting", name));
  return out;
});
df.app.orchestration("hooks", function* (context: OrchestrationContext) {
  const hooked: unknown = yield context.df.callActivity("hooked", { hooked: true });
  const rescued: unknown = yield context.df.callActivity("rescued", {});
  return { hooked, rescued };
});
df.app.orchestration("callsSlow", function* (context: OrchestrationContext) {
  return yield context.df.callActivity("slow", {});
});
df.app.orchestration("waits", function* (context: OrchestrationContext) {
  return yield context.df.waitForExternalEvent("go");
});
/** One timer that is waited for again and again, and an activity after it. */
df.app.orchestration("reusesTimer", function* (context: OrchestrationContext) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  const got: unknown[] = [];
  while (got.length < 3) {
    const event = context.df.waitForExternalEvent("go");
    yield context.df.Task.any([event, timer]);
    got.push(event.result);
  }
  timer.cancel();
  const last: unknown = yield context.df.callActivity("greeting", "the end");
  return { got, last };
});
