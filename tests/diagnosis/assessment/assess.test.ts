import { describe, expect, it } from "vitest";
import { assess } from "../../../diagnosis/assess.ts";
import { causesOf } from "../../../diagnosis/assessment/verdict.ts";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import { fixedEvidenceOf, runRounds, statesOf } from "../run-rounds.ts";
import { matchOf, signalsOf, subscription, vaultId } from "../signals-of.ts";
import { dependent, firewall, missingRole, repeated } from "../small-playbooks.ts";

const at = { pointer: "/error", line: 1 };
const address = { address: "40.74.28.9", ...at };
const principal = { guid: "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2", role: "object_id" as const, ...at };
const code = (text: string) => ({ code: text, family: "arm" as const, ...at });
const vaultMatch = matchOf(vaultId, "microsoft.keyvault/vaults", 0);
const signals = signalsOf({
  codes: [code("Forbidden")],
  clientAddresses: [address],
  guids: [principal],
  resources: [vaultMatch],
});
const assignments = `${vaultId}/providers/Microsoft.Authorization/roleAssignments`;
const denying = {
  body: { id: vaultId, properties: { networkAcls: { defaultAction: "Deny", ipRules: [] } } },
};
const open = { body: { id: vaultId, properties: { networkAcls: { defaultAction: "Allow", ipRules: [] } } } };
const granted = { body: { value: [{ properties: { principalId: principal.guid } }] } };
const playbooks = [firewall, missingRole];

describe("rounds", () => {
  it("reads a raised cause and its competitor together, each answer numbered after the fixed evidence", () => {
    const run = runRounds({ playbooks, signals, azure: { [vaultId]: denying, [assignments]: granted } });
    expect(run.rounds).toEqual([[`e5 ${vaultId}`, `e6 ${assignments}`]]);
    expect(statesOf(run)).toEqual([
      "keyvault.firewall-deny confirmed",
      "keyvault.rbac-missing-data-role refuted",
    ]);
    expect(run.assessment.settled).toBe(true);
  });

  it("names the step, what it decides and the title in the reader's language", () => {
    const [first] = assess({
      signals: { ...signals, language: "ko" },
      evidence: fixedEvidenceOf(signals),
      unread: [],
      playbooks,
      analyses: {},
      readsLeft: 40,
      nextStep: 1,
    }).steps;
    expect(first).toEqual({
      stepId: "s1",
      evidenceId: "e5",
      title: "Key Vault kv-orders: 네트워크 규칙",
      decides: ["keyvault.firewall-deny"],
      request: { kind: "arm", path: vaultId },
    });
  });

  it("makes a read that several hypotheses need once, and says for all of them", () => {
    const twice = { ...missingRole, reads: { assignments: firewall.reads["vault"]! } };
    const { steps } = assess({
      signals,
      evidence: fixedEvidenceOf(signals),
      unread: [],
      playbooks: [firewall, twice],
      analyses: {},
      readsLeft: 40,
      nextStep: 1,
    });
    expect(steps.map(({ decides }) => decides)).toEqual([
      ["keyvault.firewall-deny", "keyvault.rbac-missing-data-role"],
    ]);
  });

  it("makes a read that needs another's answer in the next round", () => {
    const subnet = `${subscription}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s`;
    const run = runRounds({
      playbooks: [dependent],
      signals: { ...signals, codes: [code("VaultAlreadyExists")] },
      azure: {
        [vaultId]: { body: { properties: { isPrivate: true, subnetId: subnet } } },
        [subnet]: { body: { properties: { state: "Broken" } } },
      },
    });
    expect(run.rounds).toEqual([[`e5 ${vaultId}`], [`e6 ${subnet}`]]);
    expect(statesOf(run)).toEqual(["keyvault.soft-deleted-name-conflict confirmed"]);
  });

  it("does not make a read whose condition is false, and refutes by what made it false", () => {
    const run = runRounds({
      playbooks: [dependent],
      signals: { ...signals, codes: [code("VaultAlreadyExists")] },
      azure: { [vaultId]: { body: { properties: { isPrivate: false } } } },
    });
    expect(run.rounds).toEqual([[`e5 ${vaultId}`]]);
    expect(run.assessment.hypotheses[0]?.citations).toEqual([
      { evidenceId: "e5", pointer: "/properties/isPrivate", op: "equals", operand: "false", value: "false" },
    ]);
  });

  it("does not make a read that has a place without a value, and refutes by what is missing", () => {
    const run = runRounds({
      playbooks: [dependent],
      signals: { ...signals, codes: [code("VaultAlreadyExists")] },
      azure: { [vaultId]: { body: { properties: { isPrivate: true } } } },
    });
    expect(run.rounds).toEqual([[`e5 ${vaultId}`]]);
    expect(run.assessment.hypotheses[0]).toMatchObject({
      state: "refuted",
      citations: [{ pointer: "/properties", op: "absent", operand: "subnetId" }],
    });
  });

  it("makes a repeated read once for each element and binds the list of answers", () => {
    const run = runRounds({
      playbooks: [repeated],
      signals: { ...signals, codes: [code("Unreachable")] },
      azure: {
        [vaultId]: { body: { properties: { subnetIds: ["/a/b", "/a/c"] } } },
        "/a/b": { body: { properties: { open: true } } },
        "/a/c": { body: { properties: { open: false } } },
      },
    });
    expect(run.rounds).toEqual([[`e5 ${vaultId}`], ["e6 /a/b", "e7 /a/c"]]);
    expect(run.assessment.hypotheses[0]).toMatchObject({
      state: "confirmed",
      citations: [{ evidenceId: "e7", pointer: "/properties/open", op: "equals", value: "false" }],
    });
  });

  it("repeats a read six times at most and decides nothing on what it left out", () => {
    const ids = Array.from({ length: 9 }, (_, index) => `/a/${index}`);
    const run = runRounds({
      playbooks: [repeated],
      signals: { ...signals, codes: [code("Unreachable")] },
      azure: {
        [vaultId]: { body: { properties: { subnetIds: ids } } },
        ...Object.fromEntries(ids.map((id) => [id, { body: { properties: { open: true } } }])),
      },
    });
    expect(run.rounds[1]).toHaveLength(6);
    expect(statesOf(run)).toEqual(["network.nsg-ingress-deny unreadable"]);
  });
});

describe("what was refused", () => {
  it("a denied read leaves the hypothesis unreadable and the confirmed cause only likely", () => {
    const run = runRounds({
      playbooks,
      signals,
      azure: {
        [vaultId]: denying,
        [assignments]: { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } },
      },
    });
    expect(statesOf(run)).toEqual([
      "keyvault.firewall-deny confirmed",
      "keyvault.rbac-missing-data-role unreadable",
    ]);
    expect(run.assessment.hypotheses[1]?.reasons).toEqual([
      {
        kind: "denied",
        read: "assignments",
        permission: "Microsoft.Authorization/roleAssignments/read",
        code: "AuthorizationFailed",
      },
    ]);
    expect(causesOf(run.assessment.hypotheses).map(({ confidence }) => confidence)).toEqual(["likely"]);
  });

  it("a read that could not be made is not planned again", () => {
    const run = runRounds({
      playbooks,
      signals,
      azure: { [vaultId]: { fails: "Unavailable" }, [assignments]: granted },
    });
    expect(run.rounds).toHaveLength(1);
    expect(statesOf(run)).toEqual([
      "keyvault.firewall-deny unreadable",
      "keyvault.rbac-missing-data-role refuted",
    ]);
    expect(run.assessment.settled).toBe(true);
  });

  it("an absent resource is not a refusal: its fields are null, and the service's error proves it", () => {
    const run = runRounds({ playbooks, signals, azure: { [assignments]: granted } });
    expect(run.assessment.hypotheses[0]).toMatchObject({
      state: "refuted",
      citations: [{ evidenceId: "e5", pointer: "/error/code", op: "equals", value: "ResourceNotFound" }],
    });
  });

  it("a list that stopped early does not prove that nothing is in it", () => {
    const run = runRounds({
      playbooks,
      signals,
      azure: { [vaultId]: open, [assignments]: { body: { value: [] }, complete: false } },
    });
    expect(run.assessment.hypotheses[1]).toMatchObject({
      state: "unreadable",
      reasons: [{ kind: "incomplete", evidenceId: "e6", pointer: "/value" }],
    });
  });
});

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

  it("an expression that cannot be evaluated decides nothing and stops nothing", () => {
    const broken = { ...firewall, code: "keyvault.broken", holds: "nobody.knows == 'this'" };
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
