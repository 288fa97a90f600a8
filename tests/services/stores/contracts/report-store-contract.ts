import { describe, expect, test } from "vitest";
import { aReport } from "./a-report.ts";
import type { StoresFactory } from "./stores-factory.ts";

export function reportStoreContract(open: StoresFactory): void {
  describe("the report store", () => {
    test("gives back the report, with the fields that a later version adds", async () => {
      const { stores, again } = await open();
      const report = { ...aReport(), added_later: { a: 1 } };
      await stores.reports.put("d1", report);
      expect([
        await stores.reports.get("d1"),
        await (await again()).reports.get("d1"),
        await stores.reports.get("d2"),
      ]).toEqual([report, report, undefined]);
    });

    test("keeps the first report of a diagnosis", async () => {
      const { stores } = await open();
      await stores.reports.put("d1", aReport("first"));
      await stores.reports.put("d1", aReport("second"));
      expect((await stores.reports.get("d1"))?.root_cause.title).toBe("first");
    });
  });
}
