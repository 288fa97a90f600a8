import type { Signature } from "./signature.ts";

const subscription = "/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f";
const who =
  "The client '9b2d7c4e-1111-4222-8333-5a6b7c8d9e0f' with object id '9b2d7c4e-1111-4222-8333-5a6b7c8d9e0f'";
const learn = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting";

export const signatures: Signature[] = [
  {
    code: "rbac.missing-at-scope",
    from: learn,
    error: `(AuthorizationFailed) ${who} does not have authorization to perform action 'Microsoft.Web/sites/restart/action' over scope '${subscription}/resourceGroups/rg-shop/providers/Microsoft.Web/sites/app-shop' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  },
  {
    code: "rbac.missing-at-scope",
    from: "azurerm provider of Terraform",
    error: `Error: retrieving Resource Group "rg-shop": unexpected status 403 (403 Forbidden) with error: AuthorizationFailed: ${who} does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourcegroups/read' over scope '${subscription}/resourcegroups/rg-shop'`,
  },
  {
    code: "rbac.missing-at-scope",
    from: "Azure SDK for Python",
    error: `azure.core.exceptions.HttpResponseError: (AuthorizationFailed) ${who} does not have authorization to perform action 'Microsoft.Compute/virtualMachines/start/action'`,
  },
  {
    code: "rbac.missing-at-scope",
    from: "Azure portal",
    error:
      "You do not have permission to perform action 'Microsoft.Storage/storageAccounts/listKeys/action' on this storage account.",
  },
  {
    code: "rbac.missing-at-scope",
    from: "Az PowerShell",
    error: `Set-AzWebApp : Operation returned an invalid status code 'Forbidden' - ${who} does not have authorization to perform action 'Microsoft.Web/sites/write'`,
  },
  {
    code: "rbac.missing-at-scope",
    from: "Azure Resource Manager in Korean",
    error: `AuthorizationFailed: 개체 ID가 '9b2d7c4e-1111-4222-8333-5a6b7c8d9e0f'인 클라이언트에 '${subscription}' 범위에서 'Microsoft.Web/sites/read' 작업을 수행할 권한이 없습니다.`,
  },
  {
    code: "rbac.role-assignment-write-missing",
    from: "Bicep deployment",
    error: `Authorization failed for template resource 'guid' of type 'Microsoft.Authorization/roleAssignments'. ${who} does not have permission to perform action 'Microsoft.Authorization/roleAssignments/write' at scope '${subscription}/resourceGroups/rg-shop'.`,
  },
  {
    code: "rbac.role-assignment-write-missing",
    from: "azurerm provider of Terraform",
    error: `Error: authorization.RoleAssignmentsClient#Create: Failure responding to request: StatusCode=403 -- Original Error: autorest/azure: Service returned an error. Status=403 Code="AuthorizationFailed" Message="${who} does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '${subscription}'"`,
  },
  {
    code: "rbac.role-assignment-write-missing",
    from: "Az PowerShell",
    error: "New-AzRoleAssignment : Operation returned an invalid status code 'Forbidden'",
  },
  {
    code: "rbac.role-assignment-write-missing",
    from: "az aks update --attach-acr",
    error: "Could not create a role assignment for ACR. Are you an Owner on this subscription?",
  },
  {
    code: "rbac.role-assignment-write-missing",
    from: "a developer in Korea",
    error: "파이프라인에서 역할 할당을 만들 때 403, 권한이 없다고 실패합니다. az role assignment create",
  },
  {
    code: "rbac.deny-assignment",
    from: "https://learn.microsoft.com/azure/role-based-access-control/deny-assignments",
    error: `(DenyAssignmentAuthorizationFailed) ${who} has permission to perform action 'Microsoft.Storage/storageAccounts/write' on scope; however, the access is denied because of the deny assignment with name 'Deny assignment created by Deployment Stack' and Id 'x' at scope '${subscription}/resourceGroups/rg-shop'.`,
  },
  {
    code: "rbac.deny-assignment",
    from: "Azure Databricks",
    error:
      "The access is denied because of the deny assignment with name 'System deny assignment created by Azure Databricks /subscriptions/x/workspaces/dbw-shop'",
  },
  {
    code: "rbac.deny-assignment",
    from: "a developer in Korea",
    error: "소유자인데도 거부 할당 때문에 리소스를 수정할 수 없습니다.",
  },
  {
    code: "rbac.deny-assignment",
    from: "Azure portal",
    error: "Deployment stack deny settings block this delete: DenyAssignmentAuthorizationFailed",
  },
  {
    code: "rbac.linked-scope-join-missing",
    from: learn,
    error: `LinkedAuthorizationFailed: ${who} has permission to perform action 'Microsoft.Network/networkInterfaces/write' on scope '${subscription}/resourceGroups/rg-a/providers/Microsoft.Network/networkInterfaces/nic-a'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '${subscription}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/snet-a' (respectively) or the linked scope(s) are invalid.`,
  },
  {
    code: "rbac.linked-scope-join-missing",
    from: "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes",
    error: `Error syncing load balancer: failed to ensure load balancer: Retriable: false, HTTPStatusCode: 403, RawError: {"error":{"code":"AuthorizationFailed","message":"${who} does not have authorization to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' over scope '${subscription}'"}}`,
  },
  {
    code: "rbac.linked-scope-join-missing",
    from: "Managed identity of a container app",
    error: `(LinkedAuthorizationFailed) ${who} has permission to perform action 'Microsoft.App/containerApps/write'; however, it does not have permission to perform action 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope`,
  },
  {
    code: "arm.conflicting-operation",
    from: "Microsoft.Network resource provider",
    error:
      "(AnotherOperationInProgress) Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: https://management.azure.com/subscriptions/x/operations/y.",
  },
  {
    code: "arm.conflicting-operation",
    from: "AKS",
    error:
      "(OperationNotAllowed) Operation is not allowed because there's an in progress update managed cluster operation on the managed cluster started at 2026-10-14T08:50:00Z. Please wait for it to finish.",
  },
  {
    code: "arm.conflicting-operation",
    from: "Azure Database",
    error:
      "ServerIsBusy: Cannot complete operation because server 'pg-shop' is busy processing another operation. Please try again later.",
  },
  {
    code: "arm.conflicting-operation",
    from: "Azure Resource Manager",
    error:
      "DeploymentActive: The deployment with resource id '/subscriptions/x/deployments/main' cannot be saved, because this would overwrite an existing deployment which is still active.",
  },
  {
    code: "arm.conflicting-operation",
    from: "App Service",
    error:
      "Cannot modify this web hosting plan because another operation is in progress. Details: Id: x, OperationName: Update",
  },
  {
    code: "arm.conflicting-operation",
    from: "Container Apps",
    error:
      "ContainerAppOperationInProgress: Cannot modify a container app 'web' because there is a provisioning operation in progress: Status=InProgress",
  },
  {
    code: "arm.conflicting-operation",
    from: "a developer in Korea",
    error: "다른 작업이 진행 중이라 배포할 수 없다고 409 Conflict가 납니다.",
  },
];

export const lookAlikes: Signature[] = [
  {
    code: "arm.conflicting-operation",
    from: "EINPROGRESS, as nc, curl and libraries of C print it",
    error:
      "nc: connect to ns-a.servicebus.windows.net (20.49.0.1) port 5671 (tcp) timed out: Operation now in progress",
  },
];
