import type { Answer } from "../http/answer.ts";
import type { ArmPath } from "../tenant/arm-path.ts";
import type { TenantUser } from "../tenant/tenant-schema.ts";

/** @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors */
export function armError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

export function missingApiVersion(): Answer {
  return armError(
    400,
    "MissingApiVersionParameter",
    "The api-version query parameter (?api-version=) is required for all requests.",
  );
}

export function invalidApiVersion(apiVersion: string): Answer {
  return armError(400, "InvalidApiVersionParameter", `The api-version '${apiVersion}' is invalid.`);
}

export function invalidFilter(filter: string): Answer {
  return armError(
    400,
    "InvalidFilterInQueryString",
    `Invalid $filter '${filter}' specified in the query string.`,
  );
}

export function authorizationFailed(user: TenantUser, action: string, scope: string): Answer {
  return armError(
    403,
    "AuthorizationFailed",
    `The client '${user.upn}' with object id '${user.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

export function subscriptionNotFound(subscriptionId: string): Answer {
  return armError(404, "SubscriptionNotFound", `The subscription '${subscriptionId}' could not be found.`);
}

export function resourceGroupNotFound(name: string): Answer {
  return armError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

export function invalidNamespace(namespace: string): Answer {
  return armError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
}

export function invalidResourceType(path: ArmPath): Answer {
  const type = path.types.join("/");
  return armError(
    404,
    "InvalidResourceType",
    `The resource type '${type}' could not be found in the namespace '${path.provider ?? ""}'.`,
  );
}

export function parentNotFound(path: ArmPath, parentId: string): Answer {
  return armError(
    404,
    "ParentResourceNotFound",
    `Failed to perform 'read' on resource(s) of type '${path.types.join("/")}', because the parent resource '${parentId}' could not be found.`,
  );
}

/** These have words of their own; everything else is a plain ResourceNotFound. */
const ownNotFound: Record<string, (name: string) => [code: string, message: string]> = {
  "microsoft.authorization/roleassignments": (name) => [
    "RoleAssignmentNotFound",
    `The role assignment '${name}' is not found.`,
  ],
  "microsoft.authorization/roledefinitions": (name) => [
    "RoleDefinitionDoesNotExist",
    `The specified role definition with ID '${name}' does not exist.`,
  ],
  "microsoft.authorization/policyassignments": (name) => [
    "PolicyAssignmentNotFound",
    `The policy assignment '${name}' is not found.`,
  ],
  "microsoft.authorization/policydefinitions": (name) => [
    "PolicyDefinitionNotFound",
    `The policy definition '${name}' could not be found.`,
  ],
  "microsoft.authorization/locks": (name) => ["LockNotFound", `The lock '${name}' could not be found.`],
  "microsoft.resources/deployments": (name) => [
    "DeploymentNotFound",
    `Deployment '${name}' could not be found.`,
  ],
};

export function resourceNotFound(path: ArmPath): Answer {
  const own = ownNotFound[path.type]?.(path.names.at(-1) ?? "");
  if (own !== undefined) return armError(404, ...own);
  const pairs = path.types.map((type, index) => `${type}/${path.names[index] ?? ""}`).join("/");
  return armError(
    404,
    "ResourceNotFound",
    `The Resource '${path.provider ?? ""}/${pairs}' under resource group '${path.resourceGroup ?? "<null>"}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}
