import { expect, test } from "vitest";
import { redactOften } from "../../../domain/redaction/redact-often.ts";
import { redactText } from "../../../domain/redaction/redact-text.ts";
import { createPlanter } from "./planted-secrets.ts";

const secret = `Server=s;User ID=app;Password=${createPlanter(7).password()};Encrypt=True`;

test("a text is redacted alike each time that it comes", () => {
  const texts = ["kv-orders", secret, `${secret} ${"x".repeat(400)}`, ""];
  const once = texts.map(redactText);
  expect([texts.map(redactOften), texts.map(redactOften)]).toEqual([once, once]);
  expect(once[1]).not.toBe(secret);
});

test("more texts than are kept change nothing", () => {
  for (let count = 0; count <= 20_000; count += 1) redactOften(`kv-${count}`);
  expect([redactOften("kv-0"), redactOften(secret)]).toEqual(["kv-0", redactText(secret)]);
});
