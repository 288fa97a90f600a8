import { expect, onTestFinished, test, vi } from "vitest";
import type { Principal } from "../../../domain/principal.ts";
import { createDiagnosisApi } from "../../../mcp-gateway/function-app/diagnosis-api.ts";
import { createHttpProgressFeed } from "../../../mcp-gateway/function-app/progress-feed-http.ts";
import { createJournalProgressFeed } from "../../../mcp-gateway/function-app/progress-feed-journal.ts";
import type { FunctionAppClient } from "../../../mcp-gateway/function-app-client.ts";
import type { ProgressJournal } from "../../../services/stores/progress-journal.ts";
import {
  alice,
  bob,
  type FunctionApp,
  started,
  startFunctionApp,
} from "../../client-functions/support/function-app.ts";
import { line } from "../../services/stores/support/journal-line.ts";
import { openJournal } from "../../services/stores/support/redis-journal.ts";
import { startRedisServer } from "../../services/stores/support/redis-server.ts";
import { describeWithRedis } from "../../services/stores/support/redis-suite.ts";
import { ManualClock } from "../support/manual-clock.ts";

const streams = 200;
const clock = new ManualClock();
const trace = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", isSampled: true };

/** The function app as a gateway reaches it, with the number of requests that it holds at this moment. */
function reach(app: FunctionApp): FunctionAppClient & { held: number } {
  const client = {
    held: 0,
    async send(request: Request) {
      client.held += 1;
      try {
        const { pathname, search } = new URL(request.url);
        const headers = Object.fromEntries(request.headers);
        const reply = await app.sendRaw("GET", `${pathname}${search}`, { headers });
        return Response.json(reply.body, { status: reply.status });
      } finally {
        client.held -= 1;
      }
    },
  };
  return client;
}

function apiOf(functionApp: FunctionAppClient, principal: Principal) {
  const signAssertion = async ({ objectId }: Principal) => objectId;
  return createDiagnosisApi({ functionApp, signAssertion, principal, trace });
}

/** Resolves once so many waits on a journal have begun. */
function waitsBegun(journal: ProgressJournal, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waitFor = journal.waitFor.bind(journal);
  const spy = vi.spyOn(journal, "waitFor").mockImplementation((...given) => {
    if (spy.mock.calls.length === count) resolve();
    return waitFor(...given);
  });
  return promise;
}

describeWithRedis("a diagnosis that many follow", () => {
  async function open() {
    const server = await startRedisServer();
    onTestFinished(() => server.stop());
    const app = startFunctionApp(undefined, { url: server.url });
    const journal = openJournal({ url: server.url });
    return { app, journal, functionApp: reach(app), id: await started(app) };
  }

  test.each([
    ["over HTTP holds a request of the function app for each", "http", streams],
    ["on the journal itself holds none", "journal", 0],
  ] as const)("%s, and each sees every line once and the end", async (_, kind, expected) => {
    const { app, journal, functionApp, id } = await open();
    const api = apiOf(functionApp, alice);
    const feed =
      kind === "http" ? createHttpProgressFeed(api, clock) : createJournalProgressFeed(api, journal, clock);
    await app.stores.journal.append(line("s1", { diagnosisId: id }));
    const allWait = waitsBegun(kind === "http" ? app.stores.journal : journal, streams);
    const followers = Array.from({ length: streams }, async () => {
      const seen: (number | string)[] = [];
      for await (const batch of feed.followProgress(id, 0, new AbortController().signal)) {
        seen.push(...batch.events.map(({ seq }) => seq));
        if (batch.ended) seen.push(batch.status);
      }
      return seen;
    });
    await allWait;
    const held = functionApp.held;
    await app.stores.journal.append(line("s2", { diagnosisId: id }));
    app.engine.set(id, { runtimeStatus: "Terminated" });
    app.stores.journal.wake(id);
    const seen = await Promise.all(followers);
    expect([held, new Set(seen.map((one) => one.join()))]).toEqual([expected, new Set(["1,2,cancelled"])]);
  });

  test("shows nothing of it to somebody else", async () => {
    const { app, journal, functionApp, id } = await open();
    await app.stores.journal.append(line("s1", { diagnosisId: id }));
    const read = vi.spyOn(journal, "read");
    const feed = createJournalProgressFeed(apiOf(functionApp, bob), journal, clock);
    const followed = (async () => {
      for await (const _ of feed.followProgress(id, 0, new AbortController().signal)) break;
    })();
    await expect(followed).rejects.toMatchObject({ name: "FunctionAppRefusedError", status: 404 });
    expect(read).not.toHaveBeenCalled();
  });
});
