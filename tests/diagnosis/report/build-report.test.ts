import { describe, expect, it } from "vitest";
import { holds } from "../../../diagnosis/recheck/holds.ts";
import { buildReport } from "../../../diagnosis/report/build-report.ts";
import { ReportSchema } from "../../../domain/contract/report.ts";
import { renderReportMarkdown } from "../../../domain/render-report.ts";
import { evidenceOf } from "../evidence-of.ts";
import type { Azure } from "../run-rounds.ts";
import { matchOf, signalsOf, vaultId } from "../signals-of.ts";
import { firewall, missingRole } from "../small-playbooks.ts";
import { reportOf } from "./report-of.ts";

const at = { pointer: "/error", line: 1 };
const principal = "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2";
const signals = signalsOf({
  codes: [{ code: "Forbidden", family: "arm", ...at }],
  clientAddresses: [{ address: "40.74.28.9", ...at }],
  guids: [{ guid: principal, role: "object_id", ...at }],
  resources: [matchOf(vaultId, "microsoft.keyvault/vaults", 0)],
});
const assignments = `${vaultId}/providers/Microsoft.Authorization/roleAssignments`;
const denying = {
  body: {
    id: vaultId,
    properties: { networkAcls: { defaultAction: "Deny", ipRules: [{ value: "20.37.158.0/23" }] } },
  },
};
const granted = { body: { value: [{ id: `${assignments}/one`, properties: { principalId: principal } }] } };
const refused = { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };
const playbooks = [firewall, missingRole];
const optionsFor = (azure: Azure) => ({ playbooks, signals, azure });
const proven = optionsFor({ [vaultId]: denying, [assignments]: granted });

describe("a proven cause", () => {
  const { report, run } = reportOf(proven);

  it("is the contract's shape", () => {
    expect(ReportSchema.parse(report)).toEqual(report);
  });

  it("names the cause, its confidence and the culprit", () => {
    expect([report.verdict, report.root_cause]).toEqual([
      "azure",
      {
        code: "keyvault.firewall-deny",
        title: "Cause keyvault.firewall-deny (kv-orders)",
        explanation: "kv-orders has keyvault.firewall-deny.",
        confidence: "proven",
        resource_ids: [vaultId],
      },
    ]);
  });

  it("claims one sentence a citation, each with its evidence", () => {
    expect(report.claims).toEqual([
      { text: "Key Vault `kv-orders`: `properties.networkAcls.defaultAction` is `Deny`.", evidence: ["c1"] },
      {
        text: "Key Vault `kv-orders`: `properties.networkAcls.ipRules` has 1 entry, and none covers `40.74.28.9`.",
        evidence: ["c2"],
      },
      { text: "The request, line 1, names the client address `40.74.28.9`.", evidence: ["c3"] },
      { text: "The error: `Forbidden`.", evidence: ["c4"] },
    ]);
  });

  it("shows of each evidence what a reader needs to look it up", () => {
    expect(report.evidence[1]).toEqual({
      id: "c2",
      evidence_id: "e5",
      source: "arm",
      request: `GET ${vaultId}?api-version=2024-11-01`,
      status: 200,
      pointer: "/properties/networkAcls/ipRules",
      op: "none_match",
      operand: "in_cidr('40.74.28.9', value)",
      value: "1 entry, none with in_cidr('40.74.28.9', value)",
      observed_at: "2026-10-14T09:00:00.000Z",
      sha256: "0".repeat(64),
      command: `az rest --method get --url '${vaultId}?api-version=2024-11-01' --query 'to_string(properties.networkAcls.ipRules[*].value)' --output tsv`,
      shows: '["20.37.158.0/23"]',
    });
  });

  it("cites what the error names in the error itself, and a signal where no text holds it as it is", () => {
    const places = report.evidence
      .slice(2, 4)
      .map(({ evidence_id, pointer, value }) => [evidence_id, pointer, value]);
    expect(places).toEqual([
      ["e1", "/clientAddresses/0/address", "40.74.28.9"],
      ["e0", "/error", "Forbidden"],
    ]);
  });

  it("lists only evidence that a claim or a ruled-out cause cites", () => {
    const cited = new Set([...report.claims, ...report.ruled_out].flatMap(({ evidence }) => evidence));
    expect(report.evidence.map(({ id }) => id).toSorted()).toEqual([...cited].toSorted());
  });

  it("rules the competitor out, by what Azure answered", () => {
    const [entry] = report.ruled_out;
    expect([entry?.code, entry?.because]).toEqual([
      "keyvault.rbac-missing-data-role",
      "kv-orders has no keyvault.rbac-missing-data-role.",
    ]);
    expect(report.evidence.find(({ id }) => id === entry?.evidence[0])).toMatchObject({
      pointer: "/value/0/properties/principalId",
      value: principal,
      resource_id: `${assignments}/one`,
    });
  });

  it("says what to do, with names filled in, and leaves out a command that cannot be", () => {
    expect(report.actions).toEqual([
      {
        title: "Allow the caller",
        why: "40.74.28.9 is on no rule.",
        commands: ["az keyvault network-rule add --name kv-orders --ip-address 40.74.28.9"],
        config: "properties.networkAcls.ipRules",
        changes: true,
        needs_role: "Key Vault Contributor",
        undo: "az keyvault network-rule remove --name kv-orders --ip-address 40.74.28.9",
      },
    ]);
  });

  it("only cites what holds on the stored bytes", () => {
    const stored = new Map(run.evidence.map((answer) => [answer.evidenceId, answer]));
    const failing = report.evidence.filter(
      ({ evidence_id: evidenceId, pointer, op, operand, value, line }) =>
        !holds(
          { evidenceId, pointer, op, value, ...(operand ? { operand } : {}), ...(line ? { line } : {}) },
          stored.get(evidenceId)!,
        ),
    );
    expect(failing).toEqual([]);
  });
});

describe("a cause whose proof does not hold", () => {
  it("is unknown, and says that it was suspected", () => {
    const { run } = reportOf(proven);
    const tampered = run.evidence.map((answer) =>
      answer.evidenceId === "e5"
        ? evidenceOf("e5", {
            id: vaultId,
            properties: { networkAcls: { defaultAction: "Allow", ipRules: [] } },
          })
        : answer,
    );
    const report = buildReport({
      assessment: run.assessment,
      evidence: tampered,
      unread: [],
      analyses: {},
      signals,
      endedBecause: "settled",
      reads: 2,
      durationMs: 1,
    });
    expect([report.verdict, report.root_cause.code, report.actions]).toEqual(["unknown", "unknown", []]);
    expect(report.suspected[0]).toEqual({
      title: "Cause keyvault.firewall-deny (kv-orders)",
      because: "What seemed to prove it did not hold when it was checked again on the stored answers.",
      settled_by: "Start the diagnosis again with more of the error, or with the resource's ID.",
    });
  });
});

describe("two causes at once", () => {
  const { report } = reportOf(optionsFor({ [vaultId]: denying, [assignments]: { body: { value: [] } } }));

  it("are reported in the order in which they must be fixed", () => {
    expect([report.root_cause.code, report.also.map(({ code }) => code)]).toEqual([
      "keyvault.firewall-deny",
      ["keyvault.rbac-missing-data-role"],
    ]);
  });

  it("the first fix says what the call meets next", () => {
    expect(report.actions.map(({ then }) => then)).toEqual([
      "Once this is done, the call meets the next cause: Cause keyvault.rbac-missing-data-role (kv-orders).",
      undefined,
    ]);
  });
});

describe("what was refused", () => {
  it("a competitor that could not be read leaves the cause likely, and the gap says which right is missing", () => {
    const { report } = reportOf(optionsFor({ [vaultId]: denying, [assignments]: refused }));
    expect([report.root_cause.confidence, report.gaps]).toEqual([
      "likely",
      [
        {
          what: "kv-orders: role assignments: refused (AuthorizationFailed)",
          permission: "Microsoft.Authorization/roleAssignments/read",
          command: `az rest --method get --url '${assignments}?api-version=2024-11-01'`,
          question_id: "e6",
        },
      ],
    ]);
  });

  it("with nothing proven the verdict is unknown, with candidates and who can settle them", () => {
    const { report } = reportOf(optionsFor({ [vaultId]: refused, [assignments]: refused }));
    expect(report).toMatchObject({
      verdict: "unknown",
      root_cause: {
        code: "unknown",
        confidence: "none",
        explanation: "0 candidate causes were ruled out, 2 could not be decided.",
      },
      claims: [],
      evidence: [],
      actions: [],
      suspected: [
        {
          title: "Cause keyvault.firewall-deny (kv-orders)",
          because: "Not decided: Key Vault kv-orders: network rules: refused (AuthorizationFailed).",
          settled_by:
            "Somebody with Microsoft.KeyVault/vaults/read can settle it: Key Vault kv-orders: network rules.",
        },
        {
          title: "Cause keyvault.rbac-missing-data-role (kv-orders)",
          settled_by: "Read the assignments of kv-orders.",
        },
      ],
      gaps: [
        { permission: "Microsoft.KeyVault/vaults/read" },
        { permission: "Microsoft.Authorization/roleAssignments/read" },
      ],
    });
  });

  it("a read that failed stands among the gaps", () => {
    const { report } = reportOf(optionsFor({ [vaultId]: { fails: "Unavailable" }, [assignments]: granted }));
    expect(report.gaps).toEqual([
      {
        what: "Key Vault kv-orders: network rules: refused (Unavailable)",
        permission: "Microsoft.KeyVault/vaults/read",
      },
    ]);
  });

  it("a deadline says that it ended the diagnosis", () => {
    const { report } = reportOf(optionsFor({ [vaultId]: refused, [assignments]: refused }), {
      endedBecause: "deadline",
    });
    expect(report.root_cause.explanation).toBe(
      "0 candidate causes were ruled out, 2 could not be decided. The time for the diagnosis ran out.",
    );
  });

  it("a request about no visible resource says so", () => {
    const { report } = reportOf({ playbooks, signals: { ...signals, resources: [] }, azure: {} });
    expect(report.suspected).toEqual([
      {
        title: "Cause keyvault.firewall-deny",
        because: "No resource that this could be about is visible to you.",
        settled_by: "Start the diagnosis again with more of the error, or with the resource's ID.",
      },
    ]);
  });
});

describe("hostile values", () => {
  const named = (name: string) => {
    const id = vaultId.replace("kv-orders", name);
    const options = optionsFor({
      [id]: denying,
      [`${id}/providers/Microsoft.Authorization/roleAssignments`]: granted,
    });
    return reportOf({
      ...options,
      signals: { ...signals, resources: [matchOf(id, "microsoft.keyvault/vaults", 0)] },
    }).report;
  };

  it("a name with shell syntax is quoted, and one that cannot be is left out of every command", () => {
    expect(named("kv;reboot").actions[0]?.commands).toEqual([
      "az keyvault network-rule add --name 'kv;reboot' --ip-address 40.74.28.9",
    ]);
    const { actions, verify } = named("kv$(id)");
    expect([actions[0]?.commands, actions[0]?.undo, verify.commands]).toEqual([[], undefined, []]);
  });
});

describe("in both languages", () => {
  const causes = {
    proven: { [vaultId]: denying, [assignments]: granted },
    likely: { [vaultId]: denying, [assignments]: refused },
    both: { [vaultId]: denying, [assignments]: { body: { value: [] } } },
    unknown: { [vaultId]: refused, [assignments]: refused },
    missing: { [assignments]: { body: { value: [] } } },
  };
  for (const language of ["en", "ko"] as const)
    for (const [name, azure] of Object.entries(causes))
      it(`the ${name} report reads well in ${language}`, async () => {
        const { report } = reportOf(optionsFor(azure), { language });
        await expect(renderReportMarkdown(report)).toMatchFileSnapshot(`goldens/${name}.${language}.md`);
      });
});
