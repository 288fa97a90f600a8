import { expect, test } from "vitest";
import { openProgress } from "../../activities/progress/diagnosis-progress.ts";
import { StoreClosedError, StoreFullError } from "../../services/stores/store-errors.ts";

function progressOver(error: Error, warnings: string[]) {
  const unreachable = () => Promise.reject(error);
  return openProgress(
    {
      stores: {
        diagnoses: { get: () => Promise.resolve(undefined) },
        journal: { last: unreachable, append: unreachable },
      },
      now: () => "2026-10-14T09:00:00Z",
      log: { info: () => undefined, warn: (message: string) => warnings.push(message) },
    } as unknown as Parameters<typeof openProgress>[0],
    "d1",
  );
}

test("a progress line that cannot be written is lost, and the diagnosis goes on", async () => {
  const warnings: string[] = [];
  const progress = await progressOver(new StoreFullError("/data/azebal.sqlite"), warnings);
  await progress.note("s1", "note", "Reading");
  expect(warnings).toEqual([expect.stringMatching(/^A progress line of diagnosis d1 is lost: /u)]);
});

test("in a process that is leaving it stops the activity, so that the next process writes the line", async () => {
  const closed = new StoreClosedError("/data/azebal.sqlite");
  await expect((await progressOver(closed, [])).note("s1", "note", "Reading")).rejects.toBe(closed);
});

test("what nobody foresaw is not hidden", async () => {
  const bug = new TypeError("not a store's");
  await expect((await progressOver(bug, [])).note("s1", "note", "Reading")).rejects.toBe(bug);
});
