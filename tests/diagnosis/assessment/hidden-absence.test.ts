import { describe, expect, it } from "vitest";
import { causesOf } from "../../../diagnosis/assessment/verdict.ts";
import type { Playbook } from "../../../diagnosis/playbook.ts";
import { reportOf } from "../report/report-of.ts";
import { runRounds, statesOf } from "../run-rounds.ts";
import { subscription, vaultId } from "../signals-of.ts";
import { firewall } from "../small-playbooks.ts";
import { signals } from "./vault-case.ts";

/** A cause that holds where something is not there. */
function missing(request: Playbook["reads"][string]["request"], holds: string): Playbook {
  const { vault } = firewall.reads;
  return { ...firewall, competitors: [], let: {}, reads: { found: { ...vault!, request } }, holds };
}

const gone = missing({ kind: "arm", path: "{{target.id}}" }, "found == `null`");
const notFound = (code: string) => ({ status: 404, body: { error: { code, message: "not found" } } });
const sub = subscription.split("/").at(-1)!;
const visible = (...ids: string[]) => ids.map((id) => ({ id, name: id, state: "Enabled" }));

function stateFor(answer: { status: number; body?: unknown }, ids: string[] = [sub]): string[] {
  const seen = { ...signals, visibleSubscriptions: visible(...ids) };
  return statesOf(runRounds({ playbooks: [gone], signals: seen, azure: { [vaultId]: answer } }));
}

describe("a resource that Azure does not find", () => {
  it.each(["ResourceNotFound", "ResourceGroupNotFound", "ParentResourceNotFound", "NotFound"])(
    "is absent where the scope is visible: %s",
    (code) => {
      expect(stateFor(notFound(code))).toEqual(["keyvault.firewall-deny confirmed"]);
    },
  );

  it.each([
    "SubscriptionNotFound",
    "InvalidSubscriptionId",
    "MissingSubscription",
    "InvalidResourceType",
    "InvalidResourceNamespace",
    "NoRegisteredProviderFound",
    "TenantNotFound",
  ])("is not proven absent by what says that its scope is not visible, or its type not known: %s", (code) => {
    expect(stateFor(notFound(code))).toEqual(["keyvault.firewall-deny unreadable"]);
  });

  it("is not proven absent in a subscription that the developer does not see, whatever the code", () => {
    const other = "0f0e0d0c-0000-4000-8000-00000000ffff";
    expect(stateFor(notFound("ResourceNotFound"), [other])).toEqual(["keyvault.firewall-deny unreadable"]);
    expect(stateFor(notFound("ResourceNotFound"), [other, sub.toUpperCase()])).toEqual([
      "keyvault.firewall-deny confirmed",
    ]);
  });

  it("is not proven absent by a page that a proxy wrote", () => {
    expect(stateFor({ status: 404, body: "<html>404 Not Found</html>" })).toEqual([
      "keyvault.firewall-deny unreadable",
    ]);
  });

  it("leaves a gap that says so, with the permission that would settle it", () => {
    const azure = { [vaultId]: notFound("SubscriptionNotFound") };
    const { report } = reportOf({ playbooks: [gone], signals, azure });
    expect([report.verdict, report.gaps]).toEqual([
      "unknown",
      [
        {
          what: "Key Vault kv-orders: network rules: not visible to you, so it may be there all the same (SubscriptionNotFound)",
          permission: "Microsoft.KeyVault/vaults/read",
          command: `az rest --method get --url '${vaultId}?api-version=2024-11-01'`,
          question_id: "e5",
        },
      ],
    ]);
  });
});

describe("an absence in a list", () => {
  const group = vaultId.split("/").slice(0, 5).join("/");
  const inGraph = missing(
    { kind: "resource_graph", query: "resources | where type == 'x'" },
    "!(found.data[?name == 'kv-hub'])",
  );
  const inList = (path: string) => missing({ kind: "arm", path }, "!(found.value[?name == 'kv-hub'])");
  const rows = [{ name: "kv-other" }];

  function confidenceFor(playbook: Playbook, path: string): string[] {
    const azure = { [path]: { body: { data: rows, value: rows } } };
    const run = runRounds({ playbooks: [playbook], signals, azure });
    return causesOf(run.assessment.hypotheses).map(({ confidence }) => confidence);
  }

  it("of Resource Graph is likely at best, since it leaves out what may not be read", () => {
    expect(confidenceFor(inGraph, "resources | where type == 'x'")).toEqual(["likely"]);
  });

  it.each([
    "/subscriptions",
    `${subscription}/resourceGroups`,
    `${subscription}/resources`,
    `${group}/resources`,
    `${subscription}/providers/Microsoft.KeyVault/vaults`,
    `${group}/providers/Microsoft.Network/virtualNetworks`,
  ])("of resources is likely at best: %s", (path) => {
    expect(confidenceFor(inList(path), path)).toEqual(["likely"]);
  });

  it.each([
    `${vaultId}/privateEndpointConnections`,
    `${vaultId}/providers/Microsoft.Authorization/roleAssignments`,
    `${subscription}/providers/Microsoft.Authorization/locks`,
    `${subscription}/providers/Microsoft.KeyVault/deletedVaults`,
    `${subscription}/providers/Microsoft.Compute/locations/westeurope/usages`,
    `${group}/providers/Microsoft.Resources/deployments`,
  ])("that is whole or refused is proven: %s", (path) => {
    expect(confidenceFor(inList(path), path)).toEqual(["proven"]);
  });

  it("leaves a gap that names the list and what shows all of it", () => {
    const azure = { "resources | where type == 'x'": { body: { data: rows } } };
    const { report } = reportOf({ playbooks: [inGraph], signals, azure });
    expect([report.root_cause.confidence, report.gaps]).toEqual([
      "likely",
      [
        {
          what: "GET resources | where type == 'x'?api-version=2024-11-01: it leaves out what you may not read, and that decides here",
          permission: "Microsoft.Resources/subscriptions/resources/read",
        },
      ],
    ]);
  });

  it("proves a cause that something in it is there", () => {
    const present = missing(
      { kind: "resource_graph", query: "resources | where type == 'x'" },
      "found.data[?name == 'kv-other'] | [0].name",
    );
    expect(confidenceFor(present, "resources | where type == 'x'")).toEqual(["proven"]);
  });
});

describe("a competitor that is refuted by an absence which rights may hide", () => {
  const query = "resources | where type == 'zones'";
  const zone = (layer: number): Playbook => ({
    ...missing({ kind: "resource_graph", query }, "found.data[?name == 'kv-hub']"),
    code: "dns.private-zone-not-linked",
    layer,
  });
  const own = missing({ kind: "arm", path: "{{target.id}}" }, "found.name == 'kv-orders'");
  const cause: Playbook = { ...own, layer: 3, competitors: ["dns.private-zone-not-linked"] };
  const azure = {
    [vaultId]: { body: { id: vaultId, name: "kv-orders" } },
    [query]: { body: { data: [{ name: "kv-other" }] } },
  };

  it("leaves a cause likely that comes after it, and the report says what may be hidden", () => {
    const playbooks = [cause, zone(2)];
    const { report } = reportOf({ playbooks, signals, azure });
    expect(report.root_cause).toMatchObject({ code: "keyvault.firewall-deny", confidence: "likely" });
    expect(report.gaps.map(({ what }) => what).join()).toContain("leaves out what you may not read");
  });

  it("leaves a cause proven that the call meets before it, or at the same time", () => {
    const { report } = reportOf({ playbooks: [cause, zone(3)], signals, azure });
    expect([report.root_cause.confidence, report.gaps]).toEqual(["proven", []]);
  });
});
