import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

const caller =
  "Caller: appid=5c1d2e3f-0000-4000-8000-000000000011;oid=5c1d2e3f-0000-4000-8000-000000000012;iss=https://sts.windows.net/5c1d2e3f-0000-4000-8000-000000000013/";

const firewall: Message[] = [
  {
    from: "Azure SDK for .NET, RequestFailedException",
    error: `Azure.RequestFailedException: Client address is not authorized and caller is not a trusted service.\nClient address: 20.50.1.2\n${caller}\nVault: kv-orders;location=koreacentral\nStatus: 403 (Forbidden)\nErrorCode: Forbidden\n\nContent:\n{"error":{"code":"Forbidden","message":"Client address is not authorized and caller is not a trusted service.","innererror":{"code":"ForbiddenByFirewall"}}}`,
  },
  {
    from: "Azure SDK for Java",
    error:
      'com.azure.core.exception.HttpResponseException: Status code 403, "{"error":{"code":"Forbidden","message":"Public network access is disabled and request is not from a trusted service nor via an approved private link.\\r\\nCaller: appid=5c1d2e3f-0000-4000-8000-000000000011","innererror":{"code":"ForbiddenByConnection"}}}"',
  },
  {
    from: "Terraform azurerm",
    error:
      'Error: checking for presence of existing Secret "smtp" (Key Vault "https://kv-mail.vault.azure.net/"): keyvault.BaseClient#GetSecret: Failure responding to request: StatusCode=403 -- Original Error: autorest/azure: Service returned an error. Status=403 Code="Forbidden" Message="Client address is not authorized and caller is not a trusted service.\\r\\nClient address: 4.175.1.9" InnerError={"code":"ForbiddenByFirewall"}',
  },
  {
    from: "Azure portal, Key Vault secrets blade",
    error:
      "The connection to the data plane failed. Firewall is turned on and your client IP address is not authorized to access this key vault.",
  },
  {
    from: "Azure Pipelines task AzureKeyVault@2",
    error:
      '##[error]sql-password: "Client address is not authorized and caller is not a trusted service.\nClient address: 52.148.1.1\nCaller: appid=***;oid=***\nVault: kv-ci;location=westeurope". The specified Azure service connection needs to have Get, List secret management permissions on the selected key vault.',
  },
  {
    from: "Secrets Store CSI driver, kubectl describe pod",
    error:
      'MountVolume.SetUp failed for volume "secrets-store-inline" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod shop/cart-7d9f, err: rpc error: code = Unknown desc = failed to mount objects, error: failed to get objectType:secret, objectName:redis-key, objectVersion:: keyvault.BaseClient#GetSecret: Failure responding to request: StatusCode=403 -- Original Error: autorest/azure: Service returned an error. Status=403 Code="Forbidden"',
  },
  {
    from: "Azure Data Factory",
    error:
      "Failed to get the secret from key vault, secretName: erp-pw, secretVersion: , vaultBaseUrl: https://kv-adf.vault.azure.net/. The error message is: Operation returned an invalid status code 'Forbidden'.",
  },
  {
    from: "a developer's own words",
    error: "Since the security team locked down our key vault the web app gets 403 on every secret read.",
  },
  {
    from: "a Korean developer's own words",
    error:
      "배포 후 키 자격 증명 모음(Key Vault)에서 비밀을 읽을 때 403 Forbidden 이 납니다. 로컬에서는 됩니다.",
  },
];

const noRole: Message[] = [
  {
    from: "Azure SDK for Python",
    error: `azure.core.exceptions.HttpResponseError: (Forbidden) Caller is not authorized to perform action on resource.\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\n${caller}\nAction: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\nResource: '/subscriptions/5c1d2e3f-0000-4000-8000-000000000001/resourcegroups/rg-pay/providers/microsoft.keyvault/vaults/kv-pay/secrets/db'\nAssignment: (not found)\nDenyAssignmentId: null\nDecisionReason: null\nVault: kv-pay;location=westeurope\nInner error: {\n    "code": "ForbiddenByRbac"\n}`,
  },
  {
    from: "Azure portal, Key Vault secrets blade",
    error:
      "The operation is not allowed by RBAC. If role assignments were recently changed, please wait several minutes for role assignments to become effective.",
  },
  {
    from: "Azure SDK for Go",
    error:
      'GET https://kv-pay.vault.azure.net/secrets/db/\n--------\nRESPONSE 403: 403 Forbidden\nERROR CODE: Forbidden\n--------\n{"error":{"code":"Forbidden","message":"Caller is not authorized to perform action on resource.","innererror":{"code":"ForbiddenByRbac"}}}',
  },
  {
    from: "App Service, Key Vault reference status",
    error:
      "DB_PASSWORD: Key Vault reference status AccessToKeyVaultDenied. Key Vault reference was not able to be resolved because site was denied access to Key Vault reference's vault.",
  },
  {
    from: "Spring Cloud Azure",
    error:
      'Caused by: com.azure.core.exception.HttpResponseException: Status code 403, "{"error":{"code":"Forbidden","message":"Caller is not authorized to perform action on resource.\\r\\nAction: \'Microsoft.KeyVault/vaults/secrets/readMetadata/action\'","innererror":{"code":"ForbiddenByRbac"}}}"\n\tat com.azure.security.keyvault.secrets.SecretAsyncClient',
  },
  {
    from: "Container Apps, revision provisioning",
    error:
      "Failed to provision revision for container app 'orders'. Error details: The following field(s) are either invalid or missing. Field 'configuration.secrets' is invalid with details: 'Invalid value: \"db-password\": Unable to get value using Managed identity /subscriptions/5c1d2e3f-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-orders for secret db-password. Error: unable to fetch secret \"db-password\" using Managed identity. Status: 403 Forbidden from https://kv-orders.vault.azure.net/'",
  },
  {
    from: "a developer's own words",
    error:
      "I am Owner of the subscription and still cannot list the secrets of the key vault, it says unauthorized.",
  },
];

const noPolicy: Message[] = [
  {
    from: "Azure CLI",
    error:
      "(Forbidden) The user, group or application 'appid=5c1d2e3f-0000-4000-8000-000000000011;oid=5c1d2e3f-0000-4000-8000-000000000012;numgroups=4;iss=https://sts.windows.net/5c1d2e3f-0000-4000-8000-000000000013/' does not have secrets get permission on key vault 'kv-legacy;location=westeurope'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287\nCode: Forbidden\nInner error: {\n    \"code\": \"ForbiddenByPolicy\"\n}",
  },
  {
    from: "Key Vault service, older wording",
    error:
      "Operation returned an invalid status code 'Forbidden': \"Access denied. Caller was not found on any access policy.\\r\\nVault: kv-legacy;location=uksouth\" innererror AccessDenied",
  },
  {
    from: "Azure portal, Key Vault keys blade",
    error: 'The operation "List" is not enabled in this key vault\'s access policy.',
  },
  {
    from: "Azure SDK for JavaScript",
    error:
      "RestError: The user, group or application 'appid=5c1d2e3f-0000-4000-8000-000000000011;oid=5c1d2e3f-0000-4000-8000-000000000012' does not have certificates get permission on key vault 'kv-legacy;location=eastus'.\n  code: 'Forbidden',\n  statusCode: 403",
  },
  {
    from: "ASP.NET Core data protection with a vault key",
    error:
      "Azure.RequestFailedException: The user, group or application 'appid=5c1d2e3f-0000-4000-8000-000000000011;oid=5c1d2e3f-0000-4000-8000-000000000012;iss=https://sts.windows.net/x/' does not have keys unwrapKey permission on key vault 'kv-dp;location=koreacentral'. Status: 403 (Forbidden)",
  },
];

const deletedObject: Message[] = [
  {
    from: "Azure CLI",
    error:
      '(Conflict) Secret db-password is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.\nCode: Conflict\nInner error: {\n    "code": "ObjectIsDeletedButRecoverable"\n}',
  },
  {
    from: "Azure SDK for .NET while the deletion runs",
    error:
      "Azure.RequestFailedException: Certificate tls-web is currently being deleted.\nStatus: 409 (Conflict)\nErrorCode: Conflict",
  },
  {
    from: "Terraform azurerm",
    error:
      'Error: keyvault.BaseClient#CreateKey: Failure responding to request: StatusCode=409 -- Original Error: autorest/azure: Service returned an error. Status=409 Code="Conflict" Message="Key cmk-disk is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged." InnerError={"code":"ObjectIsDeletedButRecoverable"}',
  },
  {
    from: "ARM deployment of Microsoft.KeyVault/vaults/secrets",
    error:
      '{"code":"Conflict","message":"Secret api-key is currently in a deleted but recoverable state, and its name cannot be reused"}',
  },
  {
    from: "a developer's own words",
    error:
      "409 from key vault when the pipeline sets the secret again after deleting it; soft delete seems to hold it.",
  },
];

const deletedVault: Message[] = [
  {
    from: "Azure CLI",
    error:
      "(VaultAlreadyExists) The vault name 'kv-shop' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultRecovery, please visit https://go.microsoft.com/fwlink/?linkid=2147740",
  },
  {
    from: "ARM deployment",
    error:
      '{"status":"Failed","error":{"code":"DeploymentFailed","details":[{"code":"ConflictError","message":"A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete."}]}}',
  },
  {
    from: "Terraform azurerm with recover_soft_deleted_key_vaults off",
    error:
      'Error: An existing soft-deleted Key Vault exists with the Name "kv-shop" in the location "koreacentral", however automatically recovering this KeyVault has been disabled via the "features" block.',
  },
  {
    from: "Azure Developer CLI",
    error:
      "ERROR: error executing step command 'provision': deployment failed: error deploying infrastructure: Deployment Error Details: ConflictError: A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.",
  },
  {
    from: "Pulumi azure-native",
    error:
      'error: Status=409 Code="VaultAlreadyExists" Message="The vault name \'kv-shop\' is already in use. Vault names are globally unique"',
  },
  {
    from: "a developer's own words",
    error:
      "Re-creating our key vault fails: the name already exists although we deleted the group yesterday.",
  },
  {
    from: "a Korean developer's own words",
    error:
      "어제 삭제한 Key Vault를 같은 이름으로 다시 만들려는데 이미 존재한다고 409가 납니다 (soft delete 때문인 듯).",
  },
];

const by = (code: string, messages: readonly Message[]): Signature[] =>
  messages.map((message) => ({ code, ...message }));

export const signatures: Signature[] = [
  ...by("keyvault.firewall-deny", firewall),
  ...by("keyvault.firewall-not-trusted-service", [
    ...firewall.filter(({ error }) => error.includes("not a trusted service")),
    {
      from: "a developer's own words",
      error: "Key vault answers 403 Forbidden to our function",
      notes: "'Allow trusted Microsoft services to bypass this firewall' is ticked.",
    },
    {
      from: "a Korean developer's own words",
      error: "Key Vault 호출이 403으로 거부됩니다",
      notes: "방화벽에서 신뢰할 수 있는 Microsoft 서비스 허용은 켜 두었습니다.",
    },
    {
      from: "a template that counts on the exception",
      error:
        "Azure.RequestFailedException: Status: 403 (Forbidden) https://kv-trust.vault.azure.net/secrets/a",
      source_code: { "main.bicep": "networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' }" },
    },
  ]),
  ...by("keyvault.rbac-missing-data-role", noRole),
  ...by("keyvault.rbac-mode-ignores-access-policy", noRole),
  ...by("keyvault.rbac-via-group-not-effective", noRole),
  ...by("keyvault.policy-mode-ignores-rbac", noPolicy),
  ...by("keyvault.soft-deleted-secret-conflict", deletedObject),
  ...by("keyvault.soft-deleted-name-conflict", deletedVault),
  ...by("keyvault.rbac-missing-data-role", [
    {
      from: "Container Apps, a secret that refers to a vault",
      error:
        "(ContainerAppSecretKeyVaultUrlInvalid) The following field(s) are either invalid or missing. Field 'configuration.secrets' is invalid with details: 'Invalid value: \"mail-key\": Unable to get value using Managed identity system for secret mail-key.'",
    },
  ]),
];
