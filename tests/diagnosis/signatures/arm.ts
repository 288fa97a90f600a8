import type { Signature } from "./signature.ts";

const learn = "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting";

export const signatures: Signature[] = [
  {
    code: "arm.invalid-template",
    from: `${learn}/error-invalid-template`,
    error: `{"error":{"code":"InvalidTemplate","message":"Deployment template validation failed: 'The template resource 'stshop' at line '12' and column '9' is not valid: The language expression property 'blobEndpoint' doesn't exist, available properties are ''. Please see https://aka.ms/arm-functions for usage details.'."}}`,
  },
  {
    code: "arm.invalid-template",
    from: "Bicep CLI",
    error:
      'main.bicep(14,3) : Error BCP035: The specified "resource" declaration is missing the following required properties: "sku".\nERROR: Failed to compile template.',
  },
  {
    code: "arm.invalid-template",
    from: "https://github.com/Azure/azure-rest-api-specs/issues",
    error:
      "ERROR: (InvalidRequestContent) The request content was invalid and could not be deserialized: 'Could not find member 'propertys' on object of type 'ResourceDefinition'. Path 'properties.template.resources[0].propertys', line 1, position 512.'.",
  },
  {
    code: "arm.invalid-template",
    from: "azurerm provider of Terraform",
    error:
      "Error: creating/updating Template Deployment \"tmpl-shop\": polling after CreateOrUpdate: Code=\"InvalidTemplate\" Message=\"Unable to process template language expressions for resource '/subscriptions/x' at line '30' and column '5'. 'The template function 'reference' is not expected at this location.'\"",
  },
  {
    code: "arm.invalid-template",
    from: `${learn}/error-register-resource-provider`,
    error:
      "The api-version '2019-01-01' is not supported for the resource type 'Microsoft.App/containerApps'. The supported api-versions are '2022-03-01, 2023-05-01'. (Code: InvalidApiVersionParameter)",
  },
  {
    code: "arm.invalid-template",
    from: "azd",
    error:
      "ERROR: error executing step command 'provision': failed deploying: deploying to subscription: validating deployment to subscription:\n\nValidation Error Details:\nInvalidTemplate: Deployment template validation failed: 'The value for the template parameter 'principalId' at line '1' and column '1034' is not provided.",
  },
  {
    code: "arm.invalid-template",
    from: "Microsoft.Web resource provider",
    error:
      "The resource type 'sites/config/foo' could not be found in the namespace 'Microsoft.Web' for api version '2022-03-01'. The supported api-versions are '2015-08-01'. (InvalidResourceType)",
  },
  {
    code: "arm.invalid-template",
    from: "AzureResourceManagerTemplateDeployment task of Azure Pipelines",
    error:
      "##[error]Deployment template validation failed: 'Circular dependency detected on resource: '/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg-a'. Please see https://aka.ms/arm-template/#resources for usage details.'.",
  },
  {
    code: "arm.invalid-template",
    from: "ARM, of a property that the provider does not know",
    error:
      "New-AzResourceGroupDeployment: Status Message: The request is invalid. Property 'minTls' is not a valid property of Microsoft.Storage/storageAccounts. (Code:InvalidRequestFormat)",
  },
  {
    code: "arm.invalid-template",
    from: "a developer in Korea",
    error:
      "bicep 배포하는데 아래 에러가 납니다.\nThe template parameters 'sku' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time.",
  },
  {
    code: "arm.missing-dependency",
    from: `${learn}/error-parent-resource`,
    error:
      '{"code":"ParentResourceNotFound","message":"Failed to perform \'write\' on resource(s) of type \'servers/databases\', because the parent resource \'/subscriptions/x/resourceGroups/rg-a/providers/Microsoft.Sql/servers/sql-shop\' could not be found."}',
  },
  {
    code: "arm.missing-dependency",
    from: `${learn}/error-parent-resource`,
    error:
      "Code=ParentResourceNotFound;\nMessage=Can not perform requested operation on nested resource. Parent resource 'exampleserver' not found.\"",
  },
  {
    code: "arm.missing-dependency",
    from: `${learn}/error-not-found`,
    error:
      '{"status":"Failed","error":{"code":"DeploymentFailed","details":[{"code":"NotFound","message":"{\\"Code\\":\\"NotFound\\",\\"Message\\":\\"Cannot find ServerFarm with name plan-shop.\\"}"}]}}',
  },
  {
    code: "arm.missing-dependency",
    from: "Microsoft.Network resource provider",
    error:
      "InvalidResourceReference: Resource /subscriptions/x/resourceGroups/rg-a/providers/Microsoft.Network/virtualNetworks/vnet-a/subnets/snet-app referenced by resource /subscriptions/x/resourceGroups/rg-a/providers/Microsoft.Network/networkInterfaces/nic-a was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.",
  },
  {
    code: "arm.missing-dependency",
    from: "az deployment group create",
    error:
      '{"status":"Failed","error":{"code":"DeploymentFailed","target":"x","message":"At least one resource deployment operation failed.","details":[{"code":"ResourceNotFound","message":"The Resource \'Microsoft.KeyVault/vaults/kv-a\' under resource group \'rg-a\' was not found."}]}}',
  },
  {
    code: "arm.missing-dependency",
    from: "a developer in Korea",
    error:
      "처음 배포하면 실패하고 다시 돌리면 성공합니다. The referenced resource '/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/pip-a' is not found or not provisioned. Resource deployment failed.",
  },
  {
    code: "arm.provider-not-registered",
    from: `${learn}/error-register-resource-provider`,
    error:
      "Code: MissingSubscriptionRegistration\nMessage: The subscription is not registered to use namespace 'Microsoft.App'. See https://aka.ms/rps-not-found for how to register subscriptions.",
  },
  {
    code: "arm.provider-not-registered",
    from: "azurerm provider of Terraform",
    error:
      'Error: creating Container App Environment: unexpected status 409 (409 Conflict) with error: MissingSubscriptionRegistration: The subscription is not registered to use namespace "Microsoft.App".',
  },
  {
    code: "arm.provider-not-registered",
    from: "azurerm provider of Terraform",
    error:
      "Error: Error ensuring Resource Providers are registered.\n\nTerraform automatically attempts to register the Resource Providers it supports to ensure it's able to provision resources.\n\nIf you don't have permission to register Resource Providers you may wish to disable this functionality.\n\nOriginal Error: Cannot register providers: Microsoft.AVS.",
  },
  {
    code: "arm.provider-not-registered",
    from: "az containerapp up",
    error:
      'Subscription 3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f is not registered for the Microsoft.OperationalInsights resource provider. Please run "az provider register -n Microsoft.OperationalInsights --wait" to register your subscription.',
  },
  {
    code: "arm.provider-not-registered",
    from: "Azure portal",
    error:
      "The resource provider 'Microsoft.ContainerInstance' is not registered for your subscription. You need to register it to create container groups.",
  },
  {
    code: "arm.provider-not-registered",
    from: "a developer in Korea",
    error: "구독에 리소스 공급자 Microsoft.DevCenter가 등록되어 있지 않다고 나오면서 배포가 안 됩니다.",
  },
  {
    code: "arm.provider-not-registered",
    from: "Azure SDK for Python",
    error:
      "azure.core.exceptions.ResourceExistsError: (MissingSubscriptionRegistration) The subscription is not registered to use namespace 'Microsoft.Batch'",
  },
  {
    code: "arm.provider-not-registered",
    from: "Microsoft.Network resource provider",
    error:
      "(SubscriptionNotRegisteredForFeature) Subscription /subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f is not registered for feature Microsoft.Network/AllowPrivateEndpointNSG required to carry out the requested operation.",
  },
  {
    code: "arm.role-assignment-name-not-deterministic",
    from: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    error:
      '{"code":"RoleAssignmentExists","message":"The role assignment already exists. The ID of the existing role assignment is 5b7d4a3c2e1f40a9b8c7d6e5f4a3b2c1."}',
  },
  {
    code: "arm.role-assignment-name-not-deterministic",
    from: "azurerm provider of Terraform",
    error:
      'Error: unexpected status 409 (409 Conflict) with error: RoleAssignmentExists: The role assignment already exists.\n\n  with azurerm_role_assignment.acr_pull,\n  on main.tf line 40, in resource "azurerm_role_assignment" "acr_pull"',
  },
  {
    code: "arm.role-assignment-name-not-deterministic",
    from: "Azure SDK for Python",
    error:
      "azure.core.exceptions.ResourceExistsError: (RoleAssignmentExists) The role assignment already exists.\nCode: RoleAssignmentExists",
  },
  {
    code: "arm.role-assignment-name-not-deterministic",
    from: "a developer in Korea",
    error:
      "두 번째 배포부터 Conflict, 역할 할당이 이미 존재한다고 실패합니다 (role assignment already exists).",
  },
  {
    code: "arm.role-assignment-name-not-deterministic",
    from: "Pulumi",
    error:
      'azure-native:authorization:RoleAssignment (kvReader): error: Code="RoleAssignmentExists" Message="The role assignment already exists."',
  },
  {
    code: "arm.sku-not-available",
    from: `${learn}/error-sku-not-available`,
    error:
      "Code: SkuNotAvailable\nMessage: The requested tier for resource '/subscriptions/x' is currently not available in location 'koreacentral' for subscription '3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f'. Please try another tier or deploy to a different location.",
  },
  {
    code: "arm.sku-not-available",
    from: "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-vm-size-not-allowed",
    error:
      "(BadRequest) The VM size of Standard_D4s_v5 is not allowed in your subscription in location 'swedencentral'. For more details, please visit https://aka.ms/cpu-quota",
  },
  {
    code: "arm.sku-not-available",
    from: "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/allocation-failure",
    error:
      'Error code: AllocationFailed or ZonalAllocationFailed. Error message: "Allocation failed. We do not have sufficient capacity for the requested VM size in this region. Read more about improving likelihood of allocation success at https://aka.ms/allocation-guidance"',
  },
  {
    code: "arm.sku-not-available",
    from: "Microsoft.Sql resource provider",
    error:
      "ProvisioningDisabled: Provisioning is restricted in this region. Please choose a different region. For exceptions to this rule please open a support request with Issue type of 'Service and subscription limits'.",
  },
  {
    code: "arm.sku-not-available",
    from: "Microsoft.DBforPostgreSQL resource provider",
    error:
      "(LocationIsOfferRestricted) Subscriptions are restricted from provisioning in location 'eastus'. Try again in a different location.",
  },
  {
    code: "arm.sku-not-available",
    from: "Microsoft.DocumentDB resource provider",
    error:
      "Sorry, we are currently experiencing high demand in East US region, and cannot fulfill your request at this time. To request region access for your subscription, please follow this link https://aka.ms/cosmosdbquota (Code: ServiceUnavailable)",
  },
  {
    code: "arm.sku-not-available",
    from: "Microsoft.Web resource provider",
    error:
      "The pricing tier 'P1v4' is not allowed in this resource group. Use this link to learn more: http://go.microsoft.com/fwlink/?LinkId=825764. This region has quota of 0 PremiumV4 instances for your subscription.",
  },
  {
    code: "arm.sku-not-available",
    from: "a developer in Korea",
    error:
      "VM 만들 때 Standard_NC24ads_A100_v4 크기를 이 지역에서 사용할 수 없다고 나옵니다. 할당량은 남아 있어요.",
  },
  {
    code: "arm.sku-not-available",
    from: "Azure portal",
    error:
      "This size is currently unavailable in koreacentral for this subscription: NotAvailableForSubscription.",
  },
  {
    code: "arm.sku-not-available",
    from: "Microsoft.Search resource provider",
    error:
      "InsufficientResourcesAvailable: Resources for SKU standard2 are not available in region westeurope. Please choose another region or a different SKU.",
  },
  {
    code: "subscription.disabled",
    from: "https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states",
    error:
      "(ReadOnlyDisabledSubscription) The subscription '3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.",
  },
  {
    code: "subscription.disabled",
    from: "Azure Storage",
    error:
      "Azure.RequestFailedException: The specified account is disabled.\nStatus: 403 (The specified account is disabled.)\nErrorCode: AccountIsDisabled",
  },
  {
    code: "subscription.disabled",
    from: "Azure portal",
    error:
      "This subscription has been disabled because you have reached your spending limit. You can't create new resources.",
  },
  {
    code: "subscription.disabled",
    from: "azurerm provider of Terraform",
    error:
      'Error: creating Resource Group "rg-a": resources.GroupsClient#CreateOrUpdate: Failure responding to request: StatusCode=409 -- Original Error: autorest/azure: Service returned an error. Status=409 Code="ReadOnlyDisabledSubscription"',
  },
  {
    code: "subscription.disabled",
    from: "a developer in Korea",
    error: "포털에서 구독이 사용 안 함 상태라고 나오고 리소스를 만들 수 없습니다. state: Disabled",
  },
  {
    code: "subscription.disabled",
    from: "Azure DevOps / az login",
    error:
      "WARNING: The following tenants don't contain accessible subscriptions.\nThe subscription of '3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f' doesn't exist in cloud 'AzureCloud' or is Warned; the account's free credit has expired.",
  },
  {
    code: "arm.invalid-template",
    from: "Azure Resource Manager, linked templates",
    error:
      "InvalidContentLink: Unable to download deployment content from 'https://raw.githubusercontent.com/contoso/templates/main/none.json'.",
  },
];

export const lookAlikes: Signature[] = [
  {
    code: "arm.invalid-template",
    from: "Azure Resource Manager: a storage account that does not give the linked template away",
    error:
      "InvalidContentLink: Unable to download deployment content from 'https://sttemplates.blob.core.windows.net/templates/network.json'.",
  },
];
