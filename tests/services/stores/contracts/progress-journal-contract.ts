import { describe, expect, test } from "vitest";
import { followJournal } from "../support/follow-journal.ts";
import { line } from "../support/journal-line.ts";
import { startWriter } from "../support/writer-process.ts";
import type { StoresFactory } from "./stores-factory.ts";

/** Long enough that a test which waits for it to pass is seen to fail. */
const farMs = 50_000;

export function progressJournalContract(open: StoresFactory): void {
  describe("the progress journal", () => {
    test("numbers the lines of each diagnosis from 1 without gaps", async () => {
      const { stores } = await open();
      const written = [
        await stores.journal.append(line("s1")),
        await stores.journal.append(line("s1", { diagnosisId: "d2" })),
        await stores.journal.append(line("s2")),
      ];
      expect(written).toEqual([
        { ...line("s1"), seq: 1 },
        { ...line("s1", { diagnosisId: "d2" }), seq: 1 },
        { ...line("s2"), seq: 2 },
      ]);
    });

    test("writes a line of the same step and phase once, and gives the stored one back", async () => {
      const { stores, again } = await open();
      const first = await stores.journal.append(line("s1"));
      const second = await (await again()).journal.append(line("s1", { message: "again", done: 9 }));
      const phase = await stores.journal.append(line("s1", { phase: "waiting" }));
      expect([second, phase.seq, (await stores.journal.read("d1", 0, 10)).length]).toEqual([first, 2, 2]);
    });

    test("leaves no gap and no double under concurrent writers", async () => {
      const { stores, again } = await open();
      const other = await again();
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 ? stores : other).journal.append(line(`s${index % 30}`)),
        ),
      );
      expect((await stores.journal.read("d1", 0, 100)).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
    });

    test("reads what follows a cursor, as much as asked for", async () => {
      const { stores } = await open();
      for (const step of ["s1", "s2", "s3", "s4"]) await stores.journal.append(line(step));
      const steps = async (after: number, limit: number) =>
        (await stores.journal.read("d1", after, limit)).map(({ stepId }) => stepId);
      expect([await steps(0, 2), await steps(2, 10), await steps(4, 10)]).toEqual([
        ["s1", "s2"],
        ["s3", "s4"],
        [],
      ]);
      expect([(await stores.journal.last("d1"))?.stepId, await stores.journal.last("none")]).toEqual([
        "s4",
        undefined,
      ]);
    });

    test("has no lines for a limit of none", async () => {
      const { stores } = await open();
      await stores.journal.append(line("s1"));
      expect(await stores.journal.read("d1", 0, 0)).toEqual([]);
    });

    test("keeps apart what only looks alike", async () => {
      const { stores } = await open();
      const alike = [
        line("a:b", { diagnosisId: "d{1}" }),
        line("b", { diagnosisId: "d{1}" }),
        line("a:b", { diagnosisId: "d%7B1%7D" }),
        line("s1", { diagnosisId: "x}y", message: "", at: "" }),
      ];
      for (const one of alike) await stores.journal.append(one);
      expect([
        await stores.journal.read("d{1}", 0, 9),
        await stores.journal.read("d%7B1%7D", 0, 9),
        await stores.journal.read("x}y", 0, 9),
      ]).toEqual([
        [
          { ...alike[0], seq: 1 },
          { ...alike[1], seq: 2 },
        ],
        [{ ...alike[2], seq: 1 }],
        [{ ...alike[3], seq: 1 }],
      ]);
    });

    test("does not wait where a line is already there", async () => {
      const { stores } = await open();
      await stores.journal.append(line("s1"));
      expect(await stores.journal.waitFor("d1", 0, farMs)).toBe(true);
    });

    test("ends a wait with the line that it waited for, and no other", async () => {
      const { stores } = await open();
      const waits = [stores.journal.waitFor("d1", 0, farMs), stores.journal.waitFor("d1", 0, farMs)];
      const unconcerned = stores.journal.waitFor("d2", 0, farMs, AbortSignal.timeout(400));
      await stores.journal.append(line("s1"));
      expect(await Promise.all([...waits, unconcerned])).toEqual([true, true, false]);
    });

    test("notices a line that another process wrote", async () => {
      const { stores, again } = await open();
      const other = await again();
      const wait = stores.journal.waitFor("d1", 0, farMs);
      await other.journal.append(line("s1"));
      expect(await wait).toBe(true);
    });

    test("gives up when the time is over, on abort, on wake and on close", async () => {
      const { stores, again } = await open();
      const other = await again();
      const abort = new AbortController();
      const waits = [
        stores.journal.waitFor("d1", 0, 1),
        stores.journal.waitFor("d1", 0, farMs, abort.signal),
        stores.journal.waitFor("d1", 0, farMs, AbortSignal.abort()),
        stores.journal.waitFor("d3", 0, farMs),
        other.journal.waitFor("d1", 0, farMs),
      ];
      abort.abort();
      stores.journal.wake("d3");
      await other.close();
      expect(await Promise.all(waits)).toEqual([false, false, false, false, false]);
    });

    test("a wake ends the waits of now, not those to come", async () => {
      const { stores } = await open();
      stores.journal.wake("d1");
      const wait = stores.journal.waitFor("d1", 0, farMs);
      await stores.journal.append(line("s1"));
      expect(await wait).toBe(true);
    });

    test("a line that is written while a wait begins is not missed", async () => {
      const { stores, again } = await open();
      const other = await again();
      for (let seq = 1; seq <= 50; seq += 1) {
        const wait = stores.journal.waitFor("d1", seq - 1, farMs);
        await (seq % 2 ? stores : other).journal.append(line(`s${seq}`));
        expect(await wait).toBe(true);
      }
    });

    test("thousands wait at once, each for its own line", async () => {
      const { stores } = await open();
      const ids = Array.from({ length: 3_000 }, (_, index) => `d${index}`);
      const waits = ids.map((id) => stores.journal.waitFor(id, 0, farMs));
      await Promise.all(ids.map((diagnosisId) => stores.journal.append(line("s1", { diagnosisId }))));
      expect(new Set(await Promise.all(waits))).toEqual(new Set([true]));
    });
  });

  describe("the progress journal of several processes", () => {
    test("that append the same steps holds each once", async () => {
      const { stores, options } = await open();
      const task = { stores: options, name: "s", steps: 100, atOnce: false };
      const writers = [startWriter(task), startWriter(task)];
      expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0]);
      const lines = await stores.journal.read("d1", 0, 1_000);
      expect(lines.map(({ seq, stepId }) => `${seq} ${stepId}`)).toEqual(writers[0]!.said);
      expect(writers[1]!.said).toEqual(writers[0]!.said);
    });

    test("that append a thousand lines at once has no gap and no double", async () => {
      const { stores, options } = await open();
      const writers = ["a", "b", "c", "d"].map((name) =>
        startWriter({ stores: options, name, steps: 250, atOnce: true }),
      );
      expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
      const lines = await stores.journal.read("d1", 0, 2_000);
      expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
      expect(lines.map(({ seq, stepId }) => `${seq} ${stepId}`).toSorted()).toEqual(
        writers.flatMap(({ said }) => said).toSorted(),
      );
    });

    test("of which one is killed while it writes is followed without a gap or a double", async () => {
      const { stores, options } = await open();
      const task = { stores: options, name: "s", steps: 300, atOnce: false };
      const followed = followJournal(stores.journal, "d1", 300);
      const killed = startWriter(task);
      await killed.hasSaid(100);
      await killed.kill();
      const successor = startWriter(task);
      expect(await successor.ended).toBe(0);
      expect((await followed).map(({ seq, stepId }) => `${seq} ${stepId}`)).toEqual(successor.said);
      expect(successor.said).toEqual(Array.from({ length: 300 }, (_, index) => `${index + 1} s${index}`));
      expect(successor.said.slice(0, killed.said.length)).toEqual(killed.said);
    });
  });
}
