import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "frontdoor.origin-host-header",
    from: "the front end of App Service behind Front Door",
    error:
      "404 Web Site not found.\nYou may be seeing this error due to one of the reasons listed below\nx-azure-ref: 20261014T085901Z-r1\nCustom domain has not been configured inside Azure.",
  },
  {
    code: "frontdoor.origin-host-header",
    from: "Container Apps behind Front Door",
    error: "HTTP/2 404\nx-azure-ref: 0abc\nError 404 - This Container App is stopped or does not exist.",
  },
  {
    code: "frontdoor.origin-host-header",
    from: "curl",
    error: "curl -I https://orders-abc.z01.azurefd.net\nHTTP/2 404",
  },
  {
    code: "frontdoor.origin-host-header",
    from: "Storage behind Front Door",
    error:
      "<Code>InvalidUri</Code> The requested URI does not represent any resource on the server. x-azure-ref: 1",
  },
  {
    code: "frontdoor.origin-host-header",
    from: "a paraphrase",
    error:
      "through Azure Front Door our site shows 'web site not found', directly on azurewebsites.net it works",
  },
  {
    code: "frontdoor.origin-host-header",
    from: "a Korean developer",
    error: "프런트 도어를 거치면 404가 나오고 앱에 직접 접속하면 정상입니다.",
    resources: ["Microsoft.Cdn/profiles afd-orders"],
  },
  {
    code: "frontdoor.origin-host-header",
    from: "API Management behind Front Door",
    error: '{ "statusCode": 404, "message": "Resource not found" } via AFD afd-orders',
    resources: ["Microsoft.Cdn/profiles afd-orders"],
  },
  {
    code: "frontdoor.origin-host-header",
    from: "a paraphrase",
    error: "our new domain on Front Door redirects users to app-orders.azurewebsites.net after login",
    resources: ["Microsoft.Cdn/profiles afd-orders"],
  },
  {
    code: "frontdoor.cert-name-check",
    from: "Front Door",
    error:
      "HTTP/2 503\nx-azure-ref: 20261014T085901Z\nOur services aren't available right now. We're working to restore all services as soon as possible.",
  },
  {
    code: "frontdoor.cert-name-check",
    from: "the access log",
    error: "httpStatusCode_d 502 errorInfo_s OriginCertificateNameMismatch  afd-orders",
    resources: ["Microsoft.Cdn/profiles afd-orders"],
  },
  {
    code: "frontdoor.cert-name-check",
    from: "the access log",
    error: "ErrorInfo: SSLMismatchedSNI, originName: 10.2.0.4:443 x-azure-ref",
  },
  {
    code: "frontdoor.cert-name-check",
    from: "the access log of Front Door",
    error:
      "errorInfo OriginInvalidResponse / TLS handshake failed: certificate subject name check, Azure Front Door 502",
  },
  {
    code: "frontdoor.cert-name-check",
    from: "a paraphrase",
    error:
      "Front Door answers 502 since we switched the origin to the internal name, opening the backend directly gives a certificate warning",
  },
  {
    code: "frontdoor.cert-name-check",
    from: "a Korean developer",
    error: "프런트 도어에서 503이 납니다. 원본을 IP로 바꾼 뒤부터입니다.",
    resources: ["Microsoft.Cdn/profiles afd-orders"],
  },
  {
    code: "frontdoor.cert-name-check",
    from: "terraform",
    error:
      "azurerm_cdn_frontdoor_origin: certificate_name_check_enabled must be true; the endpoint then returns HTTP 502",
  },
  {
    code: "frontdoor.cert-name-check",
    from: "a health probe",
    error:
      "OriginHealthPercentage 0 for afd-orders: The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch",
    resources: ["Microsoft.Cdn/profiles afd-orders"],
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "backend health",
    error: "The Common Name (CN) of the backend certificate does not match.",
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "backend health",
    error:
      "The Common Name of the leaf certificate presented by the backend server does not match the Probe or Backend Setting hostname of the application gateway.",
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "the gateway's page",
    error:
      "<center><h1>502 Bad Gateway</h1></center><hr><center>Microsoft-Azure-Application-Gateway/v2</center>",
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "the access log",
    error: "ERRORINFO_UPSTREAM_... error_info_s upstream SSL certificate does not match, agw-orders",
    resources: ["Microsoft.Network/applicationGateways agw-orders"],
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "ingress controller",
    error: "AGIC: backend health Unhealthy: certificate CN mismatch",
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "a paraphrase",
    error: "application gateway 502 after we moved the backend to HTTPS with our own certificate",
  },
  {
    code: "appgw.backend-cert-name-mismatch",
    from: "a Korean developer",
    error: "애플리케이션 게이트웨이 백엔드가 비정상이고 인증서 이름이 다르다고 합니다.",
  },
  {
    code: "appgw.probe-host-header",
    from: "backend health",
    error: "The backend's HTTP status code did not match the probe setting. Expected:200-399 Received:404.",
  },
  {
    code: "appgw.probe-host-header",
    from: "backend health",
    error:
      "Backend server status: Unhealthy. Received invalid status code: 404 in the backend server's HTTP response. As per the health probe configuration, 200-399 is the acceptable status code.",
  },
  {
    code: "appgw.probe-host-header",
    from: "the gateway's page",
    error: "HTTP/1.1 502 Bad Gateway\nServer: Microsoft-Azure-Application-Gateway/v2",
  },
  {
    code: "appgw.probe-host-header",
    from: "AzureDiagnostics",
    error:
      "ApplicationGatewayAccessLog: httpStatus_d 502, serverStatus_s -, error_info_s ERRORINFO_NO_LIVE_UPSTREAM",
  },
  {
    code: "appgw.probe-host-header",
    from: "a paraphrase",
    error: "agw in front of App Service shows the backend as unhealthy with 404 while the app is up",
  },
  {
    code: "appgw.probe-host-header",
    from: "a Korean developer",
    error: "App Gateway 뒤의 웹앱이 비정상으로 나오고 502가 발생합니다.",
  },
  {
    code: "appgw.probe-host-header",
    from: "a paraphrase",
    error: "users get 502 from our WAF gateway, the web app behind it opens fine by itself",
    resources: ["Microsoft.Network/applicationGateways agw-orders"],
  },
];
