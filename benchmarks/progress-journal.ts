/**
 * The progress journal on SQLite and on Redis, side by side in one run: what an append costs, how soon a wait in another
 * process's place learns of a line, and what thousands of waits cost. Redis is measured twice: as durable as SQLite is
 * here (each line on the disk before it is answered), and with the disk written once a second. Without `redis-server` on
 * the PATH only SQLite is measured.
 *
 *     node benchmarks/progress-journal.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores, type StoresOptions } from "../services/stores/open-stores.ts";
import type { ProgressJournal } from "../services/stores/progress-journal.ts";
import { line } from "../tests/services/stores/support/journal-line.ts";
import { isOnPath } from "../tests/services/stores/support/programs.ts";
import {
  type RedisServer,
  redisProgram,
  startRedisServer,
} from "../tests/services/stores/support/redis-server.ts";
import { median } from "./support/median.ts";

const appends = 500;
const atOnce = 2_000;
const wakeUps = 200;
const waits = 5_000;
const farMs = 60_000;

interface Figures {
  appendMs: number;
  appendsPerSecond: number;
  wakeUpHereMs: number;
  wakeUpElsewhereMs: number;
  waitsBeginMs: number;
  waitsEndMs: number;
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `d${index}`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

/** The median time from the call of `append` to the end of a wait for its line. */
async function wakeUpMs(waiting: ProgressJournal, writing: ProgressJournal, id: string): Promise<number> {
  const times: number[] = [];
  for (let seq = 1; seq <= wakeUps; seq += 1) {
    const wait = waiting.waitFor(id, seq - 1, farMs);
    // The wait has looked, found nothing, and sleeps.
    await waiting.read(id, seq, 1);
    const startedAtMs = performance.now();
    await Promise.all([wait, writing.append(line(`s${seq}`, { diagnosisId: id }))]);
    times.push(performance.now() - startedAtMs);
  }
  return median(times);
}

async function measure(options: StoresOptions): Promise<Figures> {
  const [here, elsewhere] = [openStores(options), openStores(options)];
  try {
    const { journal } = here;
    const times: number[] = [];
    for (const step of ids(appends)) times.push(await timed(() => journal.append(line(step))));
    const burst = ids(atOnce).map((id) => line("s1", { diagnosisId: `burst-${id}` }));
    const burstMs = await timed(() => Promise.all(burst.map((one) => journal.append(one))));
    const wakeUpHereMs = await wakeUpMs(journal, journal, "here");
    const wakeUpElsewhereMs = await wakeUpMs(elsewhere.journal, journal, "elsewhere");
    const many = ids(waits).map((id) => `many-${id}`);
    const waiting: Promise<boolean>[] = [];
    const waitsBeginMs = await timed(async () => {
      for (const id of many) waiting.push(elsewhere.journal.waitFor(id, 0, farMs));
      // Behind all of their looks.
      await elsewhere.journal.last("none");
    });
    const waitsEndMs = await timed(async () => {
      await Promise.all(many.map((diagnosisId) => journal.append(line("s1", { diagnosisId }))));
      await Promise.all(waiting);
    });
    return {
      appendMs: median(times),
      appendsPerSecond: (1_000 * atOnce) / burstMs,
      wakeUpHereMs,
      wakeUpElsewhereMs,
      waitsBeginMs,
      waitsEndMs,
    };
  } finally {
    await here.close();
    await elsewhere.close();
  }
}

/** What the other way to wait would cost: one blocking read over the streams of all waits, made anew for each line. */
async function blockingReadMs({ admin }: RedisServer): Promise<number> {
  const keys = ids(waits).map((id) => `azebal:{${id}}:lines`);
  const times: number[] = [];
  for (let run = 0; run < 20; run += 1) {
    await admin.config("RESETSTAT");
    await admin.xread("BLOCK", 1, "STREAMS", ...keys, ...keys.map(() => "$"));
    const microseconds = /cmdstat_xread:calls=1,usec=(\d+)/u.exec(await admin.info("commandstats"))?.[1];
    times.push(Number(microseconds) / 1_000);
  }
  return median(times);
}

const columns = new Map<string, Figures>();
const directory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
columns.set("SQLite", await measure({ directory: join(directory, "sqlite") }));
let rearmedMs: number | undefined;
if (isOnPath(redisProgram)) {
  for (const fsync of ["always", "everysec"]) {
    const server = await startRedisServer("--appendonly", "yes", "--appendfsync", fsync);
    columns.set(`Redis ${fsync}`, await measure({ directory: join(directory, fsync), redis: server }));
    rearmedMs = await blockingReadMs(server);
    await server.stop();
  }
} else process.stdout.write(`There is no ${redisProgram} on the PATH: Redis is not measured.\n`);
rmSync(directory, { recursive: true, force: true });

const row = (name: string, cells: readonly string[]) =>
  process.stdout.write(`${name.padEnd(52)}${cells.map((cell) => cell.padStart(16)).join("")}\n`);
const rowOf = (name: string, figure: keyof Figures, digits: number, unit: string) =>
  row(
    name,
    [...columns.values()].map((figures) => `${figures[figure].toFixed(digits)} ${unit}`),
  );
row("", [...columns.keys()]);
rowOf("append, one after the other (median)", "appendMs", 2, "ms");
rowOf(`${atOnce} appends at once`, "appendsPerSecond", 0, "/s");
rowOf("a wait in the same process learns of it (median)", "wakeUpHereMs", 2, "ms");
rowOf("a wait in another process learns of it (median)", "wakeUpElsewhereMs", 2, "ms");
rowOf(`${waits} waits begin`, "waitsBeginMs", 0, "ms");
rowOf(`${waits} lines are written, and end one wait each`, "waitsEndMs", 0, "ms");
if (rearmedMs !== undefined)
  process.stdout.write(
    `\nOne blocking XREAD over ${waits} streams: ${rearmedMs.toFixed(2)} ms of the server's time, each time it is made.\n`,
  );
