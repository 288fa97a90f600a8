import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "appservice.access-restriction-deny",
    from: "the front end's page",
    error:
      '<h1 id="unavailable">Error 403 - Forbidden</h1><p>The web app you have attempted to reach has blocked your access.</p>\nhttps://app-orders.azurewebsites.net/',
  },
  {
    code: "appservice.access-restriction-deny",
    from: "curl",
    error:
      "* Connected to app-orders.azurewebsites.net (20.50.2.1) port 443\n< HTTP/2 403\n< x-ms-forbidden-ip: 203.0.113.9",
  },
  {
    code: "appservice.access-restriction-deny",
    from: ".NET HttpClient",
    error:
      "System.Net.Http.HttpRequestException: Response status code does not indicate success: 403 (Ip Forbidden).",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.access-restriction-deny",
    from: "Spring WebClient",
    error:
      "org.springframework.web.reactive.function.client.WebClientResponseException$Forbidden: 403 Forbidden from GET https://app-orders.azurewebsites.net/api/orders",
  },
  {
    code: "appservice.access-restriction-deny",
    from: "a paraphrase",
    error: "our web app app-orders gives 403 Forbidden to everyone outside the office",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.access-restriction-deny",
    from: "a Korean developer",
    error: "app-orders 사이트에 외부에서 접속하면 403이 뜹니다. 사내에서는 됩니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.access-restriction-deny",
    from: "API Management",
    error:
      "backend-response: https://app-orders.azurewebsites.net returned status 403 Ip Forbidden to API Management",
  },
  {
    code: "appservice.access-restriction-deny",
    from: "a probe",
    error: "Availability test failed: 403 - Forbidden (https://www.orders.example/health)",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.scm-access-restriction",
    from: "azure/webapps-deploy",
    error:
      "Error: Failed to deploy web package to App Service.\nError: Deployment Failed, Package deployment using ZIP Deploy failed. Ip Forbidden (CODE: 403)",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "Azure Pipelines, AzureWebApp@1",
    error:
      "##[error]Error: Failed to deploy web package to App Service. Error: Request to https://app-orders.scm.azurewebsites.net/api/zipdeploy failed: Forbidden",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "az webapp deploy",
    error:
      "ERROR: Status Code: 403, Details: b'<!DOCTYPE html><title>403 - Forbidden: Access is denied.</title>' \naz webapp deploy --src-path app.zip --type zip",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "func",
    error:
      "Error calling sync triggers / Can't publish: func azure functionapp publish fn-orders -> Server Response: Ip Forbidden (Forbidden).",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "msdeploy",
    error:
      "Error Code: ERROR_COULD_NOT_CONNECT_TO_REMOTESVC. msdeploy: The remote server returned an error: (403) Forbidden.",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "az webapp log tail",
    error:
      "az webapp log tail -n app-orders -g rg-a\nurllib3.exceptions... 403 Client Error: Ip Forbidden for url: https://app-orders.scm.azurewebsites.net/logstream",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "git",
    error:
      "remote: Forbidden\nfatal: unable to access 'https://app-orders.scm.azurewebsites.net/app-orders.git/': The requested URL returned error: 403",
  },
  {
    code: "appservice.scm-access-restriction",
    from: "a paraphrase",
    error: "the deploy from GitHub Actions to our web app is refused with 403, the site itself opens fine",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.scm-access-restriction",
    from: "a Korean developer",
    error: "깃허브 액션에서 웹앱 배포가 403 Forbidden으로 막힙니다. 사이트는 잘 열립니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.scm-access-restriction",
    from: "maven plugin",
    error:
      "[ERROR] Failed to execute goal com.microsoft.azure:azure-webapp-maven-plugin:2.13.0:deploy: Status code 403, deploy failed, Ip Forbidden",
  },
  {
    code: "appservice.site-stopped",
    from: "the front end's page",
    error:
      "Error 403 - This web app is stopped.\nThe web app you have attempted to reach is currently stopped and does not accept any requests.",
  },
  {
    code: "appservice.site-stopped",
    from: "curl",
    error: "curl -i https://app-orders.azurewebsites.net/health\nHTTP/1.1 403 Site Disabled",
  },
  {
    code: "appservice.site-stopped",
    from: "Functions",
    error: "fn-orders.azurewebsites.net: 503 The function host is not running / Function app is stopped",
  },
  {
    code: "appservice.site-stopped",
    from: "Front Door",
    error: "OriginInvalidResponse 503 from https://app-orders.azurewebsites.net",
  },
  {
    code: "appservice.site-stopped",
    from: "az webapp deploy",
    error: "az webapp deploy: ERROR: Status Code: 403 Site Disabled",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.site-stopped",
    from: "a paraphrase",
    error: "the timer function app-orders has not run since Friday, nothing in the logs",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.site-stopped",
    from: "a Korean developer",
    error: "app-orders가 어제부터 안 열립니다. 403 오류입니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.site-stopped",
    from: "a paraphrase",
    error: "app-orders is down, the page says the app is stopped",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "the front end's page",
    error: "Error 403 - This web app is stopped.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "portal",
    error: "This app has exceeded its quota. Resource is unavailable until the quota resets. app-orders",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "curl",
    error: "HTTP/1.1 403 Site Disabled\nhttps://app-orders.azurewebsites.net",
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "az webapp show",
    error: '"state": "QuotaExceeded", "usageState": "Exceeded"',
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "a paraphrase",
    error: "our demo app-orders works in the morning and every afternoon answers 403 until the next day",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "a Korean developer",
    error: "오후만 되면 app-orders 사이트가 403으로 멈추고 다음 날 다시 됩니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.free-tier-quota-exceeded",
    from: "Kudu",
    error: "The CPU quota of the app has been exceeded. 60 minutes per day",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "Grpc.Net.Client",
    error:
      'Grpc.Core.RpcException: Status(StatusCode="Internal", Detail="Bad gRPC response. Response protocol downgraded to HTTP/1.1.")',
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "grpcurl",
    error:
      'Failed to dial target host "app-orders.azurewebsites.net:443": context deadline exceeded\ngrpcurl app-orders.azurewebsites.net:443 list',
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "grpc-go",
    error:
      'rpc error: code = Unavailable desc = connection error: desc = "error reading server preface: http2: frame too large"',
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "grpc-java",
    error:
      "io.grpc.StatusRuntimeException: UNAVAILABLE: HTTP status code 502\ninvalid content-type: text/html",
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "grpc-python",
    error:
      'grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.UNKNOWN\n\tdetails = "Received http2 header with status: 464"',
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "a paraphrase",
    error: "gRPC calls to app-orders fail on App Service, REST on the same app is fine",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.http20-proxy-flag-null",
    from: "a Korean developer",
    error: "앱 서비스에 올린 gRPC 서비스가 호출되지 않습니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "Npgsql",
    error:
      "System.ArgumentException: Format of the initialization string does not conform to specification starting at index 0.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "portal",
    error: "Key Vault Application Settings Diagnostics: SecretNotFound",
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "Node mongodb",
    error:
      'MongoParseError: Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"',
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "Stripe for Node",
    error: "StripeAuthenticationError: Invalid API Key provided: @Microso****************/)",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "StackExchange.Redis",
    error: "System.ArgumentException: Keyword 'SecretUri' is not supported.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "jdbc",
    error:
      "java.sql.SQLException: No suitable driver found for @Microsoft.KeyVault(VaultName=kv-orders;SecretName=Db)",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "a paraphrase",
    error:
      "the app setting in app-orders still shows the Key Vault reference text, the red cross says it could not be resolved",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "a Korean developer",
    error:
      "app-orders 앱 설정의 키 자격 증명 모음 참조가 확인되지 않고 앱에는 참조 문자열이 그대로 들어옵니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.kv-reference-unresolved",
    from: "Functions host",
    error:
      "Microsoft.Azure.WebJobs.Host: Warning: Cannot find value named 'ServiceBus' ... The listener for function 'Ship' was unable to start. Microsoft.Azure.ServiceBus: The connection string could not be parsed; either it was malformed",
    resources: ["Microsoft.Web/sites app-orders"],
  },
];
