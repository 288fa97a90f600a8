import { describe, expect, it } from "vitest";
import { readOwnPlaybooks } from "../../../diagnosis/playbook-check/own-playbooks.ts";
import { firewall } from "../small-playbooks.ts";

const analyses = ["targets"];
const own = { ...firewall, code: "own.proxy-blocks-vault", competitors: ["keyvault.firewall-deny"] };
const file = (name: string, content: unknown) => ({
  file: name,
  text: typeof content === "string" ? content : JSON.stringify(content),
});

describe("playbooks of a company's own", () => {
  it("are read beside one another, and may compete with the shipped ones and with each other", () => {
    const other = { ...own, code: "own.hub-route", competitors: ["own.proxy-blocks-vault"] };
    const read = readOwnPlaybooks([file("a.json", own), file("b.json", other)], analyses);
    expect([read.playbooks.map(({ code }) => code), read.problems]).toEqual([
      ["own.proxy-blocks-vault", "own.hub-route"],
      [],
    ]);
  });

  it.each([
    ["no JSON", "{ code:", /^it is no JSON: /u],
    [
      "a cause of ours",
      { ...own, code: "keyvault.firewall-deny" },
      /^keyvault\.firewall-deny is not yours to decide/u,
    ],
    ["a code that could be ours", { ...own, code: "company.x" }, /a code such as own\./u],
    ["an unknown competitor", { ...own, competitors: ["keyvault.nonsense"] }, /neither in the vocabulary/u],
    [
      "an expression that calls nothing",
      { ...own, holds: "steal(target.id)" },
      /there is no function `steal`/u,
    ],
    ["a pattern without bounds", { ...own, raisedBy: "matches(request.error, '(a+)+b')" }, /repetition/u],
    ["another field", { ...own, shell: "rm" }, /shell/u],
    ["far too much text", { ...own, holds: "a".repeat(200_001) }, /longer than 200000 characters/u],
  ])("with %s are left out, and the others are used", (_, content, problem) => {
    const good = { ...own, code: "own.good" };
    const read = readOwnPlaybooks([file("bad.json", content), file("good.json", good)], analyses);
    expect(read.playbooks.map(({ code }) => code)).toEqual(["own.good"]);
    expect(read.problems.map(({ file: name }) => name)).toContain("bad.json");
    expect(read.problems.map((entry) => entry.problem).join("\n")).toMatch(problem);
  });

  it("that say the same code twice give it once, and the second file is named", () => {
    const read = readOwnPlaybooks([file("a.json", own), file("b.json", own)], analyses);
    expect([read.playbooks.length, read.problems]).toEqual([
      1,
      [{ file: "b.json", where: "code", problem: "another file has own.proxy-blocks-vault too" }],
    ]);
  });
});
