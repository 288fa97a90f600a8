import { describe, expect, test } from "vitest";
import type { StoresFactory } from "./stores-factory.ts";

export function singleUseContract(open: StoresFactory): void {
  describe("what is good once", () => {
    test("is given to one of any number who ask for it at the same time", async () => {
      const { stores, again } = await open();
      const both = [stores, await again()];
      expect(await stores.singleUse.putOnce("state-1", '{"verifier":"값"}', 60)).toBe(true);
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, index) => both[index % 2]!.singleUse.take("state-1")),
      );
      expect(taken.filter((value) => value !== undefined)).toEqual(['{"verifier":"값"}']);
    });

    test("is put by one of any number who put it at the same time, and by nobody once it was taken", async () => {
      const { stores, again } = await open();
      const both = [stores, await again()];
      const put = await Promise.all(
        Array.from({ length: 20 }, (_, index) => both[index % 2]!.singleUse.putOnce("jti-1", `${index}`, 60)),
      );
      expect(put.filter(Boolean).length).toBe(1);
      expect([
        await stores.singleUse.take("jti-1"),
        await both[1]!.singleUse.putOnce("jti-1", "again", 60),
        await stores.singleUse.take("jti-1"),
        await stores.singleUse.take("jti-2"),
      ]).toEqual([String(put.indexOf(true)), false, undefined, undefined]);
    });

    test("is replaced by what is put in its place, taken or not, and that is taken once", async () => {
      const { stores } = await open();
      const { singleUse } = stores;
      await singleUse.put("challenge", "first", 60);
      await singleUse.put("challenge", "second", 60);
      const taken = [await singleUse.take("challenge"), await singleUse.take("challenge")];
      await singleUse.put("challenge", "third", 60);
      expect([...taken, await singleUse.take("challenge"), await singleUse.take("challenge")]).toEqual([
        "second",
        undefined,
        "third",
        undefined,
      ]);
    });

    test("may be empty, and is kept apart by its key", async () => {
      const { stores } = await open();
      await stores.singleUse.putOnce("a", "", 60);
      await stores.singleUse.putOnce("{a}", "other", 60);
      expect([await stores.singleUse.take("a"), await stores.singleUse.take("{a}")]).toEqual(["", "other"]);
    });

    test("is gone when its time is over, and can be put again", async () => {
      const { stores } = await open();
      expect(await stores.singleUse.putOnce("k", "first", 0.05)).toBe(true);
      while (!(await stores.singleUse.putOnce("k", "second", 60)));
      expect(await stores.singleUse.take("k")).toBe("second");
    });

    test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
      "is not kept for %d seconds",
      async (seconds) => {
        const { stores } = await open();
        await expect(stores.singleUse.putOnce("k", "v", seconds)).rejects.toThrow(RangeError);
      },
    );
  });
}
