import { expect, test } from "vitest";
import type { TraceRequest } from "../../../../services/azure/reading/signed-exchange.ts";
import { startLoopbackAzure } from "../support/loopback-azure.ts";
import { arm, readerOn } from "../support/reader-on.ts";
import { vault } from "../support/table-paths.ts";

function tracer() {
  const seen: string[] = [];
  const traceRequest: TraceRequest = async ({ method, plane, url }, send) => {
    const step = seen.length + 1;
    seen.push(`${plane} ${method} ${url.pathname}`);
    const answer = await send({ traceparent: `step-${step}` });
    seen.push(`${step}: ${answer.status}`);
    return answer;
  };
  return { seen, traceRequest };
}

test("each request carries the headers of its own step, also the one that is sent again with a fresh token", async () => {
  const azure = await startLoopbackAzure(({ headers }) =>
    headers["authorization"] === "Bearer token-1" ? { status: 401, body: {} } : { body: { id: vault } },
  );
  const { seen, traceRequest } = tracer();
  const outcome = await readerOn(azure.origin, { traceRequest })(arm(vault));
  expect(outcome.ok).toBe(true);
  expect(azure.received.map(({ headers }) => [headers["traceparent"], headers["authorization"]])).toEqual([
    ["step-1", "Bearer token-1"],
    ["step-3", "Bearer token-2"],
  ]);
  expect(seen).toEqual([`arm GET ${vault}`, "1: 401", `arm GET ${vault}`, "3: 200"]);
});

test("without a trace no header of one is sent", async () => {
  const azure = await startLoopbackAzure(() => ({ body: { id: vault } }));
  await readerOn(azure.origin)(arm(vault));
  const names = Object.keys(azure.received[0]?.headers ?? {});
  expect(names.filter((name) => /trace|correlation|request-id/u.test(name))).toEqual([]);
});
