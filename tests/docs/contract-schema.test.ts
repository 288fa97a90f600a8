import { join } from "node:path";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv-provider.js";
import { expect, test } from "vitest";
import { contractDocument } from "../../mcp-gateway/publication/contract-document.ts";
import { sampleReport } from "../mcp-gateway/support/sample-report.ts";

const file = join(import.meta.dirname, "..", "..", "docs", "contract.schema.json");

test("docs/contract.schema.json is the contract that the code declares", async () => {
  const text = `${JSON.stringify(contractDocument(), null, 2)}\n`;
  await expect(
    text,
    "docs/contract.schema.json is not what the code declares. If the change is wanted: npx vitest run tests/docs -u",
  ).toMatchFileSnapshot(file);
});

test("an envelope with a report is valid against the document, and one without a status is not", () => {
  const document = { ...contractDocument(), $ref: "#/$defs/Envelope" };
  const isValid = new AjvJsonSchemaValidator().getValidator(document);
  const envelope = { diagnosis_id: "d1", status: "completed", report: sampleReport() };
  expect(isValid(envelope).valid).toBe(true);
  expect(isValid({ diagnosis_id: "d1" }).valid).toBe(false);
});

test("each named part is spelled out once, and every reference leads to one", () => {
  const document = contractDocument() as { $defs: Record<string, unknown> };
  // Its fields have the names of the report's, and other meanings.
  const { "submit_feedback.input": _feedback, ...rest } = document.$defs;
  const text = JSON.stringify(rest);
  for (const field of ["verdict", "root_cause", "needs_role", "permission", "settled_by"])
    expect([field, text.split(`"${field}":`).length - 1]).toEqual([field, 1]);
  const references = [...text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name = ""]) => name);
  expect(references.length).toBeGreaterThan(10);
  expect(references.filter((name) => !Object.hasOwn(document.$defs, name))).toEqual([]);
});
