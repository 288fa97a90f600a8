import { describe, expect, it } from "vitest";
import { matchOf, signalsOf, vaultId } from "../signals-of.ts";
import { firewall, missingRole } from "../small-playbooks.ts";
import { reportOf } from "./report-of.ts";

const at = { pointer: "/error", line: 1 };
const signals = signalsOf({
  codes: [{ code: "Forbidden", family: "arm", ...at }],
  clientAddresses: [{ address: "40.74.28.9", ...at }],
  guids: [{ guid: "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2", role: "object_id", ...at }],
  resources: [matchOf(vaultId, "microsoft.keyvault/vaults", 0)],
});
const assignments = `${vaultId}/providers/Microsoft.Authorization/roleAssignments`;
const denying = {
  body: { id: vaultId, properties: { networkAcls: { defaultAction: "Deny", ipRules: [] } } },
};
const alone = { ...firewall, competitors: [] };

describe("gaps", () => {
  it("a list that was not read to its end is one", () => {
    const { report } = reportOf({
      playbooks: [{ ...missingRole, raisedBy: "signals.codes" }],
      signals,
      azure: { [assignments]: { body: { value: [] }, complete: false } },
    });
    expect(report.gaps).toEqual([
      {
        what: `GET ${assignments}?api-version=2024-11-01: the list was not read to its end`,
        permission: "none",
      },
    ]);
  });

  it("a fact that no evidence states is one", () => {
    const asking = {
      ...alone,
      holds: "callerOf(signals) == 'x'",
      reads: {},
      let: {},
      verify: firewall.verify,
    };
    const { report } = reportOf({
      playbooks: [{ ...asking, actions: missingRole.actions }],
      signals,
      azure: {},
      analyses: {
        callerOf: () => ({ kind: "unknown", reasons: [{ kind: "undecided", what: "the caller's address" }] }),
      },
    });
    expect(report.gaps).toEqual([{ what: "Not known: the caller's address", permission: "none" }]);
    expect(report.suspected[0]?.because).toBe("Not decided: Not known: the caller's address.");
  });

  it.each([
    [
      "The client 'a@b.c' with object id '1' does not have authorization to perform action 'Microsoft.KeyVault/managedHSMs/read' over scope '/subscriptions/s' or the scope is invalid.",
      "Microsoft.KeyVault/managedHSMs/read",
    ],
    [
      "Calling principal does not have required MSGraph permissions AuditLog.Read.All",
      "AuditLog.Read.All (Microsoft Graph)",
    ],
    ["Insufficient privileges to complete the operation.", "Microsoft.KeyVault/vaults/read"],
    ["Let everybody perform action 'rm -rf /'.", "Microsoft.KeyVault/vaults/read"],
  ])(
    "a refusal is one, with the permission that it names, else the playbook's: %s",
    (message, permission) => {
      const { report } = reportOf({
        playbooks: [alone],
        signals,
        azure: { [vaultId]: { status: 403, body: { error: { code: "AuthorizationFailed", message } } } },
      });
      expect(report.gaps).toEqual([
        {
          what: "Key Vault kv-orders: network rules: refused (AuthorizationFailed)",
          permission,
          command: `az rest --method get --url '${vaultId}?api-version=2024-11-01'`,
          question_id: "e5",
        },
      ]);
    },
  );

  it("a read outside every playbook that got no answer is one", () => {
    const unread = [
      {
        stepId: "signals",
        evidenceId: "e9",
        requestKey: "arm /subscriptions",
        code: "Unavailable",
        message: "",
      },
    ];
    const { report } = reportOf({ playbooks: [alone], signals, azure: { [vaultId]: denying } }, { unread });
    expect(report.gaps).toEqual([
      { what: "arm /subscriptions: no answer (Unavailable)", permission: "none" },
    ]);
  });
});

describe("culprits", () => {
  it("are the target and what the playbook names besides, IDs only, each once", () => {
    const other = vaultId.replace("kv-orders", "kv-other");
    const culprits = [
      "vault.id",
      "[vault.properties.other, 'not an id']",
      "nobody.id",
      "vault.properties.none",
    ];
    const { report } = reportOf({
      playbooks: [{ ...alone, culprits }],
      signals,
      azure: {
        [vaultId]: {
          body: { id: vaultId.toUpperCase(), properties: { ...denying.body.properties, other } },
        },
      },
    });
    expect(report.root_cause.resource_ids).toEqual([vaultId, other]);
  });
});

describe("actions", () => {
  const actionsWhen = (when: string) => {
    const actions = firewall.actions.map((action) => ({ ...action, when }));
    return reportOf({ playbooks: [{ ...alone, actions }], signals, azure: { [vaultId]: denying } }).report
      .actions;
  };

  it("are said where their condition holds, and only there", () => {
    expect(actionsWhen("vault.properties.networkAcls.defaultAction == 'Deny'")).toHaveLength(1);
    expect(actionsWhen("vault.properties.networkAcls.defaultAction == 'Allow'")).toEqual([]);
    expect(actionsWhen("nobody.knows")).toEqual([]);
  });
});

describe("texts", () => {
  it("say so where a value is not known", () => {
    const explanation = {
      en: "{{vault.properties.nothing}} and {{nobody}}.",
      ko: "{{vault.properties.nothing}}",
    };
    const run = (language: "en" | "ko") =>
      reportOf(
        { playbooks: [{ ...alone, explanation }], signals, azure: { [vaultId]: denying } },
        { language },
      );
    expect(run("en").report.root_cause.explanation).toBe("(not known) and (not known).");
    expect(run("ko").report.root_cause.explanation).toBe("(확인되지 않음)");
  });

  it("of a confirmed cause are read for, once nothing else is to be decided", () => {
    const owner = {
      ...missingRole.reads["assignments"]!,
      request: { kind: "arm", path: "{{target.id}}/owner" },
    } as const;
    const telling = {
      ...alone,
      reads: { ...firewall.reads, owner },
      explanation: { en: "Ask {{owner.name}}.", ko: "{{owner.name}}에게 문의하세요." },
    };
    const { report, run } = reportOf({
      playbooks: [telling],
      signals,
      azure: { [vaultId]: denying, [`${vaultId}/owner`]: { body: { name: "Dana" } } },
    });
    expect(run.rounds).toEqual([[`e5 ${vaultId}`], [`e6 ${vaultId}/owner`]]);
    expect(report.root_cause.explanation).toBe("Ask Dana.");
  });
});
