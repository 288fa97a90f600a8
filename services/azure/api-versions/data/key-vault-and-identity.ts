import type { ApiVersionArea } from "../api-version-area.ts";

/** Key Vault, App Configuration and managed identities. */
export const keyVaultAndIdentityAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.KeyVault",
    source: "https://learn.microsoft.com/azure/templates/microsoft.keyvault/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-11-01",
        paths: [
          "vaults/*",
          "vaults/*/keys/*",
          "vaults/*/secrets/*",
          "vaults/*/privateEndpointConnections/*",
          "vaults/*/privateLinkResources",
          "managedHSMs/*",
          "managedHSMs/*/privateEndpointConnections/*",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2024-11-01",
        paths: [
          "deletedVaults",
          "locations/*/deletedVaults/*",
          "deletedManagedHSMs",
          "locations/*/deletedManagedHSMs/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.AppConfiguration",
    source: "https://learn.microsoft.com/azure/templates/microsoft.appconfiguration/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-06-01",
        paths: [
          "configurationStores/*",
          "configurationStores/*/privateEndpointConnections/*",
          "configurationStores/*/replicas/*",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2024-06-01",
        paths: ["deletedConfigurationStores", "locations/*/deletedConfigurationStores/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.ManagedIdentity",
    source: "https://learn.microsoft.com/azure/templates/microsoft.managedidentity/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-11-30",
        paths: ["userAssignedIdentities/*", "userAssignedIdentities/*/federatedIdentityCredentials/*"],
      },
      { at: ["group", "resource"], apiVersion: "2024-11-30", paths: ["identities/default"] },
    ],
  },
];
