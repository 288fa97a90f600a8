import { describe, expect, it } from "vitest";
import { assess } from "../../../diagnosis/assess.ts";
import { type AnalysisTable, known } from "../../../diagnosis/evaluation/evaluated.ts";
import type { Playbook } from "../../../diagnosis/playbook.ts";
import type { Unread } from "../../../domain/activity-catalogue.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import type { Signals } from "../../../domain/signals.ts";
import { evidenceOf } from "../evidence-of.ts";
import { fixedEvidenceOf } from "../run-rounds.ts";
import { vaultId } from "../signals-of.ts";
import { assignments, denying, granted, open, playbooks, signals } from "./vault-case.ts";

/** The vault's playbooks with a counter in each `holds` and each `raisedBy`. */
function counted() {
  const counts: Record<string, number> = {};
  const analyses: AnalysisTable = {
    count: ([name]) => {
      const key = name?.kind === "known" ? String(name.value as string) : "";
      counts[key] = (counts[key] ?? 0) + 1;
      return known(true);
    },
  };
  const counting = playbooks.map((playbook): Playbook => {
    const { code, raisedBy, holds } = playbook;
    return {
      ...playbook,
      raisedBy: `count('raise ${code}') && (${raisedBy})`,
      // What does not rest on the target is shared, and not worked out for each weighing.
      holds: `count('weigh ${code}', target) && (${holds})`,
    };
  });
  const weigh = (evidence: readonly Evidence[], unread: readonly Unread[] = [], known: Signals = signals) =>
    assess({
      signals: known,
      evidence,
      unread,
      playbooks: counting,
      analyses,
      readsLeft: 10,
      nextStep: 1,
    });
  return { counts, weigh };
}

const vault = (body: unknown) => evidenceOf("e5", body, { requestKey: `arm ${vaultId.toLowerCase()}` });
const roles = evidenceOf("e6", granted.body, { requestKey: `arm ${assignments.toLowerCase()}` });

const weighed = { firewall: "weigh keyvault.firewall-deny", role: "weigh keyvault.rbac-missing-data-role" };

describe("a later round", () => {
  it("raises nothing anew, and weighs what has a new answer alone", () => {
    const { counts, weigh } = counted();
    const fixed = fixedEvidenceOf(signals);
    weigh(fixed);
    const afterFirst = { ...counts };
    const states = weigh([...fixed, vault(open.body)]).hypotheses.map(({ state }) => state);
    expect(states).toEqual(["refuted", "open"]);
    expect(counts).toEqual({ ...afterFirst, [weighed.firewall]: 2 });
    expect(afterFirst).toEqual({
      "raise keyvault.firewall-deny": 1,
      "raise keyvault.rbac-missing-data-role": 1,
      [weighed.firewall]: 1,
      [weighed.role]: 1,
    });
  });

  it("weighs anew what is asked why it stands as it does, on the evidence of now", () => {
    const { counts, weigh } = counted();
    const fixed = fixedEvidenceOf(signals);
    const answered = [...fixed, vault(open.body)];
    weigh(answered);
    const [firewall] = weigh([...answered, roles]).hypotheses;
    expect(counts[weighed.firewall]).toBe(1);
    expect(firewall?.citations.map(({ pointer, op }) => `${pointer} ${op}`)).toEqual([
      "/properties/networkAcls/defaultAction differs_from",
    ]);
    expect(counts[weighed.firewall]).toBe(2);
  });

  it("weighs anew where an answer became another, or a read was refused in the meantime", () => {
    const { counts, weigh } = counted();
    const fixed = fixedEvidenceOf(signals);
    weigh([...fixed, vault(open.body)]);
    expect(weigh([...fixed, vault(denying.body)]).hypotheses[0]?.state).toBe("confirmed");
    const refused = {
      stepId: "s1",
      evidenceId: "e5",
      requestKey: `arm ${vaultId.toLowerCase()}`,
      code: "Unavailable",
      message: "no answer",
    };
    expect(weigh(fixed, [refused]).hypotheses[0]?.state).toBe("unreadable");
    expect(counts[weighed.firewall]).toBe(3);
  });

  it("knows nothing of a diagnosis whose signals are another document", () => {
    const { counts, weigh } = counted();
    weigh(fixedEvidenceOf(signals));
    weigh(fixedEvidenceOf(signals));
    expect(counts["raise keyvault.firewall-deny"]).toBe(2);
  });

  it("raises anew where what stands beside the named resources was read in the meantime", () => {
    const { counts, weigh } = counted();
    const fixed = fixedEvidenceOf(signals);
    weigh(fixed.slice(0, 4));
    weigh(fixed);
    expect(counts["raise keyvault.firewall-deny"]).toBe(2);
  });
});
