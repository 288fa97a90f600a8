import { describe, expect, it } from "vitest";
import { assess } from "../../../diagnosis/assess.ts";
import { causesOf } from "../../../diagnosis/assessment/verdict.ts";
import type { AcceptedPlan } from "../../../diagnosis/model/accepted-plan.ts";
import { assessWithModel } from "../../../diagnosis/model/assess-with-model.ts";
import { findResource } from "../../../diagnosis/model/find-resource.ts";
import { readKey } from "../../../domain/read-step.ts";
import { assignments, denying, granted, open, signals } from "../assessment/vault-case.ts";
import { evidenceOf } from "../evidence-of.ts";
import { fixedEvidenceOf } from "../run-rounds.ts";
import { signalsOf, subscription, vaultId } from "../signals-of.ts";
import { firewall, missingRole } from "../small-playbooks.ts";

const planOf = (plan: Partial<AcceptedPlan>) => ({
  model: "scripted",
  plans: [{ hypotheses: [], suspicions: [], reads: [], refused: 0, ...plan }],
  explanation: undefined,
});
const vaultRead = { kind: "arm", path: vaultId } as const;
const stored = (evidenceId: string, path: string, body: unknown) =>
  evidenceOf(evidenceId, body, { requestKey: readKey({ kind: "arm", path }), request: `GET ${path}` });

/** Nothing in the request raises it. */
const unraised = { ...firewall, raisedBy: "signals.codes[?code == 'Never']" };
const input = {
  signals,
  evidence: fixedEvidenceOf(signals),
  unread: [],
  playbooks: [unraised, missingRole],
  analyses: {},
  readsLeft: 40,
  nextStep: 1,
};
const shown = ({ hypotheses, steps, settled }: ReturnType<typeof assess>) => ({
  hypotheses: hypotheses.map(({ playbook, target, state, citations }) => [
    playbook.code,
    target,
    state,
    citations,
  ]),
  steps,
  settled,
});
const proposal = planOf({ hypotheses: [{ code: "keyvault.firewall-deny" }] });
const read = [stored("e5", vaultId, denying.body), stored("e6", assignments, granted.body)];

describe("a cause that only a model proposes", () => {
  it("has its own checks read, and those of its competitors", () => {
    expect(assess(input).steps).toEqual([]);
    const { steps } = assessWithModel(proposal, input);
    expect(steps.map(({ request }) => request)).toEqual([vaultRead, { kind: "arm", path: assignments }]);
  });

  it("is likely at most, although its check holds and its competitors are refuted", () => {
    const known = { ...input, evidence: [...input.evidence, ...read] };
    const [cause] = causesOf(assessWithModel(proposal, known).hypotheses);
    expect([cause?.hypothesis.playbook.code, cause?.hypothesis.broughtBy, cause?.confidence]).toEqual([
      "keyvault.firewall-deny",
      "model",
      "likely",
    ]);
  });

  it("is nothing where its check does not hold", () => {
    const evidence = [...input.evidence, stored("e5", vaultId, open.body), read[1]!];
    expect(causesOf(assessWithModel(proposal, { ...input, evidence }).hypotheses)).toEqual([]);
  });

  it("leaves what the rules find, and how they find it, exactly as it is", () => {
    const ruled = {
      ...input,
      playbooks: [firewall, { ...missingRole, code: "keyvault.other", competitors: [], holds: "`true`" }],
      evidence: [...input.evidence, ...read],
    };
    const all = planOf({ hypotheses: [{ code: "keyvault.other" }, { code: "keyvault.firewall-deny" }] });
    expect(shown(assessWithModel(all, ruled))).toEqual(shown(assess(ruled)));
  });

  it("waits until the rules have read what they want to read", () => {
    const reading = { ...input, playbooks: [firewall, missingRole] };
    const reads = [{ request: { kind: "arm", path: `${vaultId}/keys` } as const, decides: ["x"] }];
    const notes = planOf({ hypotheses: [{ code: "keyvault.other" }], reads });
    expect(shown(assessWithModel(notes, reading))).toEqual(shown(assess(reading)));
  });

  it("that has no playbook is passed over", () => {
    expect(assessWithModel(planOf({ hypotheses: [{ code: "keyvault.invented" }] }), input)).toEqual(
      assess(input),
    );
  });
});

describe("a resource that the model names", () => {
  const other = `${subscription}/resourceGroups/rg-else/providers/Microsoft.KeyVault/vaults/kv-else`;
  const nowhere = { ...input, signals: signalsOf({ codes: signals.codes }), playbooks: [firewall] };
  const at = planOf({ hypotheses: [{ code: "keyvault.firewall-deny", resourceId: other }] });
  const rows = [{ id: other, name: "kv-else", type: "microsoft.keyvault/vaults" }];
  const searched = (query: string) =>
    evidenceOf("e5", { data: rows }, { source: "resource_graph", request: "POST /x", query });

  it("is looked at once a search by its name has shown it", () => {
    const find = findResource("kv-else") as { query: string };
    const evidence = [...fixedEvidenceOf(nowhere.signals), searched(find.query)];
    const { steps } = assessWithModel(at, { ...nowhere, evidence, nextStep: 2 });
    expect(steps.map(({ request, evidenceId }) => [request, evidenceId])).toEqual([
      [{ kind: "arm", path: other }, "e6"],
    ]);
  });

  it.each([
    ["that nothing has shown", []],
    ["that a query of the model's own prints", [searched(`resources | extend id = '${other}'`)]],
    [
      "that a query which only looks like a search prints",
      [searched(`${(findResource("a") as { query: string }).query} | extend id = 1`)],
    ],
  ])("%s is nowhere", (_, more) => {
    const evidence = [...fixedEvidenceOf(nowhere.signals), ...more];
    expect(assessWithModel(at, { ...nowhere, evidence }).steps).toEqual([]);
  });
});

describe("a read that the model asks for", () => {
  const reads = [{ request: vaultRead, decides: ["keyvault.firewall-deny"] }];
  const asking = planOf({ reads });

  it("comes after those of the rules, once, and decides something", () => {
    const { steps, settled } = assessWithModel(planOf({ reads: [...reads, ...reads] }), {
      ...input,
      playbooks: [missingRole],
    });
    expect([steps, settled]).toEqual([
      [
        {
          stepId: "s1",
          evidenceId: "e5",
          title: expect.stringContaining("as the model asked") as string,
          decides: ["keyvault.firewall-deny"],
          request: vaultRead,
        },
      ],
      false,
    ]);
  });

  it.each([
    ["was answered already", { evidence: [...input.evidence, read[0]!] }],
    [
      "could not be made already",
      {
        unread: [{ stepId: "s1", evidenceId: "e5", requestKey: readKey(vaultRead), code: "X", message: "" }],
      },
    ],
    ["would take what is kept for the rules", { readsLeft: 20 }],
    [
      "comes when the rules have found the cause",
      { playbooks: [firewall, missingRole], evidence: [...input.evidence, ...read] },
    ],
  ])("that %s is not made", (_, more) => {
    expect(assessWithModel(asking, { ...input, playbooks: [], ...more }).steps).toEqual([]);
  });
});
