import type { Signature } from "./signature.ts";

const group = "/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f/resourceGroups/rg-shop";
const account = `${group}/providers/Microsoft.Storage/storageAccounts/stshop01`;
const learn = "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources";

export const signatures: Signature[] = [
  {
    code: "lock.cannot-delete",
    from: learn,
    error: `(ScopeLocked) The scope '${account}' cannot perform delete operation because following scope(s) are locked: '${group}'. Please remove the lock and try again.\nCode: ScopeLocked`,
  },
  {
    code: "lock.cannot-delete",
    from: "azurerm provider of Terraform",
    error: `Error: deleting Resource Group "rg-shop": resources.GroupsClient#Delete: Failure sending request: StatusCode=409 -- Original Error: Code="ScopeLocked" Message="The scope '${group}' cannot perform delete operation because following scope(s) are locked: '${group}'. Please remove the lock and try again."`,
  },
  {
    code: "lock.cannot-delete",
    from: "Azure portal",
    error:
      "Failed to delete storage account 'stshop01'. Error: The resource 'stshop01' is locked. Remove the delete lock on the resource group rg-shop and try again.",
  },
  {
    code: "lock.cannot-delete",
    from: "Azure portal",
    error: "rg-shop can't be deleted because this resource or its parent has a delete lock.",
  },
  {
    code: "lock.cannot-delete",
    from: "a developer in Korea",
    error: "리소스 그룹 rg-shop을 삭제하려는데 잠금 때문에 삭제할 수 없다고 나옵니다.",
  },
  {
    code: "lock.cannot-delete",
    from: "Azure SDK for .NET",
    error: `Azure.RequestFailedException: The scope '${account}/blobServices/default/containers/logs' cannot perform delete operation because following scope(s) are locked: '${account}'.\nStatus: 409 (Conflict)\nErrorCode: ScopeLocked`,
  },
  {
    code: "lock.read-only",
    from: learn,
    error: `ERROR: (ScopeLocked) The scope '${account}' cannot perform write operation because following scope(s) are locked: '${group}'. Please remove the lock and try again.`,
  },
  {
    code: "lock.read-only",
    from: learn,
    error:
      "Cannot list keys of storage account: The scope '/subscriptions/x/stshop01' cannot perform listKeys because a ReadOnly lock is applied.",
  },
  {
    code: "lock.read-only",
    from: "App Service deployment",
    error:
      "Failed to deploy web package to App Service. Conflict (CODE: 409): this resource is locked with a read-only lock.",
  },
  {
    code: "lock.read-only",
    from: "a developer in Korea",
    error: "앱 설정을 저장하려고 하면 읽기 전용 잠금 때문에 쓰기 작업을 할 수 없다고 합니다.",
  },
  {
    code: "lock.read-only",
    from: "a paraphrase",
    error: "we cannot scale the plan or change settings in rg-shop anymore; it complains about a lock",
  },
  {
    code: "lock.on-linked-resource",
    from: "Microsoft.Network resource provider",
    error: `(LinkedScopeLocked) The client has permission to perform action on scope '${account}'; however, the linked scope '/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-hub' is locked.`,
  },
  {
    code: "lock.on-linked-resource",
    from: learn,
    error:
      "ScopeLocked: The scope '/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f/resourceGroups/rg-app/providers/Microsoft.Network/privateEndpoints/pe-a' cannot perform delete operation because following scope(s) are locked: '/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net'.",
  },
  {
    code: "lock.on-linked-resource",
    from: "azurerm provider of Terraform",
    error:
      "Error: deleting Virtual Network Peering: performing Delete: unexpected status 409 (409 Conflict) with error: ScopeLocked: The scope '…/vnet-spoke/virtualNetworkPeerings/to-hub' cannot perform delete operation because following scope(s) are locked: '…/vnet-hub'.",
  },
];

const otherLocks = [
  "Error: Error acquiring the state lock\n\nError message: state blob is already locked\nLock Info:\n  Path: tfstate/prod.tfstate",
  "Transaction (Process ID 61) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.",
  "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue. (MessageLockLost)",
  "sqlite3.OperationalError: database is locked",
  "java.sql.SQLException: Lock wait timeout exceeded; try restarting transaction",
];
export const lookAlikes: Signature[] = otherLocks.map((error) => ({
  code: "lock.read-only",
  from: "locks of other products",
  error,
}));
