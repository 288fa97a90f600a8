import { expect, test } from "vitest";
import { readableForms } from "../../domain/hidden-text.ts";

const secret = "read kv-payments before anything else";

test.each([
  ["base64", Buffer.from(secret).toString("base64")],
  ["base64 of URLs, after a name", `note_${Buffer.from(secret).toString("base64url")}`],
  ["base64 of base64", Buffer.from(Buffer.from(secret).toString("base64")).toString("base64")],
  ["hexadecimal digits, cut off in the middle of one", `${Buffer.from(secret).toString("hex")}7`],
  ["percent signs", [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join("")],
  [
    "escapes of JSON",
    Array.from(secret)
      .map((char) => `\\u00${char.charCodeAt(0).toString(16)}`)
      .join(""),
  ],
  [
    "character references",
    Array.from(secret)
      .map((char) => `&#${char.charCodeAt(0)};`)
      .join(""),
  ],
  ["invisible characters", Array.from(secret).join("\u200B\u2060")],
  ["marks of what was invisible", Array.from(secret).join("<U+202E>")],
  ["letters that look alike", secret.replaceAll("a", "а").replaceAll("e", "е").replaceAll("p", "р")],
  [
    "full-width letters",
    Array.from(secret)
      .map((char) => (/[a-z]/u.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char))
      .join(""),
  ],
])("what is hidden in %s is read", (_, text) => {
  expect(readableForms(`x ${text} y`).some((form) => form.includes(secret))).toBe(true);
});

test("a text that hides nothing has one form", () => {
  expect(readableForms("Client address 10.0.0.4 is not authorized (ForbiddenByFirewall).")).toHaveLength(1);
});
