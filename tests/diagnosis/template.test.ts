import { describe, expect, it } from "vitest";
import { createEnvironment } from "../../diagnosis/evaluation/environment.ts";
import { known, unknown } from "../../diagnosis/evaluation/evaluated.ts";
import { expressionsIn, fillTemplate, plainText, shellWord } from "../../diagnosis/template.ts";
import { evidenceOf, rootOf } from "./evidence-of.ts";

const environment = createEnvironment({
  now: "2026-10-14T09:00:00.000Z",
  names: {
    vault: rootOf(evidenceOf("e5", { name: "kv-orders", ips: ["10.0.0.4", "10.0.0.5"] })),
    pending: unknown({ kind: "pending", read: "pending" }),
    hostile: known("x; rm -rf /"),
  },
});

describe("templates", () => {
  it("are filled in at every place", () => {
    expect(fillTemplate("vault {{vault.name}} at {{ vault.ips[0] }}", environment)).toEqual({
      kind: "filled",
      text: "vault kv-orders at 10.0.0.4",
    });
  });

  it("cannot be said where a place has no value, for the reason that evidence gives", () => {
    const filled = fillTemplate("{{vault.location}}", environment);
    expect(filled).toMatchObject({ kind: "unfillable", expression: "vault.location" });
    expect(filled.kind === "unfillable" && filled.proof()).toEqual([
      { evidenceId: "e5", pointer: "", op: "absent", operand: "location", value: "null" },
    ]);
  });

  it("are unknown where a place is", () => {
    expect(fillTemplate("{{pending.name}}", environment)).toEqual(
      unknown({ kind: "pending", read: "pending" }),
    );
  });

  it("name their expressions", () => {
    expect(expressionsIn("a {{b.c}} d {{ e }}")).toEqual(["b.c", "e"]);
  });
});

describe("values in texts", () => {
  it("lose control and bidi characters", () => {
    expect(plainText("a\u001b[31m\u202eb\nc")).toBe("a [31m b c");
  });

  it("are lists with commas, and cut where they are long", () => {
    expect(plainText(["a", 1, true])).toBe("a, 1, true");
    expect(plainText("x".repeat(400))).toHaveLength(300);
    expect([plainText({}), plainText([]), plainText("")]).toEqual([undefined, undefined, undefined]);
  });
});

describe("values in commands", () => {
  it.each([
    ["kv-orders", "kv-orders"],
    ["/subscriptions/s/resourceGroups/rg", "/subscriptions/s/resourceGroups/rg"],
    ["Key Vault Secrets User", "'Key Vault Secrets User'"],
    ["x; rm -rf /", "'x; rm -rf /'"],
    ["a&b|c>d", "'a&b|c>d'"],
    [443, "443"],
    [["10.0.0.4", "a b"], "10.0.0.4 'a b'"],
  ])("%j is written as %s", (value, word) => {
    expect(shellWord(value)).toBe(word);
  });

  it.each([
    "it's",
    'a"b',
    "$(id)",
    "`id`",
    "a\\b",
    "--query",
    "a\nb",
    "a\u202eb",
    "a\u200bb",
    "",
    null,
    {},
    [],
    ["a", "$b"],
    "x".repeat(1_001),
  ])("%j is refused", (value) => {
    expect(shellWord(value)).toBeUndefined();
  });

  it("stay words inside a longer command", () => {
    expect(fillTemplate("az keyvault show --name {{hostile}}", environment, shellWord)).toEqual({
      kind: "filled",
      text: "az keyvault show --name 'x; rm -rf /'",
    });
  });
});
