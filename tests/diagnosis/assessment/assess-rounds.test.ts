import { describe, expect, it } from "vitest";
import { assess } from "../../../diagnosis/assess.ts";
import { causesOf } from "../../../diagnosis/assessment/verdict.ts";
import { fixedEvidenceOf, runRounds, statesOf } from "../run-rounds.ts";
import { subscription, vaultId } from "../signals-of.ts";
import { dependent, firewall, missingRole, repeated } from "../small-playbooks.ts";
import { assignments, code, denying, granted, open, playbooks, signals } from "./vault-case.ts";

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
