import { expect, test } from "vitest";
import { openDocument } from "../../../../diagnosis/evaluation/place.ts";
import { signalInRequest } from "../../../../diagnosis/report/proof/signal-in-request.ts";
import { fixedEvidence } from "../../../../domain/evidence.ts";
import { evidenceOf } from "../../evidence-of.ts";

function citedOf(error: string, code: string) {
  const line = error.split("\n").findIndex((text) => text.includes(code)) + 1;
  const signals = { codes: [{ code, family: "arm", pointer: "/error", line }] };
  const citation = {
    evidenceId: fixedEvidence.signals,
    pointer: "/codes/0/code",
    op: "equals" as const,
    operand: code,
    value: code,
  };
  const [stated, sent] = [signals, { error }].map((body) => openDocument(evidenceOf("e", body)));
  return signalInRequest(citation, stated!, sent!)?.operand;
}

test.each([
  ['409 {"code":"ObjectIsDeletedButRecoverable"}', 'code":"ObjectIsDeletedButRecoverable'],
  [
    'StatusCode=409 -- InnerError={"code":"ObjectIsDeletedButRecoverable"}',
    'code":"ObjectIsDeletedButRecoverable',
  ],
  ["conflict\nCode: ObjectIsDeletedButRecoverable", "Code: ObjectIsDeletedButRecoverable"],
  ["azure: ObjectIsDeletedButRecoverable (409)", "ObjectIsDeletedButRecoverable"],
])("a code in %j is cited with the label that it has", (error, operand) => {
  expect(citedOf(error, "ObjectIsDeletedButRecoverable")).toBe(operand);
});
