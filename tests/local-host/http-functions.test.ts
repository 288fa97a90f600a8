import { expect, test } from "vitest";
import { get, origin, post, startOrdersHost } from "./orders-host.ts";

test("an HTTP function gets route parameters, query, headers, method and body", async () => {
  const host = await startOrdersHost();
  const response = await host.fetch(
    new Request(`${origin}/api/orders/a%20b/lines/7?x=1&y=%26`, {
      method: "POST",
      body: "text",
      headers: { "x-custom": "kept" },
    }),
  );
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({
    method: "POST",
    url: `${origin}/api/orders/a%20b/lines/7?x=1&y=%26`,
    params: { id: "a b", line: "7" },
    query: { x: "1", y: "&" },
    header: "kept",
    body: "text",
  });
});

test("the more specific route wins", async () => {
  const host = await startOrdersHost();
  expect(await (await get(host, "/api/orders/open/lines/1")).text()).toBe("literal");
  expect(await (await get(host, "/api/orders/open/lines/2")).json()).toMatchObject({
    params: { id: "open", line: "2" },
  });
});

test("optional and catch-all parameters match, and are absent when the path ends before them", async () => {
  const host = await startOrdersHost();
  const params = async (path: string) =>
    ((await (await get(host, path)).json()) as { params: unknown }).params;
  expect(await params("/api/optional")).toEqual({});
  expect(await params("/api/optional/x")).toEqual({ name: "x" });
  expect(await params("/api/files")).toEqual({});
  expect(await params("/api/files/a/b.txt")).toEqual({ path: "a/b.txt" });
});

test("a path without a route is 404, a method that no function takes is 405 with those that are taken", async () => {
  const host = await startOrdersHost();
  expect((await get(host, "/api/nothing")).status).toBe(404);
  expect((await get(host, "/elsewhere")).status).toBe(404);
  expect((await get(host, "/api/orders/a/lines/not-a-number")).status).toBe(404);
  const refused = await host.fetch(new Request(`${origin}/api/orders/a/lines/1`, { method: "DELETE" }));
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, POST"]);
});

test("a function without a route answers under its own name, to GET and POST", async () => {
  const host = await startOrdersHost();
  for (const response of [await get(host, "/api/unnamed"), await post(host, "/api/unnamed", 1)]) {
    expect([response.status, response.headers.get("x-made"), await response.text()]).toEqual([
      201,
      "yes",
      "made",
    ]);
  }
});

test("bytes go in and out as they are", async () => {
  const host = await startOrdersHost();
  const body = new Uint8Array([0, 255, 128, 10]);
  const response = await host.fetch(new Request(`${origin}/api/bytes`, { method: "POST", body }));
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(body.toReversed());
});

test("cookies become set-cookie headers", async () => {
  const host = await startOrdersHost();
  const response = await get(host, "/api/cookie");
  expect(response.headers.getSetCookie()).toEqual(["seen=a%20b; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"]);
});

test("a handler that returns nothing answers 204", async () => {
  const host = await startOrdersHost();
  expect((await get(host, "/api/silent")).status).toBe(204);
});

test("an unhandled error answers 500 without its text, which goes to the log", async () => {
  const logged: string[] = [];
  const host = await startOrdersHost({
    log: ({ level, message }) => level === "error" && logged.push(message),
  });
  const response = await get(host, "/api/broken");
  expect([response.status, await response.text()]).toEqual([500, ""]);
  expect(logged.join("\n")).toContain("HTTP function 'broken' failed: Error: not for the caller");
});

test("the route prefix of host.json takes the place of api", async () => {
  const hostJson = { version: "2.0", extensions: { http: { routePrefix: "" } } };
  const host = await startOrdersHost({ hostJson });
  expect((await get(host, "/unnamed")).status).toBe(201);
  expect((await get(host, "/api/unnamed")).status).toBe(404);
});
