import { describe, expect, test } from "vitest";
import type { NewFeedback } from "../../../../services/stores/feedback.ts";
import { createPlanter } from "../../../domain/redaction/planted-secrets.ts";
import { at, later, type StoresFactory } from "./stores-factory.ts";

const evenLater = new Date(Date.parse(later) + 1_000).toISOString();

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
      const first = await other.list({ status: "pending_review", limit: 2 });
      const rest = await other.list({ status: "pending_review", limit: 2, after: first.at(-1)! });
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

    test("the verdict, what the report had named and the comment are kept beside the rest", async () => {
      const { stores, again } = await open();
      const whole = feedback(1, {
        diagnosisId: "d1",
        verdict: "wrong",
        reportedCause: "storage.network-rule-deny",
        comment: "둘 다 아니었습니다",
      });
      await stores.feedback.insert(whole);
      await stores.feedback.insert(feedback(2, { diagnosisId: "d2" }));
      const { feedback: other } = await again();
      expect([await other.get(whole.id), await other.list({ diagnosisId: "d1", limit: 9 })]).toEqual([
        { ...whole, status: "pending_review" },
        [{ ...whole, status: "pending_review" }],
      ]);
    });

    test("what one person says later of the same diagnosis supersedes what nobody has reviewed, and nothing else", async () => {
      const { stores } = await open();
      const ofD1 = { diagnosisId: "d1" };
      await stores.feedback.insert(feedback(1, ofD1));
      await stores.feedback.setStatus(feedback(1).id, "approved");
      await stores.feedback.insert(feedback(2, ofD1));
      await stores.feedback.insert(feedback(3, { ...ofD1, objectId: "bob" }));
      await stores.feedback.insert(feedback(4, { diagnosisId: "d2" }));
      await stores.feedback.insert(feedback(5, { ...ofD1, createdAt: later }));
      const statuses = (await stores.feedback.list({ limit: 9 })).map(({ status }) => status);
      expect(statuses).toEqual([
        "approved",
        "superseded",
        "pending_review",
        "pending_review",
        "pending_review",
      ]);
    });

    test("what was superseded waits again once it is said again, and the other is superseded", async () => {
      const { stores } = await open();
      const [first, second] = [feedback(1, { diagnosisId: "d1" }), feedback(2, { diagnosisId: "d1" })];
      await stores.feedback.insert(first);
      await stores.feedback.insert({ ...second, createdAt: later });
      const again = await stores.feedback.insert({ ...first, createdAt: evenLater });
      expect([again.status, (await stores.feedback.get(second.id))?.status]).toEqual([
        "pending_review",
        "superseded",
      ]);
    });

    test("what was reviewed waits no longer; feedback that is not there cannot be", async () => {
      const { stores } = await open();
      const { id } = await stores.feedback.insert(feedback(1));
      const set = await stores.feedback.setStatus(id, "approved");
      const none = await stores.feedback.setStatus(feedback(2).id, "approved");
      const noId = await stores.feedback.setStatus("x", "approved");
      expect([set, none, noId, await stores.feedback.list({ status: "pending_review", limit: 9 })]).toEqual([
        true,
        false,
        false,
        [],
      ]);
      expect([await stores.feedback.list({ limit: 9 }), await stores.feedback.get("x")]).toEqual([
        [{ ...feedback(1), status: "approved" }],
        undefined,
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
