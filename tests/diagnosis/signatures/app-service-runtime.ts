import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "appservice.runtime-stack-mismatch",
    from: "pnpm",
    error: "ERROR: This version of pnpm requires at least Node.js v18.12",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.container-port-mismatch",
    from: "the platform log of Linux",
    error:
      "Container app-orders_0_1 didn't respond to HTTP pings on port: 80, failing site start. See container logs for debugging.",
  },
  {
    code: "appservice.container-port-mismatch",
    from: "the newer platform log",
    error:
      "Site container: main failed site startup probe. Container has not listened on port 8080 within expected time. Site startup probe failed after 30 seconds.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.container-port-mismatch",
    from: "the newer platform log",
    error:
      "Failed to start app-orders. Container has finished running with exit code: ... Stopping site because container is not responding on port 80: ContainerTimeout",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.container-port-mismatch",
    from: "the front end's page",
    error:
      ":( Application Error\nIf you are the application administrator, you can access the diagnostic resources.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.container-port-mismatch",
    from: "a paraphrase",
    error:
      "custom container app-orders on App Service: logs say the server listens on 3000 but the site shows 503",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.container-port-mismatch",
    from: "a Korean developer",
    error: "컨테이너 로그에는 3000 포트에서 실행 중이라고 나오는데 웹앱 app-orders는 504만 나옵니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.startup-timeout",
    from: "the platform log of Linux",
    error:
      "Container app-orders_0_1 for site app-orders did not start within expected time limit. Elapsed time = 230.5 sec",
  },
  {
    code: "appservice.startup-timeout",
    from: "IIS",
    error: "HTTP Error 500.37 - ANCM Failed to Start Within Startup Time Limit",
  },
  {
    code: "appservice.startup-timeout",
    from: "the newer platform log",
    error: "Site startup probe failed after 230.2 seconds.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.startup-timeout",
    from: "Tomcat",
    error:
      "o.a.c.startup.Catalina: Server startup in [276345] milliseconds\nContainer didn't respond to HTTP pings on port: 80, failing site start",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.startup-timeout",
    from: "a paraphrase",
    error:
      "the Java app app-orders takes about five minutes to boot and App Service restarts it again and again before it is ready",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.startup-timeout",
    from: "a Korean developer",
    error: "app-orders 앱이 기동하는 데 4분 이상 걸려서 계속 재시작됩니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.startup-timeout",
    from: "ANCM event",
    error:
      "Application '/LM/W3SVC/1/ROOT' with physical root 'C:\\home\\site\\wwwroot\\' failed to load coreclr. Managed server didn't initialize after 120000 ms.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: ".NET host",
    error:
      "You must install or update .NET to run this application.\nFramework: 'Microsoft.AspNetCore.App', version '9.0.0' (x64)",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Java",
    error:
      "java.lang.UnsupportedClassVersionError: com/contoso/App has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "npm",
    error:
      "npm WARN EBADENGINE Unsupported engine { package: 'vite@6', required: { node: '>=20' }, current: { node: 'v18.19' } }",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Node",
    error:
      "SyntaxError: Unexpected token '??='\n    at wrapSafe (internal/modules/cjs/loader.js:1001:16)\nNode.js v14.21.3",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "pip",
    error: "ERROR: Package 'orders' requires a different Python: 3.9.19 not in '>=3.11'",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Python",
    error: "    match command:\n          ^\nSyntaxError: invalid syntax",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "PHP",
    error:
      'Parse error: syntax error, unexpected token "enum" in /home/site/wwwroot/src/Status.php on line 3',
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Composer",
    error: 'Your Composer dependencies require a PHP version ">= 8.2.0". You are running 8.0.30.',
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Functions",
    error:
      "The 'FUNCTIONS_WORKER_RUNTIME' is set to 'dotnet', which does not match the worker runtime metadata found in the deployed function app artifacts. The deployed artifacts are for 'dotnet-isolated'.",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "IIS",
    error: "HTTP Error 500.31 - Failed to load ASP.NET Core runtime",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "IIS",
    error:
      "HTTP Error 500.32 - ANCM Failed to Load dll\nThe app was published for a different bitness than the worker process.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "shell",
    error: "/opt/startup/startup.sh: 23: npm: not found",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Oryx",
    error: "Error: Couldn't detect a version for the platform 'php' in the repo.",
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "a Korean developer",
    error: "닷넷 9로 올린 뒤 app-orders가 시작되지 않습니다. 런타임을 찾을 수 없다는 오류가 나옵니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.runtime-stack-mismatch",
    from: "Django",
    error: "django.core.exceptions.ImproperlyConfigured: Django 5.0 requires Python 3.10 or newer",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.cert-binding-stale",
    from: "openssl",
    error: "notAfter=Oct  1 12:00:00 2026 GMT\nverify error:num=10:certificate has expired",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "Chrome",
    error: "Your connection is not private. NET::ERR_CERT_DATE_INVALID www.orders.example",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "Go",
    error:
      "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-10-14 is after 2026-10-01",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "Java",
    error:
      "javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "Node",
    error: "Error: certificate has expired\n  code: 'CERT_HAS_EXPIRED'",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "curl",
    error: "curl: (60) SSL certificate problem: certificate has expired",
  },
  {
    code: "appservice.cert-binding-stale",
    from: ".NET",
    error: "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "az webapp config ssl delete",
    error: "Cannot delete certificate. Certificate 'ABCD' is used in existing SSL binding. (Conflict)",
  },
  {
    code: "appservice.cert-binding-stale",
    from: "a paraphrase",
    error: "we renewed the cert last week but browsers still get the old one on www.orders.example",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "appservice.cert-binding-stale",
    from: "a Korean developer",
    error: "인증서를 갱신했는데 사이트는 아직 이전 인증서를 보여줍니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
];
