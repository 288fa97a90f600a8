import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "functions.content-share-not-over-vnet",
    from: "ZIP Deploy",
    error: "Package deployment using ZIP Deploy failed: Storage volume is currently in R/O mode. func-orders",
    resources: ["Microsoft.Web/sites func-orders"],
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "ARM",
    error:
      '{"Code":"BadRequest","Message":"Creation of storage file share failed with: \'The remote server returned an error: (403) Forbidden.\'. Please check if the storage account is accessible."}',
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "azd",
    error:
      "ERROR: deployment failed: error deploying infrastructure: Creation of storage file share failed with: 'This request is not authorized to perform this operation.'",
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "terraform",
    error:
      'Error: creating Windows Function App: polling failed: the Azure API returned the following error: Status: "BadRequest" Message: "There was a conflict. The remote server returned an error: (403) Forbidden."',
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "Kudu",
    error: "System.UnauthorizedAccessException: Access to the path 'C:\\home\\site\\wwwroot' is denied.",
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "portal",
    error:
      "Azure Functions runtime is unreachable. Storage settings are missing or the content share cannot be reached.",
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "portal",
    error:
      "Error: We were not able to load some functions in the list due to errors. fn-orders content share 403",
    resources: ["Microsoft.Web/sites fn-orders"],
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "zip deploy",
    error:
      "Deployment failed: Microsoft.Azure.Storage: Failed to access the file share; The specified network name is no longer available. WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "a paraphrase",
    error:
      "we closed the storage account of the function app to the vnet and now the function app shows 503, its files cannot be loaded",
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "a Korean developer",
    error: "함수 앱 생성 시 스토리지 파일 공유를 만들 수 없다는 403 오류가 납니다.",
  },
  {
    code: "functions.content-share-not-over-vnet",
    from: "the front end",
    error: "503 Service Unavailable fn-orders",
    source_code: { "main.bicep": "{ name: 'WEBSITE_CONTENTSHARE', value: 'fn-orders' }" },
    resources: ["Microsoft.Web/sites fn-orders"],
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "the host",
    error:
      "Microsoft.Azure.WebJobs.Script: Unable to download extension bundle 'Microsoft.Azure.Functions.ExtensionBundle'",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "the host",
    error:
      "Referenced bundle Microsoft.Azure.Functions.ExtensionBundle of version 1.8.1 does not meet the required minimum version of 2.6.1. Update your extension bundle reference in host.json to reference 2.6.1 or later.",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "func start",
    error:
      "Error fetching bundles: An error occurred while sending the request. https://cdn.functions.azure.com/public/ExtensionBundles/Microsoft.Azure.Functions.ExtensionBundle/index.json",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "the host",
    error:
      "A host error has occurred during startup operation. System.Net.Http.HttpRequestException: Connection refused (functionscdn.azureedge.net:443)",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "the host",
    error: "Error building configuration in an external startup class. Extension bundle could not be found",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "a paraphrase",
    error:
      "none of our Python functions show up in the portal; the host log talks about the extension bundle",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "a Korean developer",
    error: "함수 앱이 확장 번들을 내려받지 못해 함수가 하나도 보이지 않습니다.",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "the host",
    error:
      "The binding type(s) 'serviceBusTrigger' are not registered. Please ensure the type is correct and the binding extension is installed.",
  },
  {
    code: "functions.extension-bundle-unreachable",
    from: "the host",
    error: "No job functions found. Try making your job classes and methods public.",
  },
];
