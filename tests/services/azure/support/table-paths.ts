import type {
  ApiVersionRule,
  ArmScopeKind,
} from "../../../../services/azure/api-versions/api-version-area.ts";
import { apiVersionAreas } from "../../../../services/azure/api-versions.ts";

export const subscription = "/subscriptions/11111111-2222-4333-8444-555555555555";
export const group = `${subscription}/resourceGroups/rg-orders`;
export const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-orders`;
export const site = `${group}/providers/Microsoft.Web/sites/app-orders`;

export const origins = {
  arm: "https://management.azure.com",
  graph: "https://graph.microsoft.com",
  logs: "https://api.loganalytics.azure.com",
} as const;

const scopes: Readonly<Record<ArmScopeKind, string>> = {
  tenant: "",
  managementGroup: "/providers/Microsoft.Management/managementGroups/mg-landing",
  subscription,
  group,
  resource: vault,
};

export interface TablePath {
  readonly path: string;
  readonly rule: ApiVersionRule;
}

/** One concrete path for every template of the table at every scope it may stand at. */
export function tablePaths(): TablePath[] {
  return apiVersionAreas.flatMap(({ namespace, rules }) =>
    rules.flatMap((rule) =>
      rule.at.flatMap((at) =>
        rule.paths.map((template) => ({
          path: `${scopes[at]}/providers/${namespace}/${template.replaceAll("*", "n-1")}`,
          rule,
        })),
      ),
    ),
  );
}
