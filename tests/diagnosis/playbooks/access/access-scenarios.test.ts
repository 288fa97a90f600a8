import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isCited } from "../../../../cli/eval/match-evidence.ts";
import { ExpectedSchema } from "../../../../cli/eval/scenario-files.ts";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { scenario as scenarioOf } from "../governance/scenario-kit.ts";
import { diagnoseOverSimulator, type Scenario } from "../support/diagnose-over-simulator.ts";
import { diagnoseTenant } from "../support/diagnose-tenant.ts";
import { resourceOf, type Tenant } from "../support/tenant.ts";

const folder = join(import.meta.dirname, "../../../scenarios");
const properties = (tenant: Tenant, idEnd: string) => resourceOf(tenant, idEnd)["properties"] as JsonObject;
const without = (tenant: Tenant, pattern: RegExp) => {
  tenant.resources = tenant.resources.filter(({ id }) => !pattern.test(id));
};
/** Everybody gets the role with this GUID wherever the tenant assigns one. */
const allGet = (tenant: Tenant, role: string) => {
  for (const { type, properties: assignment } of tenant.resources)
    if (type === "Microsoft.Authorization/roleAssignments")
      (assignment as JsonObject)["roleDefinitionId"] =
        `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
};
const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
const blobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
const owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

interface Case {
  name: string;
  /** The decisive fact turned round, in words. */
  where: string;
  change: (scenario: Scenario) => void;
}

const cases: readonly Case[] = [
  {
    name: "vault-reader-cannot-read",
    where: "the identity may read secrets",
    change: ({ tenant }) => allGet(tenant, secretsUser),
  },
  {
    name: "policy-set-still-forbidden",
    where: "the vault honours access policies",
    change: ({ tenant }) => {
      properties(tenant, "/vaults/kv-lq-shop")["enableRbacAuthorization"] = false;
    },
  },
  {
    name: "tf-vault-name-taken",
    where: "no deleted vault has the name",
    change: ({ tenant }) => without(tenant, /\/deletedVaults\//),
  },
  {
    name: "runner-upload-not-authorized",
    where: "the account has its public endpoint",
    change: ({ tenant }) => {
      Object.assign(properties(tenant, "/storageAccounts/sttallylake"), {
        publicNetworkAccess: "Enabled",
        networkAcls: { defaultAction: "Allow" },
      });
    },
  },
  {
    name: "table-client-key-refused",
    where: "the account allows its keys",
    change: ({ tenant }) => {
      properties(tenant, "/storageAccounts/stombergiot")["allowSharedKeyAccess"] = true;
    },
  },
  {
    name: "image-resizer-404-container",
    where: "the container is there",
    change: ({ tenant }) => {
      const made = structuredClone(resourceOf(tenant, "/containers/thumbs"));
      tenant.resources.push({
        ...made,
        id: made.id.replace(/thumbs$/, "thumbnails"),
        name: "thumbnails",
      });
    },
  },
  {
    name: "notebook-cosmos-ip-blocked",
    where: "the account lets everyone in",
    change: ({ tenant }) => {
      properties(tenant, "/databaseAccounts/cosmos-quay-prod")["ipRules"] = [];
    },
  },
  {
    name: "cosmos-key-unauthorized-java",
    where: "the account allows its keys",
    change: ({ tenant }) => {
      properties(tenant, "/databaseAccounts/cosmos-fern-loyalty")["disableLocalAuth"] = false;
    },
  },
  {
    name: "web-app-token-400",
    where: "the app has an identity",
    change: ({ tenant }) => {
      const { identity } = resourceOf(tenant, "/sites/marrow-orders-jobs");
      resourceOf(tenant, "/sites/marrow-orders-web")["identity"] = identity!;
    },
  },
  {
    name: "restart-scope-locked",
    where: "the lock only forbids deletion",
    change: ({ tenant }) => {
      properties(tenant, "/locks/freeze-q1")["level"] = "CanNotDelete";
    },
  },
  {
    name: "nic-delete-linked-lock",
    where: "the lock is gone",
    change: ({ tenant }) => without(tenant, /\/locks\/network-team$/),
  },
  {
    name: "deploy-principal-other-group",
    where: "the principal owns the group",
    change: ({ tenant }) => {
      allGet(tenant, owner);
      for (const resource of tenant.resources)
        if (resource.id.includes("/rg-till-green/providers/Microsoft.Authorization/roleAssignments/")) {
          resource.id = resource.id.replace("rg-till-green", "rg-till-blue");
          (resource["properties"] as JsonObject)["scope"] = resource.id.split("/providers/")[0]!;
        }
    },
  },
  {
    name: "stack-denies-settings-write",
    where: "there is no deny assignment",
    change: ({ tenant }) => without(tenant, /\/denyAssignments\//),
  },
  {
    name: "grpc-free-app-no-upstream",
    where: "ingress forwards to the port of the process",
    change: ({ tenant }) => {
      const app = properties(tenant, "/containerApps/ca-salt-notes");
      ((app["configuration"] as JsonObject)["ingress"] as JsonObject)["targetPort"] = 3000;
    },
  },
  {
    name: "report-writer-mismatch",
    where: "the identity may write",
    change: ({ tenant }) => allGet(tenant, blobContributor),
  },
  {
    name: "local-vault-firewall-ko",
    where: "the vault lets everyone in",
    change: ({ tenant }) => {
      properties(tenant, "/vaults/kv-hanbit-dev")["networkAcls"] = { defaultAction: "Allow" };
    },
  },
  ...(["edge-503-https-only", "afd-log-tls-mismatch"] as const).map((name) => ({
    name,
    where: "no origin has its certificate's name checked",
    change: ({ tenant }: Scenario) => {
      for (const { type, properties: origin } of tenant.resources)
        if (type === "Microsoft.Cdn/profiles/originGroups/origins")
          (origin as JsonObject)["enforceCertificateNameCheck"] = false;
    },
  })),
];
/** Told by the error and the request alone. */
const saidOutright = ["worker-empty-client-id", "gateway-update-in-progress"];

describe.each([...cases.map(({ name }) => name), ...saidOutright])("%s", (name) => {
  const directory = join(folder, name);
  const expected = ExpectedSchema.parse(
    JSON.parse(readFileSync(join(directory, "expected.json"), "utf8")) as unknown,
  );

  test(`is ${expected.rootCause}, with its culprit, proof and remedy`, async () => {
    const report = await diagnoseOverSimulator(directory);
    expect(report.root_cause.code).toBe(expected.rootCause);
    const uncited = (expected.evidence ?? []).filter(
      (item) => item.required === true && !isCited(item, report.evidence),
    );
    expect(uncited).toEqual([]);
    const named = report.root_cause.resource_ids.map((id) => id.toLowerCase());
    expect((expected.resources ?? []).some((id) => named.includes(id.toLowerCase()))).toBe(true);
    const remedy = JSON.stringify([report.actions, report.root_cause.explanation, report.verify]);
    expect(expected.fix?.anyOf.filter((pattern) => new RegExp(pattern, "i").test(remedy))).not.toEqual([]);
    expect(report.cost.azure_reads).toBeLessThanOrEqual(15);
  });
});

describe.each(cases)("$name", ({ name, where, change }) => {
  test(`is not that any more where ${where}`, async () => {
    const directory = join(folder, name);
    const [before, after] = [
      await diagnoseOverSimulator(directory),
      await diagnoseOverSimulator(directory, change),
    ];
    expect(after.root_cause.code).not.toBe(before.root_cause.code);
  });
});

test("an empty client ID is seen in the container app itself, where no file tells of it", async () => {
  const name = "worker-empty-client-id";
  const { request, tenant } = scenarioOf(name);
  const found = diagnoseTenant({ ...request, source_code: {} }, tenant);
  expect([found.root, found.confidence]).toEqual(["identity.client-id-env-empty", "proven"]);
  properties(tenant, "/containerApps/ca-hollow-worker")["template"] = { containers: [{ name: "worker" }] };
  expect(diagnoseTenant({ ...request, source_code: {} }, tenant).root).toBe("unknown");
});
