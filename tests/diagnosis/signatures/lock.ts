import type { Signature } from "./signature.ts";

const subscription = "/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f";

export const signatures: Signature[] = [
  {
    code: "lock.cannot-delete",
    from: "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
    error: `(ScopeLocked) The scope '${subscription}/resourceGroups/rg-shop/providers/Microsoft.Storage/storageAccounts/stshop01' cannot perform delete operation because following scope(s) are locked: '${subscription}/resourceGroups/rg-shop'. Please remove the lock and try again.\nCode: ScopeLocked`,
  },
];
