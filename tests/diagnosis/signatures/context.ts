import type { Signature } from "./signature.ts";

const code = "context.wrong-subscription";

export const signatures: Signature[] = [
  {
    code,
    from: "az cli",
    error:
      "ERROR: (ResourceGroupNotFound) Resource group 'rg-shop' could not be found.\nCode: ResourceGroupNotFound",
  },
  {
    code,
    from: "az cli",
    error: "The subscription of 'shop-prod' doesn't exist in cloud 'AzureCloud'.",
  },
  {
    code,
    from: "Az PowerShell",
    error: "Get-AzResourceGroup: Provided resource group does not exist.",
  },
  {
    code,
    from: "Azure Resource Manager",
    error:
      '{"error":{"code":"SubscriptionNotFound","message":"The subscription \'3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f\' could not be found."}}',
  },
  {
    code,
    from: "Azure Resource Manager",
    error:
      "InvalidAuthenticationTokenTenant: The access token is from the wrong issuer 'https://sts.windows.net/11111111-aaaa-4bbb-8ccc-222222222222/'. It must match the tenant 'https://sts.windows.net/33333333-aaaa-4bbb-8ccc-222222222222/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/33333333-aaaa-4bbb-8ccc-222222222222' to get the token.",
  },
  {
    code,
    from: "Key Vault",
    error:
      "ClientAuthenticationError: AKV10032: Invalid issuer. Expected one of https://sts.windows.net/33333333-aaaa-4bbb-8ccc-222222222222/, found https://sts.windows.net/11111111-aaaa-4bbb-8ccc-222222222222/.\nStatus: 401",
  },
  {
    code,
    from: "az keyvault",
    error: "The HSM or Vault 'kv-shop' not found within subscription.",
  },
  {
    code,
    from: "az acr login",
    error:
      "ERROR: The resource with name 'crshop' and type 'Microsoft.ContainerRegistry/registries' could not be found in subscription 'shop-dev (3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f)'.",
  },
  {
    code,
    from: "azurerm provider of Terraform",
    error: 'Error: Resource Group "rg-shop" was not found\n\n  with data.azurerm_resource_group.main,',
  },
  {
    code,
    from: "az webapp deploy",
    error: "ERROR: Resource 'app-shop' was not found in resource group 'rg-shop'. ResourceNotFound",
  },
  {
    code,
    from: "azure/webapps-deploy of GitHub Actions",
    error: "Error: Deployment Failed, Error: Resource app-shop of type Microsoft.Web/Sites doesn't exist.",
  },
  {
    code,
    from: "a developer in Korea",
    error: "포털에서는 리소스 그룹이 보이는데 CLI에서는 찾을 수 없다고 나옵니다. az group show -n rg-shop",
  },
  {
    code,
    from: "AKS",
    error:
      "(ResourceNotFound) The Resource 'Microsoft.ContainerService/managedClusters/aks-shop' under resource group 'rg-shop' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
  },
];
