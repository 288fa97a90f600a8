export const cloudNames = ["public", "china", "usgov"] as const;
export type CloudName = (typeof cloudNames)[number];

/** One service of a cloud: where it is, and for whom its access tokens are made out (without `/.default`). */
interface AzurePlaneConfig {
  readonly endpoint: string;
  readonly audience: string;
}

export interface AzureCloud {
  readonly arm: AzurePlaneConfig;
  readonly graph: AzurePlaneConfig;
  readonly logs: AzurePlaneConfig;
  readonly authorityHost: string;
}

/**
 * @see https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 * @see https://learn.microsoft.com/azure/china/resources-developer-guide
 * @see https://learn.microsoft.com/graph/deployments
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format; the audience is that of the Azure CLI.
 */
export const azureClouds: Readonly<Record<CloudName, AzureCloud>> = {
  public: {
    arm: plane("https://management.azure.com"),
    graph: plane("https://graph.microsoft.com"),
    logs: { endpoint: "https://api.loganalytics.azure.com", audience: "https://api.loganalytics.io" },
    authorityHost: "https://login.microsoftonline.com",
  },
  china: {
    arm: plane("https://management.chinacloudapi.cn"),
    graph: plane("https://microsoftgraph.chinacloudapi.cn"),
    logs: plane("https://api.loganalytics.azure.cn"),
    authorityHost: "https://login.chinacloudapi.cn",
  },
  usgov: {
    arm: plane("https://management.usgovcloudapi.net"),
    graph: plane("https://graph.microsoft.us"),
    logs: plane("https://api.loganalytics.us"),
    authorityHost: "https://login.microsoftonline.us",
  },
};

function plane(origin: string): AzurePlaneConfig {
  return { endpoint: origin, audience: origin };
}
