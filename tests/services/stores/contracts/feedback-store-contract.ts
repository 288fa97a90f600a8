import { describe, expect, test } from "vitest";
import type { NewFeedback } from "../../../../services/stores/feedback.ts";
import { createPlanter } from "../../../domain/redaction/planted-secrets.ts";
import { at, later, type StoresFactory } from "./stores-factory.ts";

function feedback(number: number, change: Partial<NewFeedback> = {}): NewFeedback {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    userPrincipalName: "alice@contoso.com",
    tenantId: "t1",
    objectId: "alice",
    errorSummary: "403, 저장소",
    debuggingProcess: "looked at the firewall",
    rootCause: "storage.firewall-deny",
    solution: "allow the subnet",
    createdAt: at,
    ...change,
  };
}

export function feedbackStoreContract(open: StoresFactory): void {
  describe("the feedback store", () => {
    test("what is inserted waits for review, in every process, oldest first and page by page", async () => {
      const { stores, again } = await open();
      const given = [feedback(3, { createdAt: later }), feedback(2, { diagnosisId: "d1" }), feedback(1)];
      for (const one of given) await stores.feedback.insert(one);
      const other = (await again()).feedback;
      const first = await other.listPending({ limit: 2 });
      const rest = await other.listPending({ limit: 2, after: first.at(-1)! });
      const pending = { status: "pending_review" };
      expect([first, rest]).toEqual([
        [
          { ...given[2], ...pending },
          { ...given[1], ...pending },
        ],
        [{ ...given[0], ...pending }],
      ]);
    });

    test("the first of two with one ID stays, and the second writer is told so", async () => {
      const { stores } = await open();
      const first = await stores.feedback.insert(feedback(1));
      expect(await stores.feedback.insert(feedback(1, { solution: "another" }))).toEqual(first);
    });

    test("what was reviewed waits no longer; feedback that is not there cannot be", async () => {
      const { stores } = await open();
      const { id } = await stores.feedback.insert(feedback(1));
      const set = await stores.feedback.setStatus(id, "approved");
      const none = await stores.feedback.setStatus(feedback(2).id, "approved");
      const noId = await stores.feedback.setStatus("x", "approved");
      expect([set, none, noId, await stores.feedback.listPending({ limit: 9 })]).toEqual([
        true,
        false,
        false,
        [],
      ]);
    });

    test("a secret that somebody wrote into it is not stored, and no character breaks it", async () => {
      const { stores } = await open();
      const secret = createPlanter(7).password();
      const { solution, rootCause } = await stores.feedback.insert(
        feedback(1, { solution: `pwd=${secret}`, rootCause: "a\0b\ud800" }),
      );
      expect([solution, rootCause]).toEqual([`pwd=[redacted ${secret.length} chars]`, "a\ufffdb\ufffd"]);
    });
  });
}
