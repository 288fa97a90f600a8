import { describe, expect, test } from "vitest";
import type { Evidence } from "../../../../domain/evidence.ts";
import { at, type StoresFactory } from "./stores-factory.ts";

const earlier = "2026-02-01T10:00:00.000Z";

function evidence(evidenceId: string, change: Partial<Evidence> = {}): Evidence {
  return {
    diagnosisId: "d1",
    evidenceId,
    source: "arm",
    requestKey: `arm /${evidenceId}`,
    request: `GET /${evidenceId}?api-version=1`,
    status: 200,
    observedAt: at,
    body: `{"id":"${evidenceId}"}`,
    sha256: "0".repeat(64),
    complete: true,
    ...change,
  };
}

export function evidenceStoreContract(open: StoresFactory): void {
  describe("the evidence store", () => {
    test("gives back what was put, optional fields, Korean and emoji included", async () => {
      const { stores, again } = await open();
      const full = evidence("e5", {
        query: "resources | where a == '가'",
        requestId: "r-1",
        status: 404,
        complete: false,
        pages: 3,
        body: '{"이름":"🔑"}',
      });
      const put = await stores.evidence.put(full);
      const other = await again();
      expect([put, await stores.evidence.get("d1", "e5"), await other.evidence.get("d1", "e5")]).toEqual([
        full,
        full,
        full,
      ]);
    });

    test("gives back a large body byte for byte", async () => {
      const { stores } = await open();
      const body = JSON.stringify(
        Array.from({ length: 60_000 }, (_, index) => ({ index, name: `자원-${index}` })),
      );
      await stores.evidence.put(evidence("e5", { body }));
      expect((await stores.evidence.get("d1", "e5"))?.body === body).toBe(true);
    });

    test("keeps the first of two writes and tells the second writer so", async () => {
      const { stores, again } = await open();
      const other = await again();
      const first = evidence("e5", { body: "1" });
      await stores.evidence.put(first);
      expect(await other.evidence.put(evidence("e5", { body: "2", requestKey: "x" }))).toEqual(first);
      expect(await stores.evidence.list("d1")).toEqual([first]);
    });

    test("keeps one of many concurrent writes and gives it to all of them", async () => {
      const { stores, again } = await open();
      const other = await again();
      const stored = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 ? stores : other).evidence.put(evidence("e5", { body: String(index) })),
        ),
      );
      expect(new Set(stored.map(({ body }) => body)).size).toBe(1);
    });

    test("finds an answer by its question within one diagnosis, and nothing by an empty question", async () => {
      const { stores } = await open();
      const found = evidence("e6", { requestKey: "arm /vault" });
      await stores.evidence.put(evidence("e0", { requestKey: "" }));
      await stores.evidence.put(evidence("e7", { requestKey: "arm /vault" }));
      await stores.evidence.put(found);
      await stores.evidence.put(evidence("e5", { requestKey: "arm /vault", diagnosisId: "d2" }));
      const find = (id: string, key: string) => stores.evidence.findByKey(id, key);
      expect([await find("d1", "arm /vault"), await find("d1", "arm /none"), await find("d1", "")]).toEqual([
        found,
        undefined,
        undefined,
      ]);
    });

    test("removes what was stored before an instant, no more than asked for at once, and nothing later", async () => {
      const { stores, again } = await open();
      for (const id of ["e1", "e2", "e3"]) await stores.evidence.put(evidence(id));
      const future = new Date(Date.now() + 60_000).toISOString();
      const remove = (instant: string, limit: number) => stores.evidence.removeStoredBefore(instant, limit);
      const removed = [await remove(earlier, 9), await remove(future, 2), await remove(future, 2)];
      expect([removed, await (await again()).evidence.list("d1")]).toEqual([[0, 2, 1], []]);
    });

    test("lists one diagnosis in the order of its numbers", async () => {
      const { stores } = await open();
      for (const id of ["e10", "e9", "e0", "e1"]) await stores.evidence.put(evidence(id));
      await stores.evidence.put(evidence("e2", { diagnosisId: "d2" }));
      expect((await stores.evidence.list("d1")).map(({ evidenceId }) => evidenceId)).toEqual([
        "e0",
        "e1",
        "e9",
        "e10",
      ]);
      expect([await stores.evidence.list("none"), await stores.evidence.get("d1", "e2")]).toEqual([
        [],
        undefined,
      ]);
    });
  });
}
