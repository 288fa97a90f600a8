import { describe, expect, test } from "vitest";
import {
  type DiagnosisClaim,
  type DiagnosisIndex,
  InvalidCursorError,
} from "../../../../services/stores/diagnosis-index.ts";
import { alice, at, bob, later, type StoresFactory } from "./stores-factory.ts";

function claim(diagnosisId: string, change: Partial<DiagnosisClaim> = {}): DiagnosisClaim {
  return {
    diagnosisId,
    principal: alice,
    requestHash: "h1",
    title: "오류: boom",
    language: "ko",
    createdAt: at,
    ...change,
  };
}

async function claimed(index: DiagnosisIndex, ...ids: string[]) {
  for (const id of ids) await index.claim(claim(id, { requestHash: id }));
}

export function diagnosisIndexContract(open: StoresFactory): void {
  describe("the diagnosis index: claims", () => {
    test("a claim makes a running diagnosis that every process sees", async () => {
      const { stores, again } = await open();
      expect(await stores.diagnoses.claim(claim("d1"))).toEqual({ diagnosisId: "d1", created: true });
      const { diagnosisId, principal, requestHash, title, language, createdAt } = claim("d1");
      const record = {
        diagnosisId,
        principal,
        requestHash,
        title,
        language,
        createdAt,
        status: "running",
        updatedAt: at,
        cancelRequested: false,
      };
      expect([await (await again()).diagnoses.get("d1"), await stores.diagnoses.get("d2")]).toEqual([
        record,
        undefined,
      ]);
    });

    test("the step of the caller's trace that made a diagnosis stays, whoever joins it later", async () => {
      const { stores } = await open();
      const traceparent = `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`;
      await stores.diagnoses.claim(claim("d1", { traceparent }));
      await stores.diagnoses.claim(claim("d2", { traceparent: traceparent.replaceAll("ab", "ef") }));
      expect((await stores.diagnoses.get("d1"))?.traceparent).toBe(traceparent);
    });

    test("a verification keeps which diagnosis it verifies, and a diagnosis verifies none", async () => {
      const { stores, again } = await open();
      await stores.diagnoses.claim(claim("d1"));
      await stores.diagnoses.claim(claim("v1", { requestHash: "verification of d1", verifies: "d1" }));
      const { diagnoses } = await (await again()).diagnoses.list(alice, { limit: 10 });
      expect(diagnoses.map((record) => [record.diagnosisId, record.verifies])).toEqual([
        ["v1", "d1"],
        ["d1", undefined],
      ]);
    });

    test("with a key the same request is the same diagnosis, finished or not; another request is a conflict", async () => {
      const { stores } = await open();
      const key = { idempotencyKey: "k1" };
      await stores.diagnoses.claim(claim("d1", key));
      await stores.diagnoses.update("d1", { status: "completed", updatedAt: later });
      const answers = [
        await stores.diagnoses.claim(claim("d2", key)),
        await stores.diagnoses.claim(claim("d3", { ...key, requestHash: "h2" })),
        await stores.diagnoses.claim(claim("d4", { ...key, principal: bob })),
        await stores.diagnoses.claim(claim("d5", { idempotencyKey: "k2" })),
      ];
      expect(answers).toEqual([
        { diagnosisId: "d1", created: false },
        { diagnosisId: "d1", created: false, conflict: true },
        { diagnosisId: "d4", created: true },
        { diagnosisId: "d5", created: true },
      ]);
      expect(await stores.diagnoses.get("d3")).toBeUndefined();
    });

    test("without a key an unfinished equal request is joined, a finished one is not", async () => {
      const { stores } = await open();
      await stores.diagnoses.claim(claim("d1"));
      const joined = await stores.diagnoses.claim(claim("d2"));
      const foreign = await stores.diagnoses.claim(claim("d3", { principal: bob }));
      await stores.diagnoses.update("d1", { status: "input_required", updatedAt: later });
      const waiting = await stores.diagnoses.claim(claim("d4"));
      await stores.diagnoses.update("d1", { status: "failed", updatedAt: later });
      const fresh = await stores.diagnoses.claim(claim("d5"));
      expect([joined, foreign, waiting, fresh]).toEqual([
        { diagnosisId: "d1", created: false },
        { diagnosisId: "d3", created: true },
        { diagnosisId: "d1", created: false },
        { diagnosisId: "d5", created: true },
      ]);
    });

    test.each([
      ["with a key", { idempotencyKey: "k" }],
      ["without a key", {}],
    ])("of many claims at once %s exactly one creates, time and again", async (_, change) => {
      const { stores, again } = await open();
      const other = await again();
      for (const requestHash of ["h1", "h2", "h3"]) {
        const key = "idempotencyKey" in change ? { idempotencyKey: `k-${requestHash}` } : {};
        const answers = await Promise.all(
          Array.from({ length: 16 }, (__, index) =>
            (index % 2 ? stores : other).diagnoses.claim(
              claim(`${requestHash}-${index}`, { requestHash, ...key }),
            ),
          ),
        );
        const created = answers.filter((answer) => answer.created);
        expect([created.length, new Set(answers.map(({ diagnosisId }) => diagnosisId)).size]).toEqual([1, 1]);
      }
    });

    test("the running one of a request is found by its owner only", async () => {
      const { stores } = await open();
      await stores.diagnoses.claim(claim("d1", { idempotencyKey: "a" }));
      await stores.diagnoses.claim(claim("d2", { idempotencyKey: "b" }));
      const spelled = { ...alice, tenantId: "t1", objectId: "alice" };
      const found = await stores.diagnoses.findRunning(spelled, "h1");
      expect([
        found?.diagnosisId,
        await stores.diagnoses.findRunning(bob, "h1"),
        await stores.diagnoses.findRunning(alice, "h2"),
      ]).toEqual(["d2", undefined, undefined]);
    });
  });

  describe("the diagnosis index: states and lists", () => {
    test("a change shows, and a finished status is never changed again", async () => {
      const { stores } = await open();
      const { diagnoses } = stores;
      await claimed(diagnoses, "d1");
      await diagnoses.markStarted("d1", at);
      await diagnoses.markStarted("d1", later);
      await diagnoses.update("d1", { status: "completed", rootCause: "x", updatedAt: later });
      await diagnoses.update("d1", { status: "failed", rootCause: "y", updatedAt: at });
      await diagnoses.update("d1", { status: "completed", updatedAt: later });
      await diagnoses.update("none", { status: "failed", updatedAt: at });
      expect(await diagnoses.get("d1")).toMatchObject({
        status: "completed",
        rootCause: "x",
        startedAt: at,
        updatedAt: later,
      });
    });

    test("a cancellation is asked for once and for all", async () => {
      const { stores, again } = await open();
      const other = await again();
      await claimed(stores.diagnoses, "d1", "d2");
      await stores.diagnoses.requestCancel("d1");
      await stores.diagnoses.requestCancel("none");
      const asked = await Promise.all(
        ["d1", "d2", "none"].map((id) => other.diagnoses.isCancelRequested(id)),
      );
      expect([asked, (await other.diagnoses.get("d1"))?.cancelRequested]).toEqual([
        [true, false, false],
        true,
      ]);
    });

    test("a list is the owner's, newest first, and its pages neither miss nor repeat while new ones come", async () => {
      const { stores } = await open();
      const { diagnoses } = stores;
      await claimed(diagnoses, "d1", "d2", "d3");
      await diagnoses.claim(claim("d9", { principal: bob }));
      const first = await diagnoses.list(alice, { limit: 2 });
      await claimed(diagnoses, "d4");
      const second = await diagnoses.list(alice, {
        limit: 2,
        ...(first.nextCursor ? { cursor: first.nextCursor } : {}),
      });
      const ids = [first, second].map((page) => page.diagnoses.map(({ diagnosisId }) => diagnosisId));
      expect([ids, typeof first.nextCursor, second.nextCursor]).toEqual([
        [["d3", "d2"], ["d1"]],
        "string",
        undefined,
      ]);
    });

    test("a list can show one status", async () => {
      const { stores } = await open();
      await claimed(stores.diagnoses, "d1", "d2");
      await stores.diagnoses.update("d1", { status: "cancelled", updatedAt: later });
      const page = await stores.diagnoses.list(alice, { status: "cancelled", limit: 10 });
      expect(page.diagnoses.map(({ diagnosisId }) => diagnosisId)).toEqual(["d1"]);
    });

    test.each(["", "x", "n!", "n99999999999", "' OR 1=1"])(
      "the cursor %j, which no list gave, is refused",
      async (cursor) => {
        const { stores } = await open();
        await expect(stores.diagnoses.list(alice, { limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
      },
    );
  });
}
