import { expect, test } from "vitest";
import { get, management, origin, post, runToEnd, startOrdersHost } from "./orders-host.ts";

test("the durable client starts, reads, raises, terminates and purges", async () => {
  const host = await startOrdersHost();
  const call = async (name: string, id: string, body: unknown = null) => {
    const response = await post(host, `/api/client/${name}/${id}`, body);
    return { status: response.status, body: response.status === 200 ? await response.json() : undefined };
  };
  expect(await call("start", "a", ["Tokyo"])).toEqual({ status: 200, body: "a" });
  expect(await call("start-and-wait", "b", ["Seattle", "Cairo"])).toEqual({
    status: 200,
    body: ["Hello Seattle", "Hello Cairo"],
  });
  await post(host, "/runtime/webhooks/durabletask/orchestrators/waits/c");
  await post(host, "/runtime/webhooks/durabletask/orchestrators/waits/d");
  expect(await call("raise", "c", { go: 1 })).toEqual({ status: 202, body: undefined });
  expect(await call("terminate", "d")).toEqual({ status: 202, body: undefined });
  expect(await runToEnd(host, "greet", [], "e")).toEqual([]);
  const { body } = await call("status", "c");
  expect(body).toMatchObject({
    name: "waits",
    instanceId: "c",
    runtimeStatus: "Completed",
    output: { go: 1 },
  });
  expect((await call("status", "d")).body).toMatchObject({ runtimeStatus: "Terminated", output: "because" });
  expect((await call("list", "x")).body).toEqual(["a", "b", "c", "d", "e"]);
  expect((await call("purge", "c")).body).toEqual({ instancesDeleted: 1 });
  expect((await call("purge", "never-there")).body).toEqual({ instancesDeleted: 0 });
});

test("createCheckStatusResponse points to the origin of the caller's request", async () => {
  const host = await startOrdersHost();
  const response = await post(host, "/api/client/start-and-check/a");
  expect(response.status).toBe(202);
  const links = (await response.json()) as Record<string, string>;
  expect(Object.keys(links)).toEqual([
    "id",
    "statusQueryGetUri",
    "sendEventPostUri",
    "terminatePostUri",
    "rewindPostUri",
    "purgeHistoryDeleteUri",
    "restartPostUri",
    "suspendPostUri",
    "resumePostUri",
  ]);
  expect(links["id"]).toBe("a");
  expect(response.headers.get("location")).toBe(links["statusQueryGetUri"]);
  const status = await host.fetch(new Request(links["statusQueryGetUri"] ?? ""));
  expect(links["statusQueryGetUri"]).toContain(`${management}/instances/a?`);
  expect(await status.json()).toMatchObject({ instanceId: "a", name: "greet" });
});

test("the loopback listener answers to its key and to nobody else", async () => {
  const host = await startOrdersHost();
  const links = (await (await post(host, "/api/client/payload/a")).json()) as Record<string, string>;
  const keyed = new URL(links["statusQueryGetUri"] ?? "");
  expect(keyed.hostname).toBe("127.0.0.1");
  expect((await fetch(keyed)).status).toBe(404);
  expect((await fetch(`${keyed.origin}${keyed.pathname}`)).status).toBe(401);
  expect((await fetch(`${keyed.origin}${keyed.pathname}?code=guessed`)).status).toBe(401);
  expect((await fetch(`${keyed.origin}/durabletask/instances/a`)).status).toBe(404);
  expect((await fetch(`${keyed.origin}/guessed/durabletask/instances/a`)).status).toBe(404);
  expect((await fetch(`${keyed.origin}/api/unnamed`)).status).toBe(404);
  expect((await get(host, keyed.pathname)).status).toBe(404);
});

test("an event that is sent twice under one ID is raised once", async () => {
  const host = await startOrdersHost();
  await post(host, "/runtime/webhooks/durabletask/orchestrators/reusesTimer/a");
  const raise = (value: string, id: string) =>
    host.fetch(
      new Request(`${management}/instances/a/raiseEvent/go`, {
        method: "POST",
        body: JSON.stringify(value),
        headers: { "content-type": "application/json", "x-azebal-event-id": id },
      }),
    );
  for (const [value, id] of [
    ["one", "1"],
    ["one again", "1"],
    ["two", "2"],
    ["three", "3"],
  ] as const)
    expect((await raise(value, id)).status).toBe(202);
  const ended = await post(host, "/runtime/webhooks/durabletask/instances/a/raiseEvent/nothing", 1);
  expect([202, 410]).toContain(ended.status);
  for (;;) {
    const status = await get(host, "/runtime/webhooks/durabletask/instances/a");
    if (status.status === 202) continue;
    expect(await status.json()).toMatchObject({
      output: { got: ["one", "two", "three"], last: "Hello the end" },
    });
    return;
  }
});

test("entities are answered with one clear message", async () => {
  const host = await startOrdersHost();
  const response = await get(host, "/runtime/webhooks/durabletask/entities/counter/a");
  expect([response.status, await response.json()]).toEqual([
    501,
    {
      Message:
        "The local host does not run durable entities. Run the app in Azure, or keep the state in an orchestration or a store.",
    },
  ]);
});

test("a numeric event name is refused", async () => {
  const host = await startOrdersHost();
  await post(host, "/runtime/webhooks/durabletask/orchestrators/waits/a");
  const response = await post(host, "/runtime/webhooks/durabletask/instances/a/raiseEvent/0", "data");
  expect([response.status, await response.json()]).toEqual([
    400,
    {
      Message:
        "An event must not be named '0': durable-functions takes a name of digits for the number of a task, and completes that task with the event's data. Use a name with a letter.",
    },
  ]);
});

test("an input over the limit is refused before anything is stored", async () => {
  const host = await startOrdersHost();
  const response = await post(
    host,
    "/runtime/webhooks/durabletask/orchestrators/greet/a",
    "x".repeat(16 * 1024 * 1024 + 1),
  );
  expect([response.status, await response.json()]).toEqual([
    413,
    {
      Message:
        "The input is 16.0 MB, and the local host keeps 16.0 MB at most. Store the data elsewhere and pass a reference to it.",
    },
  ]);
  expect((await get(host, "/runtime/webhooks/durabletask/instances/a")).status).toBe(404);
});

test("a management request that fits no route is 404", async () => {
  const host = await startOrdersHost();
  for (const path of ["", "/nothing", "/instances/a/b/c/d", "/orchestrators", "/instances/a/explode"])
    expect((await post(host, `/runtime/webhooks/durabletask${path}`)).status).toBe(404);
  expect(origin).toBe("http://my-app.example");
});
