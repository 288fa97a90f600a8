import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { expect, test } from "vitest";
import { SessionEventStore } from "../../../mcp-gateway/http/session-event-store.ts";

const progress = (message: string): JSONRPCMessage => ({
  jsonrpc: "2.0",
  method: "notifications/progress",
  params: { message },
});
const answer = (id: number, text = ""): JSONRPCMessage => ({ jsonrpc: "2.0", id, result: { text } });
const priming = {} as JSONRPCMessage;

async function replayed(store: SessionEventStore, lastEventId: string): Promise<JSONRPCMessage[]> {
  const messages: JSONRPCMessage[] = [];
  await store.replayEventsAfter(lastEventId, { send: async (_, message) => void messages.push(message) });
  return messages;
}

test("what came after an event on its own stream is replayed in order, and nothing else", async () => {
  const store = new SessionEventStore();
  const first = await store.storeEvent("a", priming);
  await store.storeEvent("b", progress("other stream"));
  const one = await store.storeEvent("a", progress("one"));
  await store.storeEvent("a", progress("two"));
  expect(await replayed(store, first)).toEqual([progress("one"), progress("two")]);
  expect(await replayed(store, one)).toEqual([progress("two")]);
});

test("an event of another session is unknown", async () => {
  const hers = new SessionEventStore();
  const his = new SessionEventStore();
  const event = await hers.storeEvent("_GET_stream", progress("hers"));
  await his.storeEvent("_GET_stream", progress("his"));
  expect(his.streamOf(event)).toBeUndefined();
  await expect(replayed(his, event)).rejects.toMatchObject({
    name: "UnknownEventError",
    code: "UnknownEvent",
  });
});

test("a stream belongs to the requests of its POST, those of handlers that run on later among them", async () => {
  const store = new SessionEventStore();
  const later = Promise.withResolvers<void>();
  const handled = store.duringPost([1, 2], async () => {
    await store.storeEvent("a", priming);
    await later.promise;
    await store.storeEvent("a", answer(1));
  });
  await store.duringPost([3], () => store.storeEvent("b", priming));
  later.resolve();
  await handled;
  const event = await store.storeEvent("a", progress("outside"));
  expect(store.streamOf(event)).toMatchObject({ id: "a", requestIds: [1, 2], unanswered: new Set([2]) });
});

test("the session's own stream answers no request", async () => {
  const store = new SessionEventStore();
  const event = await store.duringPost([1], () => store.storeEvent("_GET_stream", progress("x")));
  expect(store.streamOf(event)?.requestIds).toEqual([]);
});

test("a forgotten request takes its stream along; a stream with another request stays", async () => {
  const store = new SessionEventStore();
  const [alone, shared] = await Promise.all([
    store.duringPost([1], () => store.storeEvent("a", priming)),
    store.duringPost([2, 3], () => store.storeEvent("b", priming)),
  ]);
  store.forget(1);
  store.forget(2);
  store.forget(99);
  expect([store.streamOf(alone ?? ""), store.streamOf(shared ?? "")?.unanswered]).toEqual([
    undefined,
    new Set([3]),
  ]);
});

test("beyond its size the store drops streams that are answered, and never the newest event", async () => {
  const store = new SessionEventStore(1_000);
  const done = await store.duringPost([1], () => store.storeEvent("a", answer(1, "x".repeat(600))));
  const open = await store.duringPost([2], () => store.storeEvent("b", priming));
  const large = await store.duringPost([3], () => store.storeEvent("c", answer(3, "x".repeat(2_000))));
  expect([done, open, large].map((event) => store.streamOf(event)?.id)).toEqual([undefined, "b", "c"]);
});

test("a stream that alone is too large keeps its newest events", async () => {
  const store = new SessionEventStore(1_000);
  const ids = [];
  for (let index = 0; index < 10; index += 1)
    ids.push(
      await store.duringPost([1], () => store.storeEvent("a", progress(`${index} ${"x".repeat(200)}`))),
    );
  expect(ids.map((id) => store.streamOf(id) !== undefined)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
});
