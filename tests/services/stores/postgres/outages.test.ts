import { expect, onTestFinished, test } from "vitest";
import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import type { Stores } from "../../../../services/stores/stores.ts";
import { entry } from "../contracts/audit-log-contract.ts";
import { alice, at } from "../contracts/stores-factory.ts";
import type { AuditWriterTask } from "../support/audit-writer.ts";
import { startPostgresServer } from "../support/postgres-server.ts";
import { aSchema, describeWithPostgres, usePostgresServer } from "../support/postgres-suite.ts";
import { startProxy } from "../support/server-proxy.ts";
import { temporaryFolder } from "../support/temporary-stores.ts";
import { startWriter } from "../support/writer-process.ts";

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

function open(options: StoresOptions): Stores {
  const stores = openStores(options);
  onTestFinished(() => stores.close());
  return stores;
}

/** Oldest first. */
async function stored({ audit }: Stores, name = ""): Promise<string[]> {
  const outcomes = (await audit.list({ limit: 10_000 })).map(({ outcome }) => outcome).toReversed();
  return outcomes.filter((outcome) => outcome.startsWith(name));
}

/** Until everything is delivered that was written on this machine. */
async function delivered(stores: Stores, count: number): Promise<string[]> {
  for (;;) {
    const outcomes = await stored(stores).catch(() => []);
    if (outcomes.length >= count) return outcomes;
  }
}

const writeAudit = (task: AuditWriterTask) => startWriter(task, "audit-writer.ts");

describeWithPostgres("a server that is killed and started again", () => {
  test("in the middle of a thousand audit entries has all of them, once, in order, and no write waited", async () => {
    const server = await startPostgresServer();
    onTestFinished(() => server.stop());
    const stores = open({ directory: temporaryFolder(), postgres: { url: server.url } });
    const names = numbered("n", 1_000);
    let slowestMs = 0;
    const write = async (outcome: string) => {
      const startedAtMs = performance.now();
      await stores.audit.write(entry({ outcome }));
      slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
    };
    for (const name of names.slice(0, 300)) await write(name);
    expect(await stored(stores)).toEqual(names.slice(0, 300));
    for (const name of names.slice(300, 500)) await write(name);
    await server.kill();
    for (const name of names.slice(500)) await write(name);
    await server.restart();
    expect(await delivered(stores, 1_000)).toEqual(names);
    expect(slowestMs).toBeLessThan(1_000);
  });

  test("while evidence and claims are made has each once, and nobody was told of it", async () => {
    const server = await startPostgresServer();
    onTestFinished(() => server.stop());
    const stores = open({ directory: temporaryFolder(), postgres: { url: server.url } });
    await stores.diagnoses.get("d");
    const put = (number: number) => stores.evidence.put(evidence(`e${number}`));
    const claim = (number: number) => stores.diagnoses.claim(aClaim(`d${number}`));
    const half = numbered("", 60).map(Number);
    const first = half.map((number) => [put(number), claim(number)] as const);
    await server.kill();
    const second = half.map((number) => [put(100 + number), claim(100 + number)] as const);
    await server.restart();
    const answers = await Promise.all([...first, ...second].flat());
    const created = answers.filter((answer) => "created" in answer && answer.created).length;
    const listed = await stores.evidence.list("d1");
    const page = await stores.diagnoses.list(alice, { limit: 500 });
    expect([created, listed.length, page.diagnoses.length]).toEqual([120, 120, 120]);
  });
});

describeWithPostgres("audit entries on their way to a server", () => {
  const server = usePostgresServer();
  const settings = () => ({ url: server().url, schema: aSchema() });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    "are stored once where the connection breaks in place of reply %i",
    async (reply) => {
      const proxy = await startProxy(server().port);
      const schema = aSchema();
      const url = server().url.replace(`:${server().port}/`, `:${proxy.port}/`);
      const lines: string[] = [];
      const log = { warn: (text: string) => void lines.push(text), info: () => {} };
      const stores = open({ directory: temporaryFolder(), postgres: { url, schema, log } });
      await stores.audit.write(entry({ outcome: "before" }));
      expect(await stored(stores)).toEqual(["before"]);
      proxy.cutNextReply(reply);
      for (const name of numbered("n", 10)) await stores.audit.write(entry({ outcome: name }));
      expect(await delivered(stores, 11)).toEqual(["before", ...numbered("n", 10)]);
      // A stop carries again what was stored and not answered, which nobody refuses.
      await stores.close();
      const reader = open({ directory: temporaryFolder(), postgres: { url: server().url, schema } });
      expect(await stored(reader)).toEqual(["before", ...numbered("n", 10)]);
      expect(lines.filter((text) => text.includes("An audit entry of"))).toEqual([]);
    },
  );

  test.each([0, 1, 2, 3, 4])(
    "a claim whose connection breaks in place of reply %i is made once, by its maker",
    async (reply) => {
      const proxy = await startProxy(server().port);
      const url = server().url.replace(`:${server().port}/`, `:${proxy.port}/`);
      const { diagnoses } = open({ directory: temporaryFolder(), postgres: { url, schema: aSchema() } });
      await diagnoses.get("d");
      proxy.cutNextReply(reply);
      const answers = [
        await diagnoses.claim(aClaim("d1")),
        await diagnoses.claim({ ...aClaim("d2"), requestHash: "d1" }),
      ];
      expect([answers, proxy.cuts]).toEqual([
        [
          { diagnosisId: "d1", created: true },
          { diagnosisId: "d1", created: false },
        ],
        1,
      ]);
    },
  );

  test("of a writer that is killed are those that it had said, once and in order, when the next process starts", async () => {
    const options = { directory: temporaryFolder(), postgres: settings() };
    const writer = writeAudit({ stores: options, name: "n", entries: 100_000 });
    await writer.hasSaid(400);
    await writer.kill();
    const outcomes = await delivered(open(options), writer.said.length);
    expect(outcomes).toEqual(numbered("n", outcomes.length));
    // One more may have been stored than it lived to say.
    expect([0, 1]).toContain(outcomes.length - writer.said.length);
  });

  test("of two writers of one folder, and one of another, are each writer's in order, and none twice", async () => {
    const postgres = settings();
    const [shared, other] = [temporaryFolder(), temporaryFolder()];
    const writers = [
      { name: "a", directory: shared },
      { name: "b", directory: shared },
      { name: "c", directory: other },
    ].map(({ name, directory }) => writeAudit({ stores: { directory, postgres }, name, entries: 500 }));
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const reader = open({ directory: shared, postgres });
    await delivered(reader, 1_500);
    for (const name of ["a", "b", "c"]) expect(await stored(reader, name)).toEqual(numbered(name, 500));
    expect((await stored(reader)).length).toBe(1_500);
  });

  test("that cannot be delivered before a stop do not hold it up, and are delivered after the next start", async () => {
    const own = await startPostgresServer();
    onTestFinished(() => own.stop());
    const options = { directory: temporaryFolder(), postgres: { url: own.url } };
    const first = open(options);
    await first.diagnoses.get("d");
    await own.kill();
    await first.audit.write(entry({ outcome: "left behind" }));
    const startedAtMs = performance.now();
    await first.close();
    expect(performance.now() - startedAtMs).toBeLessThan(3_000);
    await own.restart();
    const second = open(options);
    // It looks by itself; nothing is written or read through it.
    const reader = open({ directory: temporaryFolder(), postgres: { url: own.url } });
    expect(await delivered(reader, 1)).toEqual(["left behind"]);
    await second.close();
  });
});

function evidence(evidenceId: string) {
  return {
    diagnosisId: "d1",
    evidenceId,
    source: "arm" as const,
    requestKey: evidenceId,
    request: "GET /",
    status: 200,
    observedAt: at,
    body: "{}",
    sha256: "0".repeat(64),
    complete: true,
  };
}

function aClaim(diagnosisId: string) {
  const request = { requestHash: diagnosisId, title: "boom", language: "en" as const };
  return { diagnosisId, principal: alice, ...request, createdAt: at };
}
