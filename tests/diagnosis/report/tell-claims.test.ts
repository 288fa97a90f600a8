import { describe, expect, test } from "vitest";
import type { Citation } from "../../../domain/citation.ts";
import { fixedEvidence } from "../../../domain/evidence.ts";
import { isTold, joinClaims } from "../../../diagnosis/report/tell-claims.ts";

const app = "App Service `func-orders`";
const absent = (field: string, id: string) => ({
  text: `${app}: \`${field}\` is not set.`,
  evidence: [id],
  absence: { subject: app, field },
});

describe("the sentences of a proof", () => {
  const other = { text: "Key Vault `kv-orders`: `properties.x` is `Deny`.", evidence: ["c2"] };

  test("say what is not set at one resource in one sentence, where the first of it stood", () => {
    const claims = [absent("a", "c1"), other, absent("b.c", "c3"), absent("d", "c4"), absent("a", "c5")];
    expect(joinClaims(claims, "en")).toEqual([
      { text: `${app}: \`a\`, \`b.c\` and \`d\` are not set.`, evidence: ["c1", "c3", "c4", "c5"] },
      other,
    ]);
    expect(joinClaims(claims, "ko")[0]!.text).toBe(
      `${app}: \`a\`, \`b.c\`, \`d\` 속성이 설정되어 있지 않습니다.`,
    );
  });

  test("keep what is not set at another resource apart, and a single one as it was said", () => {
    const [own, foreign] = [absent("a", "c1"), { ...absent("a", "c2"), text: "The other one." }];
    const elsewhere = { ...foreign, absence: { subject: "the other", field: "a" } };
    expect(joinClaims([own, elsewhere], "en").map(({ text }) => text)).toEqual([own.text, "The other one."]);
  });
});

describe("what is no news beside anything else", () => {
  const cited = (part: Partial<Citation>): Citation => ({
    evidenceId: fixedEvidence.request,
    pointer: "/error",
    op: "contains",
    value: "x",
    ...part,
  });
  const news = cited({});
  const silent = [
    cited({ op: "none_match" }),
    cited({ op: "differs_from", operand: "null", pointer: "/source_code/a.cs" }),
    cited({ evidenceId: fixedEvidence.signals, op: "none_match", pointer: "/codes" }),
  ];

  test("is that there is a text, and what is not in the request", () => {
    expect([news, ...silent].filter(isTold)).toEqual([news]);
    expect(silent.filter(isTold)).toEqual(silent);
  });

  test("is not that no address is told, since the caller's may be worked out otherwise", () => {
    const unaddressed = cited({
      evidenceId: fixedEvidence.signals,
      op: "none_match",
      pointer: "/clientAddresses",
    });
    expect([news, unaddressed].filter(isTold)).toEqual([news, unaddressed]);
  });
});
