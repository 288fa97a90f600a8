/**
 * The audit on SQLite and on PostgreSQL, side by side in one run: what a write costs who makes it, with the server there and
 * while it is away, how soon the server has what was written, and what lists cost among tens of thousands of entries. The
 * server writes each delivery to its disk before it answers. Without PostgreSQL on this machine only SQLite is measured.
 *
 *     npm run bench:audit
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditLog } from "../services/stores/audit-log.ts";
import { openStores, type StoresOptions } from "../services/stores/open-stores.ts";
import type { Stores } from "../services/stores/stores.ts";
import { entry } from "../tests/services/stores/contracts/audit-log-contract.ts";
import { mayNeedPostgres, startPostgresServer } from "../tests/services/stores/support/postgres-server.ts";
import { median } from "./support/median.ts";
import { quantile } from "./support/quantile.ts";

const paced = 1_000;
const atOnce = 10_000;
const whileAway = 2_000;
const lists = 50;
const people = 200;

/** As large as a real call of `debug_error`: an error with its stack, an answer with its first lines. */
const requestPayload = {
  error: `Error: 403 ${"at Client.send (client.js:10:5)\n".repeat(60)}`,
  wait_seconds: 25,
};
const responsePayload = {
  status: "completed",
  root_cause: { explanation: "The vault's firewall. ".repeat(60) },
};

let number = 0;

async function write(audit: AuditLog): Promise<number> {
  number += 1;
  const userPrincipalName = `user${number % people}@contoso.com`;
  const use = entry({ requestPayload, responsePayload, userPrincipalName, diagnosisId: `d${number}` });
  const startedAtMs = performance.now();
  await audit.write(use);
  return performance.now() - startedAtMs;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

/** One after the other, with a turn of the event loop between: a delivery that is under way goes on. */
async function writeTimes(audit: AuditLog, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    times.push(await write(audit));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return times;
}

/** Until the store has the last entry: lists look for what waits on this machine first, and that comes in order. */
async function delivered({ audit }: Stores): Promise<void> {
  const isThere = async () => (await audit.list({ limit: 1 }))[0]?.diagnosisId === `d${number}`;
  while (!(await isThere()));
}

const shownMs = (times: readonly number[]) =>
  [median(times), quantile(times, 0.95), quantile(times, 0.99)].map((ms) => ms.toFixed(2)).join(" / ");

async function listMs(audit: AuditLog, query: object): Promise<string> {
  const times: number[] = [];
  for (let index = 0; index < lists; index += 1)
    times.push(await timed(() => audit.list({ limit: 50, ...query })));
  return shownMs(times);
}

type Figures = Record<string, string>;

async function measure(
  options: StoresOptions,
  whenAway?: (work: () => Promise<void>) => Promise<void>,
): Promise<Figures> {
  const stores = openStores(options);
  const { audit } = stores;
  await write(audit);
  await audit.list({ limit: 1 });
  const figures: Figures = {};
  figures["write, one after the other (median / p95 / p99, ms)"] = shownMs(await writeTimes(audit, paced));
  await audit.list({ limit: 1 });
  let writtenMs = 0;
  const storedMs = await timed(async () => {
    writtenMs = await timed(() => Promise.all(Array.from({ length: atOnce }, () => write(audit))));
    await delivered(stores);
  });
  figures[`${atOnce} writes at once: taken (/s)`] = (atOnce / (writtenMs / 1_000)).toFixed(0);
  figures[`${atOnce} writes at once: in the store (/s)`] = (atOnce / (storedMs / 1_000)).toFixed(0);
  await whenAway?.(async () => {
    figures["write while the server is away (median / p95 / p99, ms)"] = shownMs(
      await writeTimes(audit, whileAway),
    );
  });
  if (whenAway) {
    const backMs = await timed(() => delivered(stores));
    figures[`the ${whileAway} of them are there, so long after the server is (ms)`] = backMs.toFixed(0);
  }
  figures["the newest 50 (median / p95 / p99, ms)"] = await listMs(audit, {});
  figures["the newest 50 of one user (median / p95 / p99, ms)"] = await listMs(audit, {
    userPrincipalName: "user7@contoso.com",
  });
  figures["one diagnosis (median / p95 / p99, ms)"] = await listMs(audit, { diagnosisId: "d500" });
  await stores.close();
  return figures;
}

const directory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
const columns: [string, Figures][] = [["SQLite", await measure({ directory: join(directory, "sqlite") })]];
if (mayNeedPostgres) {
  const server = await startPostgresServer("-c", "fsync=on");
  number = 0;
  const figures = await measure(
    { directory: join(directory, "postgres"), postgres: { url: server.url } },
    async (work) => {
      await server.kill();
      await work();
      await server.restart();
    },
  );
  columns.push(["PostgreSQL", figures]);
  await server.stop();
}
rmSync(directory, { recursive: true, force: true });

const names = new Set(columns.flatMap(([, figures]) => Object.keys(figures)));
const table = [
  ["", ...columns.map(([name]) => name)],
  ...[...names].map((name) => [name, ...columns.map(([, figures]) => figures[name] ?? "-")]),
];
for (const [name = "", ...cells] of table)
  process.stdout.write(`${name.padEnd(66)}${cells.map((cell) => cell.padStart(22)).join("")}\n`);
