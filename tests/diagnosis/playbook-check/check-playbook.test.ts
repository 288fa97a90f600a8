import { describe, expect, it } from "vitest";
import { checkPlaybook } from "../../../diagnosis/playbook-check/check-playbook.ts";
import { dependent, firewall, missingRole, repeated } from "../small-playbooks.ts";

const problemsOf = (change: object) => checkPlaybook({ ...firewall, ...change });

describe("a playbook that is right", () => {
  it.each([firewall, missingRole, dependent, repeated].map((playbook) => [playbook.code, playbook] as const))(
    "%s has no problem",
    (_, playbook) => {
      expect(checkPlaybook(playbook)).toEqual([]);
    },
  );
});

describe("a playbook that is wrong", () => {
  it("of another shape says which field", () => {
    const { holds: _, ...rest } = firewall;
    expect(checkPlaybook({ ...rest, extra: 1 }).map(({ where }) => where)).toEqual(["holds", ""]);
  });

  it.each([
    [{ code: "keyvault.nothing" }, "code", "keyvault.nothing is not in the vocabulary of root causes"],
    [{ competitors: ["a.b"] }, "competitors[0]", "a.b is not in the vocabulary of root causes"],
    [{ competitors: [firewall.code] }, "competitors[0]", "a cause does not compete with itself"],
    [{ raisedBy: "vault.id" }, "raisedBy", "nothing is called `vault` here"],
    [{ target: "target" }, "target", "nothing is called `target` here"],
    [{ culprits: ["nobody.id"] }, "culprits[0]", "nothing is called `nobody` here"],
    [{ culprits: ["vault.x[?a == $gone]"] }, "culprits[0]", "nothing is called `gone` here"],
    [{ culprits: ["analysed(vault)"] }, "culprits[0]", "there is no function `analysed`"],
    [{ culprits: ["!vault.properties"] }, "culprits[0]", "`!a.b` means `(!a).b` in JMESPath: write `!(a.b)`"],
  ])("%j is named", (change, where, problem) => {
    expect(problemsOf(change)).toEqual([{ where, problem }]);
  });

  it("an expression that does not parse says why", () => {
    expect(problemsOf({ culprits: ["vault.["] })).toEqual([
      {
        where: "culprits[0]",
        problem: expect.stringContaining('The expression "vault.[" cannot be evaluated'),
      },
    ]);
  });

  it("a pattern without a bound is refused", () => {
    expect(problemsOf({ culprits: ["find(request.error, '(a+)+$')"] })).toEqual([
      { where: "culprits[0]", problem: expect.stringContaining("a repetition around a repetition") },
    ]);
  });

  it("a read that decides nothing and shows nothing is a defect", () => {
    const unused = { ...missingRole.reads["assignments"]! };
    expect(problemsOf({ reads: { ...firewall.reads, unused } })).toEqual([
      { where: "reads.unused", problem: "nothing uses it: neither `holds` nor a text needs it" },
    ]);
  });

  it("a read that only another unused one needs is a defect too", () => {
    const first = { ...missingRole.reads["assignments"]! };
    const second = { ...first, request: { kind: "arm", path: "{{first.id}}" } };
    expect(problemsOf({ reads: { ...firewall.reads, first, second } }).map(({ where }) => where)).toEqual([
      "reads.first",
      "reads.second",
    ]);
  });

  it("what is made of itself is found, over any number of steps", () => {
    const path = (name: string) => ({
      ...firewall.reads["vault"]!,
      request: { kind: "arm", path: `{{${name}.id}}` },
    });
    const problems = problemsOf({
      reads: { ...firewall.reads, a: path("b"), b: path("c") },
      let: { ...firewall.let, c: "a.id" },
      holds: "a.id == vault.id && b.id == caller",
    });
    expect(problems).toEqual(
      ["reads.a", "reads.b", "let.c"].map((where) => ({ where, problem: "it is made of itself" })),
    );
  });

  it("a request without what its kind needs is named", () => {
    const vault = {
      ...firewall.reads["vault"]!,
      request: { kind: "logs", resourceId: "{{target.id}}", query: "X" },
    };
    expect(problemsOf({ reads: { vault } }).map(({ where }) => where)).toEqual([
      "reads.vault.request.from",
      "reads.vault.request.to",
    ]);
  });

  it("texts that show different values in two languages are named", () => {
    const explanation = { en: "{{target.name}} is closed.", ko: "닫혀 있습니다." };
    expect(problemsOf({ explanation })).toEqual([
      { where: "explanation", problem: "the English and the Korean text show different values" },
    ]);
  });

  it("a Korean text in English is named", () => {
    const explanation = { en: "It is closed now.", ko: "It is closed now." };
    expect(problemsOf({ explanation })).toEqual([
      { where: "explanation", problem: "the Korean text is not Korean" },
    ]);
  });

  it("a place in quotes is named: the renderer quotes", () => {
    const verify = { ...firewall.verify, commands: ['az keyvault show --name "{{target.name}}"'] };
    expect(problemsOf({ verify })).toEqual([
      {
        where: "verify.commands[0]",
        problem: "a place stands in quotes: the renderer quotes every value itself",
      },
    ]);
  });

  it("a place that has nothing to quote may stand in quotes, alone", () => {
    const problemsIn = (command: string) =>
      problemsOf({ verify: { ...firewall.verify, commands: [command] } });
    expect(problemsIn(`az rest --body '{"name":"{{bare(target.name)}}"}'`)).toEqual([]);
    expect(problemsIn(`az rest --body '{"name":"{{bare(target.name) || target.id}}"}'`)).toHaveLength(1);
  });

  it("what follows the explanation is checked like it", () => {
    const details = [{ when: "nobody", text: { en: "At {{target.name}}.", ko: "이름입니다." } }];
    expect(problemsOf({ details })).toEqual([
      { where: "details[0].when", problem: "nothing is called `nobody` here" },
      { where: "details[0].text", problem: "the English and the Korean text show different values" },
    ]);
  });

  it("an analysis may be called where it is there", () => {
    const change = { ...firewall, culprits: ["analysed(vault).id"] };
    expect(checkPlaybook(change, ["analysed"])).toEqual([]);
  });
});
