import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "code.cli-token-cache-regression",
    from: "https://github.com/Azure/azure-cli/issues/28708",
    error:
      "ERROR: AADSTS700024: Client assertion is not within its valid time range. Current time: 2026-10-14T08:20:11.0Z, assertion valid from 2026-10-14T08:08:00.0Z, expiry time of assertion 2026-10-14T08:13:00.0Z.",
  },
  {
    code: "code.config-value-missing",
    from: "azure-storage-blob for Python",
    error: "ValueError: Connection string is either blank or malformed.",
  },
  {
    code: "code.config-value-missing",
    from: "Azure SDK for .NET",
    error: "System.ArgumentNullException: Value cannot be null. (Parameter 'connectionString')",
  },
  { code: "code.config-value-missing", from: "Node.js", error: "Error: getaddrinfo ENOTFOUND undefined" },
  {
    code: "code.config-value-missing",
    from: "Spring Boot",
    error:
      "java.lang.IllegalArgumentException: Could not resolve placeholder 'AZURE_STORAGE_ACCOUNT' in value \"${AZURE_STORAGE_ACCOUNT}\"",
  },
  {
    code: "code.config-value-missing",
    from: "pydantic-settings",
    error:
      "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nazure_openai_endpoint\n  Field required [type=missing, input_value={}, input_type=dict]",
  },
  {
    code: "code.config-value-missing",
    from: "openai for Python",
    error:
      "openai.OpenAIError: Missing credentials. Please pass one of `api_key`, `azure_ad_token`, `azure_ad_token_provider`, or the `AZURE_OPENAI_API_KEY` or `AZURE_OPENAI_AD_TOKEN` environment variables.",
  },
  {
    code: "code.config-value-missing",
    from: "Azure Functions host",
    error:
      "Microsoft.Azure.WebJobs.Extensions.Storage: Storage account connection string 'AzureWebJobsOrders' does not exist. Make sure that it is a defined App Setting.",
  },
  {
    code: "code.config-value-missing",
    from: "Go",
    error: "panic: environment variable SERVICEBUS_NAMESPACE not set",
  },
  {
    code: "code.config-value-missing",
    from: "Node.js",
    error: "TypeError [ERR_INVALID_URL]: Invalid URL: undefined/api/orders",
  },
  {
    code: "code.config-value-missing",
    from: "a developer in Korea",
    error: "컨테이너에서 환경 변수 COSMOS_ENDPOINT가 설정되어 있지 않아 시작하지 못합니다.",
  },
  {
    code: "code.forwarded-headers-not-processed",
    from: "https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer",
    error:
      "AADSTS50011: The redirect URI 'http://shop.azurewebsites.net/signin-oidc' specified in the request does not match",
  },
  {
    code: "code.forwarded-headers-not-processed",
    from: "Django",
    error:
      "Forbidden (403) CSRF verification failed. Origin checking failed - https://shop.azurewebsites.net does not match any trusted origins.",
  },
  {
    code: "code.forwarded-headers-not-processed",
    from: "Chrome",
    error: "ERR_TOO_MANY_REDIRECTS shop.example redirected you too many times",
  },
  {
    code: "code.forwarded-headers-not-processed",
    from: "Chrome",
    error:
      "Mixed Content: The page at 'https://shop.example/' was loaded over HTTPS, but requested an insecure resource 'http://shop.example/static/app.js'.",
  },
  {
    code: "code.forwarded-headers-not-processed",
    from: "a developer in Korea",
    error:
      "컨테이너 앱 뒤에서 앱이 http로 인식해서 리디렉션 주소가 http://로 만들어집니다. request.scheme이 http입니다.",
  },
  {
    code: "code.functions-hostjson-bundle",
    from: "Azure Functions host",
    error:
      "The binding type(s) 'queueTrigger' are not registered. Please ensure the type is correct and the binding extension is installed.",
  },
  {
    code: "code.functions-hostjson-bundle",
    from: "Azure Functions host",
    error: "No job functions found. Try making your job classes and methods public.",
  },
  {
    code: "code.functions-hostjson-bundle",
    from: "Azure Functions host",
    error: "0 functions found (Custom)\n0 functions loaded",
  },
  {
    code: "code.functions-index-failure",
    from: "Azure Functions host",
    error:
      "Worker failed to index functions\nResult: Failure\nException: ModuleNotFoundError: No module named 'pandas'. Please check the requirements.txt file for the missing module.",
  },
  {
    code: "code.functions-index-failure",
    from: "Azure Functions host",
    error:
      "Worker was unable to load entry point \"dist/src/functions/*.js\": Cannot find module '@azure/functions'",
  },
  {
    code: "code.functions-index-failure",
    from: "a developer in Korea",
    error: "배포는 성공했는데 포털에서 함수가 하나도 보이지 않습니다.",
  },
  {
    code: "code.functions-index-failure",
    from: "func azure functionapp publish",
    error:
      "Can't determine project language from files. No functions found in app func-orders after deployment.",
  },
  {
    code: "code.image-arch-mismatch",
    from: "Linux",
    error: "exec /usr/local/bin/docker-entrypoint.sh: exec format error",
  },
  {
    code: "code.image-arch-mismatch",
    from: "containerd",
    error: "Failed to pull image: no match for platform in manifest: not found",
  },
  {
    code: "code.image-arch-mismatch",
    from: "Docker",
    error: "no matching manifest for linux/amd64 in the manifest list entries",
  },
  {
    code: "code.image-arch-mismatch",
    from: "Container Apps",
    error: "Failed to provision revision. image OS/Arc must be linux/amd64 but found linux/arm64",
  },
  {
    code: "code.image-arch-mismatch",
    from: "a developer in Korea",
    error: "M2 맥북에서 빌드한 이미지를 App Service에 올리면 exec format error로 죽습니다.",
  },
  {
    code: "code.jwt-exp-timezone",
    from: "Microsoft.IdentityModel",
    error:
      "IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '10/14/2026 00:00:00', Current time (UTC): '10/14/2026 08:00:00'.",
  },
  {
    code: "code.jwt-exp-timezone",
    from: "PyJWT",
    error: "jwt.exceptions.ExpiredSignatureError: Signature has expired",
  },
  {
    code: "code.jwt-exp-timezone",
    from: "Entra ID",
    error: "AADSTS700024: Client assertion is not within its valid time range.",
  },
  {
    code: "code.library-regression",
    from: "a developer",
    error:
      "after upgrading azure-identity from 1.15.0 to 1.16.0 the same code fails; downgrading to 1.15.0 works",
  },
  {
    code: "code.library-regression",
    from: "a developer in Korea",
    error: "SDK를 12.26.0에서 12.27.0으로 업데이트한 뒤부터 실패하고 이전 버전으로 되돌리면 됩니다.",
  },
  {
    code: "code.library-regression",
    from: "@azure/storage-blob",
    error: "RestError: Authentication scheme Bearer is not supported in this version.",
  },
  {
    code: "code.sdk-metric-dimension-cap",
    from: "Application Insights SDK",
    error: "Many of our custom metric series are called DIMENSION-CAPPED in the metrics explorer",
  },
  {
    code: "code.sdk-metric-dimension-cap",
    from: "OpenTelemetry",
    error:
      "Instrument orders.count has exceeded the maximum allowed metric points per metric stream; otel.metric.overflow=true",
  },
  {
    code: "code.unhandled-exception",
    from: ".NET",
    error:
      "Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Orders.OrderService.Total(Order order) in /src/OrderService.cs:line 42",
  },
  {
    code: "code.unhandled-exception",
    from: "Node.js",
    error:
      "TypeError: Cannot read properties of undefined (reading 'items')\n    at total (/app/src/orders.js:42:17)",
  },
  {
    code: "code.unhandled-exception",
    from: "Java",
    error:
      'java.lang.NullPointerException: Cannot invoke "Order.getItems()" because "order" is null\n\tat com.contoso.shop.OrderService.total(OrderService.java:42)',
  },
  {
    code: "code.unhandled-exception",
    from: "Python",
    error:
      'Traceback (most recent call last):\n  File "/app/orders.py", line 42, in total\n    return order["items"]\nKeyError: \'items\'',
  },
  {
    code: "code.unhandled-exception",
    from: "Go",
    error:
      "panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nmain.total(...)\n\t/app/orders.go:42 +0x1d",
  },
  {
    code: "code.unhandled-exception",
    from: "PHP",
    error:
      "PHP Fatal error:  Uncaught TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given in /home/site/wwwroot/orders.php:42",
  },
  {
    code: "code.webserver-config-error",
    from: "nginx",
    error: 'nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/conf.d/default.conf:12',
  },
  {
    code: "code.webserver-config-error",
    from: "Apache httpd",
    error:
      "AH00526: Syntax error on line 14 of /etc/apache2/sites-enabled/000-default.conf:\nInvalid command 'ProxyPas', perhaps misspelled",
  },
  {
    code: "code.webserver-config-error",
    from: "nginx",
    error: 'host not found in upstream "api" in /etc/nginx/conf.d/default.conf:8',
  },
  {
    code: "code.webserver-config-error",
    from: "Caddy",
    error: "Error: adapting config using caddyfile: Caddyfile:7: unrecognized directive: revers_proxy",
  },
  {
    code: "code.webserver-config-error",
    from: "gunicorn",
    error: "Error: class uri 'uvicorn.workers.UvicornWorkerr' invalid or not found",
  },
  {
    code: "code.webserver-config-error",
    from: "Apache httpd",
    error: "AH00534: apache2: Configuration error: No MPM loaded.",
  },
  {
    code: "code.webserver-config-error",
    from: "Apache httpd",
    error: "AH00543: httpd: bad user name ${APACHE_RUN_USER}",
  },
  {
    code: "code.webserver-config-error",
    from: "HAProxy",
    error:
      "[ALERT]    (1) : config : Error(s) found in configuration file : /usr/local/etc/haproxy/haproxy.cfg",
  },
  {
    code: "code.cli-token-cache-regression",
    from: "https://github.com/Azure/azure-cli/issues/32853",
    error:
      "az devops project list\nERROR: Can't find token from MSAL cache.\nTo re-authenticate, please run:\naz login",
  },
  {
    code: "code.library-regression",
    from: "https://github.com/openai/openai-python/issues/1902",
    error: "TypeError: Client.__init__() got an unexpected keyword argument 'proxies'",
    source_code: { "requirements.txt": "openai==1.52.2" },
  },
  {
    code: "code.library-regression",
    from: "Flask 2.2 beside Werkzeug 3",
    error: "ImportError: cannot import name 'url_quote' from 'werkzeug.urls'",
  },
];
