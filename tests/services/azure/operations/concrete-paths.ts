import { apiVersionAreas } from "../../../../services/azure/api-versions.ts";
import { group, site, subscription, vault } from "../support/table-paths.ts";

/** What may stand where a template says `{scope}` or `{resourceUri}`. */
const scopes: readonly string[] = [
  "",
  "/providers/Microsoft.Management/managementGroups/mg-landing",
  subscription,
  group,
  vault,
  `${site}/slots/staging`,
  `${subscription}/providers/Microsoft.Compute/locations/westeurope`,
  `${subscription}/providers/Microsoft.App/locations/westeurope`,
  `${group}/providers/Microsoft.Network/virtualNetworks/vnet-1/subnets/apps`,
];

/** Values of parameters that are not just any name. */
const values: Readonly<Record<string, readonly string[]>> = {
  subscriptionId: ["11111111-2222-4333-8444-555555555555"],
  resourceGroupName: ["rg-orders"],
  location: ["westeurope"],
  locationName: ["westeurope"],
  managementGroupsNamespace: ["Microsoft.Management"],
  policyAssignmentId: [
    `${subscription.slice(1)}/providers/Microsoft.Authorization/policyAssignments/deny-public`,
  ],
  roleId: ["subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/r"],
  resourceProviderNamespace: ["Microsoft.KeyVault", "Microsoft.Sql"],
  parentResourcePath: ["servers/sql-1"],
  resourceType: ["vaults", "databases"],
  functionName: ["orders", "admin"],
};

const placeholder = /\{[^{}]+\}/u;

/**
 * The paths that a template stands for: with every scope where it begins with one, with realistic values in its braces,
 * and with every word that the gate's table has where the template has a name (`config/{name}` becomes `config/web`).
 */
export function concretePaths(template: string): string[] {
  const scope = /^\/(\{\+?\w+\})(?=\/|$)/u.exec(template)?.[0];
  const placed =
    scope === undefined ? [template] : scopes.map((one) => `${one}${template.slice(scope.length)}` || "/");
  const paths = placed.flatMap((one) => [one, ...withWordsOfTheTable(one)]).flatMap(filled);
  return [...new Set(paths)];
}

/** Fills the first parameter, then the rest. */
function filled(template: string): string[] {
  const found = placeholder.exec(template)?.[0];
  if (found === undefined) return [template];
  const choices = values[found.slice(1, -1).replace(/^\+/u, "")] ?? ["n-1"];
  return choices.flatMap((value) => filled(template.replace(found, () => value)));
}

/** The template with the words of each path of the gate's table that it can stand for. */
function withWordsOfTheTable(template: string): string[] {
  const at = template.toLowerCase().lastIndexOf("/providers/");
  if (at < 0) return [];
  const [namespace = "", ...relative] = template.slice(at + "/providers/".length).split("/");
  return tablePaths(namespace).flatMap((path) => {
    const words = path.split("/");
    const fits =
      words.length === relative.length &&
      words.every(
        (word, index) => word === "*" || isName(relative[index]) || sameWord(word, relative[index]),
      );
    if (!fits) return [];
    const joined = relative.map((part, index) =>
      isName(part) && words[index] !== "*" ? words[index] : part,
    );
    return [`${template.slice(0, at)}/providers/${namespace}/${joined.join("/")}`];
  });
}

function tablePaths(namespace: string): string[] {
  return apiVersionAreas
    .filter((area) => sameWord(area.namespace, namespace))
    .flatMap(({ rules }) =>
      rules.flatMap(({ paths }) => [...paths, ...paths.map((path) => path.replace(/\/\*$/u, ""))]),
    );
}

function isName(part: string | undefined): boolean {
  return part !== undefined && /^\{[^{}]+\}$/u.test(part);
}

function sameWord(left: string, right: string | undefined): boolean {
  return left.toLowerCase() === right?.toLowerCase();
}
