import { type AzureHost, cloudSuffixes } from "./azure-host.ts";

/**
 * Endpoints of the edge, of AI, of devices and of Azure itself.
 *
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 * @see https://learn.microsoft.com/azure/china/resources-developer-guide
 * @see https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 */
export const platformHosts: readonly AzureHost[] = [
  {
    service: "openai",
    type: "microsoft.cognitiveservices/accounts",
    suffixes: cloudSuffixes("openai.azure.com", "openai.azure.cn", "openai.azure.us"),
    nameAt: 0,
  },
  {
    service: "cognitive",
    type: "microsoft.cognitiveservices/accounts",
    suffixes: cloudSuffixes(
      "cognitiveservices.azure.com services.ai.azure.com",
      "cognitiveservices.azure.cn",
      "cognitiveservices.azure.us",
    ),
    nameAt: 0,
  },
  {
    // The regional endpoint is shared by all accounts of a region: it names none.
    service: "cognitive.regional",
    suffixes: cloudSuffixes(
      "api.cognitive.microsoft.com stt.speech.microsoft.com tts.speech.microsoft.com s2s.speech.microsoft.com",
      "api.cognitive.azure.cn",
      "api.cognitive.microsoft.us",
    ),
  },
  {
    service: "frontdoor",
    type: "microsoft.cdn/profiles/afdendpoints",
    suffixes: cloudSuffixes("azurefd.net", undefined, "azurefd.us"),
    nameAt: -1,
    dropEnd: /-[a-z0-9]{16}$/,
  },
  {
    service: "cdn",
    type: "microsoft.cdn/profiles/endpoints",
    suffixes: cloudSuffixes("azureedge.net", "azureedge.cn"),
    nameAt: 0,
  },
  {
    service: "trafficmanager",
    type: "microsoft.network/trafficmanagerprofiles",
    suffixes: cloudSuffixes("trafficmanager.net", "trafficmanager.cn", "usgovtrafficmanager.net"),
    nameAt: 0,
  },
  {
    service: "publicip",
    type: "microsoft.network/publicipaddresses",
    suffixes: cloudSuffixes("cloudapp.azure.com", "cloudapp.chinacloudapi.cn", "cloudapp.usgovcloudapi.net"),
    nameAt: -1,
  },
  {
    service: "iothub",
    type: "microsoft.devices/iothubs",
    suffixes: cloudSuffixes("azure-devices.net", "azure-devices.cn", "azure-devices.us"),
    nameAt: 0,
  },
  {
    service: "iot.provisioning",
    type: "microsoft.devices/provisioningservices",
    suffixes: cloudSuffixes(
      "azure-devices-provisioning.net",
      "azure-devices-provisioning.cn",
      "azure-devices-provisioning.us",
    ),
    nameAt: 0,
  },
  {
    service: "digitaltwins",
    type: "microsoft.digitaltwins/digitaltwinsinstances",
    suffixes: cloudSuffixes("digitaltwins.azure.net"),
    nameAt: -1,
  },
  {
    service: "databricks",
    suffixes: cloudSuffixes("azuredatabricks.net", "databricks.azure.cn", "databricks.azure.us"),
  },
  {
    service: "datafactory",
    type: "microsoft.datafactory/factories",
    suffixes: cloudSuffixes("datafactory.azure.net", "datafactory.azure.cn", "datafactory.azure.us"),
    nameAt: -1,
  },
  {
    service: "batch",
    type: "microsoft.batch/batchaccounts",
    suffixes: cloudSuffixes("batch.azure.com", "batch.chinacloudapi.cn", "batch.usgovcloudapi.net"),
    nameAt: -1,
  },
  {
    service: "machinelearning",
    suffixes: cloudSuffixes(
      "api.azureml.ms inference.ml.azure.com models.ai.azure.com inference.ai.azure.com",
    ),
  },
  {
    service: "communication",
    type: "microsoft.communication/communicationservices",
    suffixes: cloudSuffixes("communication.azure.com", undefined, "communication.azure.us"),
    nameAt: -1,
  },
  {
    service: "hdinsight",
    type: "microsoft.hdinsight/clusters",
    suffixes: cloudSuffixes("azurehdinsight.net", "azurehdinsight.cn", "azurehdinsight.us"),
    nameAt: 0,
    dropEnd: /-(?:ssh|int)$/,
  },
  {
    service: "grafana",
    type: "microsoft.dashboard/grafana",
    suffixes: cloudSuffixes("grafana.azure.com", "grafana.azure.cn", "grafana.azure.us"),
    nameAt: -1,
    dropEnd: /-[a-z0-9]{12,20}$/,
  },
  {
    service: "monitor",
    suffixes: cloudSuffixes(
      "ods.opinsights.azure.com oms.opinsights.azure.com ingest.monitor.azure.com in.applicationinsights.azure.com dc.services.visualstudio.com monitor.azure.com applicationinsights.azure.com loganalytics.io api.loganalytics.azure.com",
      "ods.opinsights.azure.cn in.applicationinsights.azure.cn api.loganalytics.azure.cn monitor.azure.cn",
      "ods.opinsights.azure.us in.applicationinsights.azure.us api.loganalytics.us monitor.azure.us",
    ),
  },
  {
    service: "arm",
    suffixes: cloudSuffixes(
      "management.azure.com",
      "management.chinacloudapi.cn",
      "management.usgovcloudapi.net",
    ),
  },
  {
    service: "entra",
    suffixes: cloudSuffixes(
      "login.microsoftonline.com login.windows.net sts.windows.net login.microsoft.com b2clogin.com ciamlogin.com",
      "login.chinacloudapi.cn login.partner.microsoftonline.cn sts.chinacloudapi.cn b2clogin.cn",
      "login.microsoftonline.us sts.microsoftonline.us",
    ),
  },
  {
    service: "graph",
    suffixes: cloudSuffixes(
      "graph.microsoft.com graph.windows.net",
      "microsoftgraph.chinacloudapi.cn",
      "graph.microsoft.us",
    ),
  },
  { service: "azuredevops", suffixes: cloudSuffixes("dev.azure.com visualstudio.com") },
  { service: "mcr", suffixes: cloudSuffixes("mcr.microsoft.com data.mcr.microsoft.com", "mcr.azk8s.cn") },
];
