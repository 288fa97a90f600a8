import { type AzureHost, cloudSuffixes } from "./azure-host.ts";

/**
 * Endpoints of what runs applications.
 *
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 * @see https://learn.microsoft.com/azure/china/resources-developer-guide
 * @see https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 */
export const appHosts: readonly AzureHost[] = [
  {
    service: "appservice.scm",
    type: "microsoft.web/sites",
    suffixes: cloudSuffixes("scm.azurewebsites.net", "scm.chinacloudsites.cn", "scm.azurewebsites.us"),
    nameAt: -1,
    dropEnd: uniqueNameHash(),
  },
  {
    service: "appservice",
    type: "microsoft.web/sites",
    suffixes: cloudSuffixes(
      "azurewebsites.net appserviceenvironment.net",
      "chinacloudsites.cn",
      "azurewebsites.us appserviceenvironment.us",
    ),
    nameAt: -1,
    dropEnd: uniqueNameHash(),
  },
  {
    service: "staticwebapp",
    suffixes: cloudSuffixes("azurestaticapps.net"),
  },
  {
    service: "containerapps",
    type: "microsoft.app/containerapps",
    suffixes: cloudSuffixes("azurecontainerapps.io", "azurecontainerapps.cn", "azurecontainerapps.us"),
    nameAt: -1,
    dropEnd: /--[a-z0-9-]{1,60}$/,
  },
  {
    service: "acr",
    type: "microsoft.containerregistry/registries",
    suffixes: cloudSuffixes("azurecr.io", "azurecr.cn", "azurecr.us"),
    nameAt: -1,
    dropEnd: /-[a-z0-9]{16}$/,
  },
  {
    service: "containerinstance",
    type: "microsoft.containerinstance/containergroups",
    suffixes: cloudSuffixes("azurecontainer.io", "azurecontainer.cn", "azurecontainer.us"),
    nameAt: -1,
  },
  {
    // The label is the DNS prefix, which is only by custom the cluster's name.
    service: "aks",
    type: "microsoft.containerservice/managedclusters",
    suffixes: cloudSuffixes("azmk8s.io", "cx.prod.service.azk8s.cn", "cx.aks.containerservice.azure.us"),
    nameAt: -1,
    dropEnd: /-[a-f0-9]{8}$|-[a-z0-9]{8}$/,
  },
  {
    service: "apim",
    type: "microsoft.apimanagement/service",
    suffixes: cloudSuffixes("azure-api.net", "azure-api.cn", "azure-api.us"),
    nameAt: -1,
  },
  {
    service: "signalr",
    type: "microsoft.signalrservice/signalr",
    suffixes: cloudSuffixes("service.signalr.net", "signalr.azure.cn", "signalr.azure.us"),
    nameAt: 0,
  },
  {
    service: "webpubsub",
    type: "microsoft.signalrservice/webpubsub",
    suffixes: cloudSuffixes("webpubsub.azure.com", "webpubsub.azure.cn", "webpubsub.azure.us"),
    nameAt: 0,
  },
  {
    service: "logicapps",
    suffixes: cloudSuffixes("logic.azure.com", "logic.azure.cn", "logic.azure.us"),
  },
  {
    service: "spring",
    suffixes: cloudSuffixes("azuremicroservices.io"),
  },
  {
    service: "durabletask",
    type: "microsoft.durabletask/schedulers",
    suffixes: cloudSuffixes("durabletask.io"),
    nameAt: -1,
    dropEnd: /-[a-z0-9]{12,16}$/,
  },
];

/** Unique default host names: `app-c2h6fqeyd5gqgrdz.westeurope-01.azurewebsites.net`. */
function uniqueNameHash(): RegExp {
  return /-[a-h][a-z0-9]{15}$/;
}
