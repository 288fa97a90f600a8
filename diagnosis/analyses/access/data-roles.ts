import { type Role, role } from "./role.ts";

const blob = "Microsoft.Storage/storageAccounts/blobServices";
const queue = "Microsoft.Storage/storageAccounts/queueServices/queues";
const table = "Microsoft.Storage/storageAccounts/tableServices/tables";
const file = "Microsoft.Storage/storageAccounts/fileServices/fileshares/files";
const vault = "Microsoft.KeyVault/vaults";
const vaultControl =
  "Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/* Microsoft.KeyVault/checkNameAvailability/read Microsoft.KeyVault/deletedVaults/read Microsoft.KeyVault/locations/*/read Microsoft.KeyVault/vaults/*/read Microsoft.KeyVault/operations/read";

/**
 * Built-in roles of Storage and Key Vault.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
 */
export const storageAndVaultRoles: readonly Role[] = [
  role(
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Owner",
    `${blob}/containers/* ${blob}/generateUserDelegationKey/action`,
    `${blob}/containers/blobs/*`,
  ),
  role(
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Contributor",
    `${blob}/containers/delete ${blob}/containers/read ${blob}/containers/write ${blob}/generateUserDelegationKey/action`,
    `${blob}/containers/blobs/delete ${blob}/containers/blobs/read ${blob}/containers/blobs/write ${blob}/containers/blobs/move/action ${blob}/containers/blobs/add/action`,
  ),
  role(
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "Storage Blob Data Reader",
    `${blob}/containers/read ${blob}/generateUserDelegationKey/action`,
    `${blob}/containers/blobs/read`,
  ),
  role(
    "db58b8e5-c6ad-4a2a-8342-4190687cbf4a",
    "Storage Blob Delegator",
    `${blob}/generateUserDelegationKey/action`,
  ),
  role(
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
    "Storage Queue Data Contributor",
    `${queue}/delete ${queue}/read ${queue}/write`,
    `${queue}/messages/delete ${queue}/messages/read ${queue}/messages/write ${queue}/messages/process/action`,
  ),
  role(
    "19e7f393-937e-4f77-808e-94535e297925",
    "Storage Queue Data Reader",
    `${queue}/read`,
    `${queue}/messages/read`,
  ),
  role(
    "8a0f0c08-91a1-4084-bc3d-661d67233fed",
    "Storage Queue Data Message Processor",
    "",
    `${queue}/messages/read ${queue}/messages/process/action`,
  ),
  role(
    "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a",
    "Storage Queue Data Message Sender",
    "",
    `${queue}/messages/add/action`,
  ),
  role(
    "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    "Storage Table Data Contributor",
    `${table}/read ${table}/write ${table}/delete`,
    `${table}/entities/read ${table}/entities/write ${table}/entities/delete ${table}/entities/add/action ${table}/entities/update/action`,
  ),
  role(
    "76199698-9eea-4c19-bc75-cec21354c6b6",
    "Storage Table Data Reader",
    `${table}/read`,
    `${table}/entities/read`,
  ),
  role(
    "0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb",
    "Storage File Data SMB Share Contributor",
    "",
    `${file}/read ${file}/write ${file}/delete`,
  ),
  role("aba4ae5f-2193-4029-9191-0cb91df5e314", "Storage File Data SMB Share Reader", "", `${file}/read`),
  role(
    "69566ab7-960f-475b-8e7c-b3118f30c6bd",
    "Storage File Data Privileged Contributor",
    "",
    `${file}/read ${file}/write ${file}/delete ${file}/modifypermissions/action Microsoft.Storage/storageAccounts/fileServices/readFileBackupSemantics/action Microsoft.Storage/storageAccounts/fileServices/writeFileBackupSemantics/action`,
  ),
  role(
    "b8eda974-7b85-4f76-af95-65846b26df6d",
    "Storage File Data Privileged Reader",
    "",
    `${file}/read Microsoft.Storage/storageAccounts/fileServices/readFileBackupSemantics/action`,
  ),
  role(
    "17d1049b-9a84-46fb-8f53-869881c3d3ab",
    "Storage Account Contributor",
    "Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.Insights/diagnosticSettings/* Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Storage/storageAccounts/* Microsoft.Support/*",
  ),
  role(
    "81a9662b-bebf-436f-a333-f67b29880f12",
    "Storage Account Key Operator Service Role",
    "Microsoft.Storage/storageAccounts/listkeys/action Microsoft.Storage/storageAccounts/regeneratekey/action",
  ),
  role(
    "c12c1c16-33a1-487b-954d-41c89c60f349",
    "Reader and Data Access",
    "Microsoft.Storage/storageAccounts/listKeys/action Microsoft.Storage/storageAccounts/ListAccountSas/action Microsoft.Storage/storageAccounts/read",
  ),
  role("00482a5a-887f-4fb3-b363-3b7fe8e74483", "Key Vault Administrator", vaultControl, `${vault}/*`),
  role(
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "Key Vault Secrets Officer",
    vaultControl,
    `${vault}/secrets/*`,
  ),
  role(
    "4633458b-17de-408a-b874-0445c86b69e6",
    "Key Vault Secrets User",
    "",
    `${vault}/secrets/getSecret/action ${vault}/secrets/readMetadata/action`,
  ),
  role(
    "21090545-7ca7-4776-b22c-e363652d74d2",
    "Key Vault Reader",
    vaultControl,
    `${vault}/*/read ${vault}/secrets/readMetadata/action`,
  ),
  role(
    "a4417e6f-fecd-4de8-b567-7b0420556985",
    "Key Vault Certificates Officer",
    vaultControl,
    `${vault}/certificatecas/* ${vault}/certificates/* ${vault}/certificatecontacts/write`,
  ),
  role(
    "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
    "Key Vault Certificate User",
    "",
    `${vault}/certificates/read ${vault}/secrets/getSecret/action ${vault}/secrets/readMetadata/action ${vault}/keys/read`,
  ),
  role(
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
    "Key Vault Crypto Officer",
    vaultControl,
    `${vault}/keys/* ${vault}/keyrotationpolicies/*`,
  ),
  role(
    "12338af0-0e69-4776-bea7-57ae8d297424",
    "Key Vault Crypto User",
    "",
    `${vault}/keys/read ${vault}/keys/update/action ${vault}/keys/backup/action ${vault}/keys/encrypt/action ${vault}/keys/decrypt/action ${vault}/keys/wrap/action ${vault}/keys/unwrap/action ${vault}/keys/sign/action ${vault}/keys/verify/action`,
  ),
  role(
    "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "Key Vault Crypto Service Encryption User",
    "",
    `${vault}/keys/read ${vault}/keys/wrap/action ${vault}/keys/unwrap/action`,
  ),
  role(
    "f25e0fa2-a7c8-4377-a976-54943a77a395",
    "Key Vault Contributor",
    "Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.KeyVault/* Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*",
    "",
    "Microsoft.KeyVault/locations/deletedVaults/purge/action Microsoft.KeyVault/hsmPools/* Microsoft.KeyVault/managedHsms/*",
  ),
  role(
    "8b54135c-b56d-4d72-a534-26097cfdc8d8",
    "Key Vault Data Access Administrator",
    "Microsoft.Authorization/roleAssignments/write Microsoft.Authorization/roleAssignments/delete Microsoft.Authorization/*/read Microsoft.Resources/subscriptions/read Microsoft.KeyVault/vaults/*/read",
  ),
];
