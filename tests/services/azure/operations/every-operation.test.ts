import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { origins } from "../support/table-paths.ts";
import { type AzurePackage, azurePackages } from "./azure-packages.ts";
import { concretePaths } from "./concrete-paths.ts";
import type { AzureOperation } from "./package-operations.ts";

const packages = azurePackages();
const each = packages.map((one): [string, AzurePackage] => [`${one.name} ${one.version}`, one]);

/** The methods with which the gate lets this path through: one, or none. */
function methodOf(path: string, query?: Record<string, string>): string | undefined {
  const admitted = admitRead({ kind: "arm", path, ...(query ? { query } : {}) }, origins);
  return admitted.ok ? admitted.value.method : undefined;
}

function admittedPaths({ method, template }: AzureOperation): string[] {
  return concretePaths(template).filter((path) => methodOf(path) === method);
}

/** The same for two templates that differ in the names of their parameters only. */
function shapeOf(template: string): string {
  return template.toLowerCase().replace(/\{[^}]*\}/gu, "{}");
}

/** What the portal reads and the packages do not list: the state of a Functions host, beside the keys that they delete. */
const hostStatus = /\/host\/default\/properties\/status$/u;

/** POSTs that only ask, by the name that they have in the table. */
const readingPosts = /\/policyStates\/\{policyStatesResource\}\/queryResults$/u;

describe("the list of what Azure can be asked to do", () => {
  it("comes from 33 packages at least, of which none has become empty", () => {
    expect(packages.length).toBeGreaterThanOrEqual(33);
    const few = packages.filter(({ operations }) => operations.length < 10);
    expect(few.map(({ name, version }) => `${name} ${version}`)).toEqual([]);
    const total = packages.reduce((sum, { operations }) => sum + operations.length, 0);
    expect(total).toBeGreaterThan(4_500);
    const page = readFileSync(join(import.meta.dirname, "../../../../docs/reads.md"), "utf8");
    expect(page).toContain(`${packages.length} packages, ${total.toLocaleString("en")} operations`);
  });

  it("holds every method", () => {
    const methods = new Set(packages.flatMap(({ operations }) => operations.map(({ method }) => method)));
    expect([...methods].toSorted()).toEqual(["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]);
  });
});

describe("what changes something, or acts", () => {
  it.each(each)("is never let through: %s", (_, { operations }) => {
    const passed = operations
      .filter(({ method, template }) => method !== "GET" && !readingPosts.test(template))
      .filter((operation) => admittedPaths(operation).length > 0);
    expect(passed.map(({ method, template }) => `${method} ${template}`)).toEqual([]);
  });

  it.each(each)("is no path to read either, where nothing can be read there: %s", (_, { operations }) => {
    const readable = new Set(
      operations.filter(({ method }) => method === "GET").map(({ template }) => shapeOf(template)),
    );
    const passed = operations
      .filter(({ template }) => !readable.has(shapeOf(template)) && !readingPosts.test(template))
      .flatMap(({ template }) => concretePaths(template))
      .filter((path) => methodOf(path) !== undefined && !hostStatus.test(path));
    expect(passed).toEqual([]);
  });

  it("but for the queries of policy states, which are POSTs", () => {
    const posts = packages.flatMap(({ operations }) =>
      operations.filter((one) => one.method === "POST" && admittedPaths(one).length > 0),
    );
    expect(posts.map(({ template }) => template)).toEqual([
      "/providers/{managementGroupsNamespace}/managementGroups/{managementGroupName}/providers/Microsoft.PolicyInsights/policyStates/{policyStatesResource}/queryResults",
      "/subscriptions/{subscriptionId}/providers/Microsoft.PolicyInsights/policyStates/{policyStatesResource}/queryResults",
      "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.PolicyInsights/policyStates/{policyStatesResource}/queryResults",
      "/{resourceId}/providers/Microsoft.PolicyInsights/policyStates/{policyStatesResource}/queryResults",
    ]);
  });
});

describe("what can be read", () => {
  /**
   * Each line was decided by a person: what an answer there may hold is no secret, or is hidden before it is stored
   * (`secret-properties.test.ts`). A line that appears or goes is a decision again.
   */
  it("is what was reviewed", async () => {
    const listing = packages.map(({ name, version, operations }) => {
      const lines = operations
        .filter(({ method }) => method === "GET")
        .flatMap((one) => {
          const admitted = admittedPaths(one).length;
          const all = concretePaths(one.template).length;
          const some = admitted === all ? "" : ` (${admitted} of ${all} paths)`;
          return admitted === 0 ? [] : [`  GET ${one.template}${some}`];
        });
      return [`${name} ${version}: ${lines.length} of ${operations.length} operations`, ...lines, ""].join(
        "\n",
      );
    });
    await expect(listing.join("\n")).toMatchFileSnapshot("admitted-operations.txt");
  });

  it("is refused with each api-version that a caller could choose", () => {
    const passed = packages.flatMap(({ operations, apiVersions }) =>
      operations
        .filter(({ method }) => method === "GET")
        .flatMap((one) => admittedPaths(one).slice(0, 1))
        .flatMap((path) => apiVersions.filter((version) => methodOf(path, { "api-version": version }))),
    );
    expect(passed).toEqual([]);
  });

  it("is named after secrets only where it tells of them, not what they are", () => {
    const speaking =
      /key|secret|credential|token|password|publish|\bsas\b|certificate|login|content|\badmin\b/iu;
    const named = packages.flatMap(({ operations }) =>
      operations
        .filter((one) => one.method === "GET" && admittedPaths(one).length > 0)
        .map(({ template }) => shapeOf(template).split("/providers/").at(-1) ?? "")
        .filter((path) => speaking.test(path.slice(path.indexOf("/"))) && !path.endsWith("{}")),
    );
    expect([...new Set(named.map((path) => path.replace("/slots/{}", "")))].toSorted()).toEqual([
      "microsoft.app/managedenvironments/{}/certificates",
      "microsoft.app/managedenvironments/{}/managedcertificates",
      "microsoft.cdn/profiles/{}/secrets",
      "microsoft.cognitiveservices/locations/{}/raicontentfilters",
      "microsoft.compute/locations/{}/publishers",
      "microsoft.compute/locations/{}/publishers/{}/artifacttypes/vmimage/offers",
      "microsoft.compute/locations/{}/publishers/{}/artifacttypes/vmimage/offers/{}/skus",
      "microsoft.compute/locations/{}/publishers/{}/artifacttypes/vmimage/offers/{}/skus/{}/versions",
      "microsoft.documentdb/databaseaccounts/{}/cassandrakeyspaces",
      "microsoft.keyvault/vaults/{}/keys",
      "microsoft.keyvault/vaults/{}/secrets",
      "microsoft.managedidentity/userassignedidentities/{}/federatedidentitycredentials",
      "microsoft.web/certificates",
      "microsoft.web/sites/{}/basicpublishingcredentialspolicies",
      "microsoft.web/sites/{}/basicpublishingcredentialspolicies/ftp",
      "microsoft.web/sites/{}/basicpublishingcredentialspolicies/scm",
      "microsoft.web/sites/{}/certificates",
      "microsoft.web/sites/{}/publiccertificates",
    ]);
  });
});
