import { describe, expect, test } from "vitest";
import type { NewProgressEvent } from "../../../../services/stores/progress-journal.ts";
import { at, type StoresFactory } from "./stores-factory.ts";

function line(stepId: string, change: Partial<NewProgressEvent> = {}): NewProgressEvent {
  return {
    diagnosisId: "d1",
    stepId,
    phase: "read",
    message: `읽음 ${stepId}`,
    done: 1,
    total: 4,
    at,
    ...change,
  };
}

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
  });
}
