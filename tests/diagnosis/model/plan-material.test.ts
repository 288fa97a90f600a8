import { expect, test } from "vitest";
import { planMaterial } from "../../../diagnosis/model/plan-material.ts";
import { signals } from "../assessment/vault-case.ts";
import { evidenceOf } from "../evidence-of.ts";
import { fixedEvidenceOf } from "../run-rounds.ts";
import { vaultId } from "../signals-of.ts";

const hypotheses = [{ code: "keyvault.firewall-deny", target: vaultId, state: "open" as const }];
const input = {
  signals,
  evidence: fixedEvidenceOf(signals, "Forbidden"),
  hypotheses,
  planned: ["The vault"],
  language: "en" as const,
  maxCharacters: 60_000,
};

test("is one JSON document of the request, what Azure has shown, how it stands, and what was read", () => {
  const answer = evidenceOf(
    "e5",
    { properties: { publicNetworkAccess: "Disabled" } },
    { request: `GET ${vaultId}` },
  );
  expect(JSON.parse(planMaterial({ ...input, evidence: [...input.evidence, answer] }))).toMatchObject({
    language: "en",
    error: "Forbidden",
    resources: [{ id: vaultId }],
    candidates: [{ code: "keyvault.firewall-deny", resource_id: vaultId, state: "open" }],
    reads_under_way: ["The vault"],
    answers: [
      {
        id: "e5",
        asked: `GET ${vaultId}`,
        status: 200,
        body: '{"properties":{"publicNetworkAccess":"Disabled"}}',
      },
    ],
  });
});

test("is cut to the room that there is, and stays a JSON document with both ends of the error", () => {
  const error = `begin ${"x".repeat(100_000)} end`;
  const answers = Array.from({ length: 30 }, (_, index) =>
    evidenceOf(`e${index + 5}`, { long: "y".repeat(9_000) }),
  );
  const material = planMaterial({
    ...input,
    evidence: [...fixedEvidenceOf(signals, error), ...answers],
    maxCharacters: 20_000,
  });
  const parsed = JSON.parse(material) as { error: string };
  expect(material.length).toBeLessThanOrEqual(20_000);
  expect([parsed.error.startsWith("begin"), parsed.error.endsWith("end")]).toEqual([true, true]);
});

test("shows the model no control or direction characters, and nothing of what a model said before", () => {
  const said = evidenceOf("m1", { secret: "said before" }, { source: "model" });
  const material = planMaterial({
    ...input,
    evidence: [...fixedEvidenceOf(signals, "a\u202Eb\u001B[31mc"), said],
  });
  expect(material).not.toMatch(/\\u202e|\u202E|\\u001b|said before/iu);
});
