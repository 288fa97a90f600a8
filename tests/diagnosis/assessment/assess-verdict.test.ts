import { describe, expect, it } from "vitest";
import { assess } from "../../../diagnosis/assess.ts";
import { causesOf } from "../../../diagnosis/assessment/verdict.ts";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import { fixedEvidenceOf, runRounds, statesOf } from "../run-rounds.ts";
import { matchOf, vaultId } from "../signals-of.ts";
import { dependent, firewall, missingRole } from "../small-playbooks.ts";
import { assignments, denying, granted, open, playbooks, signals } from "./vault-case.ts";

describe("the verdict", () => {
  it("reports both causes where a cause and its competitor are confirmed, in the order of fixing", () => {
    const run = runRounds({
      playbooks: [missingRole, firewall],
      signals,
      azure: { [vaultId]: denying, [assignments]: { body: { value: [] } } },
    });
    expect(
      causesOf(run.assessment.hypotheses).map(({ hypothesis, confidence }) => [
        hypothesis.playbook.code,
        confidence,
      ]),
    ).toEqual([
      ["keyvault.firewall-deny", "proven"],
      ["keyvault.rbac-missing-data-role", "proven"],
    ]);
  });

  it("nothing is proven where every check is refuted", () => {
    const run = runRounds({ playbooks, signals, azure: { [vaultId]: open, [assignments]: granted } });
    expect(causesOf(run.assessment.hypotheses)).toEqual([]);
    expect(run.assessment.settled).toBe(true);
  });

  it("of two causes in one layer the one that the request points at speaks first", () => {
    const other = {
      ...firewall,
      code: "keyvault.a",
      competitors: [],
      raisedBy: "signals.codes[?code == 'No']",
    };
    const raising = { ...firewall, competitors: ["keyvault.a"] };
    const run = runRounds({ playbooks: [other, raising], signals, azure: { [vaultId]: denying } });
    expect(causesOf(run.assessment.hypotheses).map(({ hypothesis }) => hypothesis.playbook.code)).toEqual([
      "keyvault.firewall-deny",
      "keyvault.a",
    ]);
  });

  it("competitors of a competitor come in only once that one is confirmed", () => {
    const third = { ...dependent, competitors: [] };
    const second = { ...missingRole, competitors: [dependent.code] };
    const refuted = runRounds({
      playbooks: [firewall, second, third],
      signals,
      azure: { [vaultId]: denying, [assignments]: granted },
    });
    expect(statesOf(refuted)).not.toContain("keyvault.soft-deleted-name-conflict refuted");
    const confirmed = runRounds({
      playbooks: [firewall, second, third],
      signals,
      azure: { [vaultId]: denying, [assignments]: { body: { value: [] } } },
    });
    expect(statesOf(confirmed)).toContain("keyvault.soft-deleted-name-conflict refuted");
  });
});

describe("bounds", () => {
  it("plans no more reads than are left, and is not settled by that", () => {
    const input = {
      signals,
      evidence: fixedEvidenceOf(signals),
      unread: [],
      playbooks,
      analyses: {},
      nextStep: 1,
    };
    const one = assess({ ...input, readsLeft: 1 });
    expect([one.steps.length, one.settled]).toEqual([1, false]);
    const none = assess({ ...input, readsLeft: 0 });
    expect([none.steps.length, none.settled]).toEqual([0, false]);
  });

  it("suspects three resources at most, each on its own", () => {
    const ids = ["a", "b", "c", "d"].map((name) => vaultId.replace("kv-orders", name));
    const run = runRounds({
      playbooks: [{ ...firewall, competitors: [] }],
      signals: {
        ...signals,
        resources: ids.map((id, index) => matchOf(id, "microsoft.keyvault/vaults", index)),
      },
      azure: { [ids[1]!]: denying },
    });
    expect(run.assessment.hypotheses.map(({ target, state }) => [target, state])).toEqual([
      [ids[0], "refuted"],
      [ids[1], "confirmed"],
      [ids[2], "refuted"],
    ]);
  });

  it("a cause that needs a resource and finds none is kept apart, and reads nothing", () => {
    const run = runRounds({ playbooks, signals: { ...signals, resources: [] }, azure: {} });
    expect(run.rounds).toEqual([]);
    expect(run.assessment.hypotheses).toEqual([]);
    expect(run.assessment.withoutTarget.map((playbook) => playbook.code)).toEqual(["keyvault.firewall-deny"]);
  });

  it("a request that points at nothing raises nothing", () => {
    const run = runRounds({ playbooks, signals: { ...signals, codes: [] }, azure: {} });
    expect([run.assessment.hypotheses, run.assessment.withoutTarget]).toEqual([[], []]);
  });

  it.each([
    ["an expression that cannot be evaluated", "nobody.knows == 'this'"],
    ["a pattern that could take for ever", "matches(request.error, join('', ['(a+)', '+$']))"],
  ])("%s decides nothing and stops nothing", (_, holds) => {
    const broken = { ...firewall, code: "keyvault.broken", holds };
    const run = runRounds({
      playbooks: [broken, firewall, missingRole],
      signals,
      azure: { [vaultId]: denying, [assignments]: granted },
    });
    expect(statesOf(run)).toEqual([
      "keyvault.broken unreadable",
      "keyvault.firewall-deny confirmed",
      "keyvault.rbac-missing-data-role refuted",
    ]);
  });
});

describe("names", () => {
  it("cites the target where Resource Graph stated it", () => {
    const named = { ...firewall, competitors: [], holds: "target.name == 'kv-orders'", reads: {} };
    const run = runRounds({ playbooks: [named], signals, azure: {} });
    expect(run.assessment.hypotheses[0]?.citations).toEqual([
      {
        evidenceId: "e3",
        pointer: "/data/0/name",
        op: "equals",
        operand: "kv-orders",
        value: "kv-orders",
        resourceId: vaultId,
      },
    ]);
  });

  it("an analysis is called with evaluated arguments and the clock of Azure", () => {
    const asking = {
      ...firewall,
      competitors: [],
      holds: "verdictOf(vault, target.name).isOpen == `false`",
    };
    const run = runRounds({
      playbooks: [asking],
      signals,
      azure: { [vaultId]: denying },
      analyses: {
        verdictOf: ([vault, name], context) => {
          if (vault?.kind !== "known") return vault ?? known(null);
          expect([name?.kind === "known" && name.value, context.now]).toEqual(["kv-orders", signals.now]);
          return context.evaluate("{ isOpen: properties.networkAcls.defaultAction != 'Deny' }", vault);
        },
      },
    });
    expect(run.assessment.hypotheses[0]).toMatchObject({
      state: "confirmed",
      citations: [{ evidenceId: "e5", pointer: "/properties/networkAcls/defaultAction", op: "equals" }],
    });
  });

  it("the same evidence gives the same assessment", () => {
    const options = { playbooks, signals, azure: { [vaultId]: denying, [assignments]: granted } };
    const [left, right] = [runRounds(options), runRounds(options)];
    expect(right.assessment.hypotheses.map(({ citations }) => citations)).toEqual(
      left.assessment.hypotheses.map(({ citations }) => citations),
    );
  });
});
