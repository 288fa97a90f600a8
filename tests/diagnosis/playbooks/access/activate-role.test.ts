import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../../../domain/contract/report.ts";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { diagnoseOverSimulator, type Scenario } from "../support/diagnose-over-simulator.ts";
import { resourceOf, type Tenant } from "../support/tenant.ts";

/** What becomes of a missing role where Privileged Identity Management could grant one. */

const folder = (name: string) => join(import.meta.dirname, "../../../scenarios", name);
const diagnose = (name: string, change?: (scenario: Scenario) => void) =>
  diagnoseOverSimulator(folder(name), change);
const instances = "/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/";
const eligible = (tenant: Tenant) => {
  const found = tenant.resources.find(({ id }) => String(id).includes(instances));
  return found!["properties"] as JsonObject;
};
const textIn = (properties: JsonObject, name: string) => properties[name] as string;
const titles = ({ actions }: Report) => actions.map(({ title }) => title);

describe("a person who is eligible for a role that grants the action", () => {
  it("is told to activate it, with a command that a shell takes, and nobody to assign one", async () => {
    const report = await diagnose("gallery-slot-swap-refused");
    expect(titles(report)).toEqual(["Activate Contributor in Privileged Identity Management"]);
    const [action] = report.actions;
    expect(action?.closes_cause).toBe(true);
    const body = /--body '(\{.*\})'$/u.exec(action?.commands[0] ?? "")?.[1];
    expect(JSON.parse(body ?? "")).toEqual({
      properties: {
        requestType: "SelfActivate",
        principalId: "922c7e22-23fa-5c4e-8690-12c98ec473e3",
        roleDefinitionId:
          "/subscriptions/a91176f7-98ee-5fa6-8dba-10826db5ad55/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c",
        linkedRoleEligibilityScheduleId: "e6b034fe-7c57-5bfc-8dd4-76b495667f3d",
        justification: "Refused for want of this role",
        scheduleInfo: { expiration: { type: "AfterDuration", duration: "PT1H" } },
      },
    });
    expect(report.root_cause.explanation).toContain(
      "Ines Costa is eligible for Contributor at /subscriptions/a91176f7-98ee-5fa6-8dba-10826db5ad55 by Privileged Identity Management",
    );
  });

  it("is told so in Korean, in the portal's words, with the activation that has expired", async () => {
    const { actions, root_cause } = await diagnose("minwon-api-restart-expired");
    expect(actions.map(({ title }) => title)).toEqual([
      "Privileged Identity Management에서 Website Contributor 역할 활성화",
    ]);
    expect(actions[0]?.why).toContain("내 역할 > Azure 리소스 > 적격 할당 > 활성화");
    expect(root_cause.explanation).toContain(
      "2026-07-02T00:50:00Z에 시작된 마지막 활성화는 실패 전인 2026-07-02T04:50:00.000Z에 만료되었습니다.",
    );
  });

  it("may be so through a group, and activates it for themselves", async () => {
    const { actions, root_cause } = await diagnose("tide-notebook-blob-read");
    expect(actions[0]?.commands[0]).toContain('"principalId":"c3f5c994-f3ff-5e7c-91dd-09f637d8577d"');
    expect(root_cause.explanation).toContain("as a member of the group tide-analysts");
  });

  it("may be so at a management group, and the activation closes the cause", async () => {
    const [action] = (await diagnose("lakehouse-bicep-role-step")).actions;
    expect([action?.title, action?.closes_cause]).toEqual([
      "Activate User Access Administrator in Privileged Identity Management",
      true,
    ]);
  });

  it("may be so for a role of the tenant's own, whose definition is read", async () => {
    const report = await diagnose("gallery-slot-swap-refused", ({ tenant }) => {
      const definition = "/roleDefinitions/00000000-1111-4222-8333-444444444444";
      const id = textIn(eligible(tenant), "roleDefinitionId").replace(/\/roleDefinitions\/.*$/u, definition);
      eligible(tenant)["roleDefinitionId"] = id;
      (eligible(tenant)["expandedProperties"] as JsonObject)["roleDefinition"] = {
        id,
        displayName: "Swapper",
      };
      tenant.resources.push({
        id,
        name: "00000000-1111-4222-8333-444444444444",
        type: "Microsoft.Authorization/roleDefinitions",
        properties: { roleName: "Swapper", permissions: [{ actions: ["Microsoft.Web/sites/slots/*"] }] },
      });
    });
    expect(report.actions.map(({ title, closes_cause }) => [title, closes_cause])).toEqual([
      ["Activate Swapper in Privileged Identity Management", true],
    ]);
  });

  it("has no activation named that ended more than a day before", async () => {
    const { root_cause } = await diagnose("minwon-api-restart-expired", ({ tenant }) => {
      tenant.resources = tenant.resources.filter(
        ({ properties }) =>
          (properties as JsonObject)["requestType"] === undefined ||
          JSON.stringify(properties).includes("2026-06-30"),
      );
    });
    expect(root_cause.explanation).toContain("활성화되지 않았습니다");
    expect(root_cause.explanation).not.toContain("만료되었습니다");
  });
});

describe("nobody is told to activate a role", () => {
  const assigns = "Grant a role that allows the action";

  it.each<[string, (properties: JsonObject) => void]>([
    ["whose eligibility has ended", (properties) => (properties["endDateTime"] = "2026-06-01T00:00:00Z")],
    [
      "whose condition may not be met",
      (properties) => (properties["condition"] = "@Resource[a] StringEquals 'b'"),
    ],
    [
      "that does not grant the action",
      (properties) => {
        const id = textIn(properties, "roleDefinitionId");
        properties["roleDefinitionId"] = id.replace(/[^/]+$/u, "acdd72a7-3385-48ef-bd42-f606fba81ae7");
      },
    ],
    [
      "that somebody else is eligible for",
      (properties) => (properties["principalId"] = "6d0d7c5c-0000-4000-8000-000000000009"),
    ],
    [
      "at a scope beside",
      (properties) => (properties["scope"] = `${textIn(properties, "scope")}/resourceGroups/other`),
    ],
  ])("%s", async (_, change) => {
    const report = await diagnose("gallery-slot-swap-refused", ({ tenant }) => change(eligible(tenant)));
    expect([report.root_cause.code, titles(report)]).toEqual(["rbac.missing-at-scope", [assigns]]);
    expect(report.root_cause.explanation).not.toContain("eligible");
  });

  it("where the caller is an application: it cannot, and nothing is read for it", async () => {
    const name = "nightly-catalog-scale-pipeline";
    const report = await diagnose(name);
    const without = await diagnose(name, ({ tenant }) => {
      tenant.denied = [
        {
          prefix: "/subscriptions",
          actions: ["Microsoft.Authorization/roleEligibilityScheduleInstances/read"],
        },
      ];
    });
    expect([titles(report), without.gaps, without.cost.azure_reads]).toEqual([
      [assigns],
      [],
      report.cost.azure_reads,
    ]);
  });

  it("where the list may not be read: a gap says what is missing", async () => {
    const { actions, gaps } = await diagnose("catalog-index-app-delete");
    expect(actions.map(({ title }) => title)).toEqual([assigns]);
    expect(gaps.map(({ permission }) => permission)).toEqual([
      "Microsoft.Authorization/roleEligibilityScheduleInstances/read",
    ]);
  });

  it("in a tenant that has no licence for it, where nothing is missing", async () => {
    const report = await diagnose("catalog-index-app-delete", ({ tenant }) => {
      const site = String(resourceOf(tenant, "/sites/catalog-indexer-dev")["id"]);
      delete tenant.denied;
      tenant.responses = [
        {
          method: "GET",
          path: `${site}${instances.replace(/\/$/u, "")}`,
          status: 400,
          body: { error: { code: "AadPremiumLicenseRequired", message: "The tenant needs a licence." } },
        },
      ];
    });
    expect([titles(report), report.gaps]).toEqual([[assigns], []]);
  });
});
