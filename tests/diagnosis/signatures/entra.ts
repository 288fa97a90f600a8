import type { Signature } from "./signature.ts";

const app = "5d0e9a11-2222-4333-8444-6b7c8d9e0f1a";
const learn = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes";

export const signatures: Signature[] = [
  {
    code: "entra.client-secret-expired",
    from: learn,
    error: `AADSTS7000222: The provided client secret keys for app '${app}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret`,
  },
  {
    code: "entra.client-secret-expired",
    from: "MSAL for Java",
    error: "com.microsoft.aad.msal4j.MsalServiceException: invalid_client: AADSTS7000222",
  },
  {
    code: "entra.client-secret-expired",
    from: "azure/login of GitHub Actions",
    error:
      "ERROR: AADSTS7000222: The provided client secret keys for app are expired.\nError: Az CLI Login failed.",
  },
  {
    code: "entra.client-secret-expired",
    from: "AKS",
    error:
      'Failed to refresh the Token: adal: Refresh request failed. Status Code = \'401\'. Response body: {"error":"invalid_client","error_codes":[7000222]}',
  },
  {
    code: "entra.client-secret-expired",
    from: "a developer in Korea",
    error: "서비스 주체의 클라이언트 암호가 만료되어 로그인에 실패하는 것 같습니다.",
  },
  {
    code: "entra.client-secret-expired",
    from: "a paraphrase",
    error: "our nightly job cannot sign in any more, somebody says the client secret has expired",
  },
  {
    code: "entra.client-secret-invalid",
    from: learn,
    error: `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app}'.`,
  },
  {
    code: "entra.client-secret-invalid",
    from: "azure-identity for Python",
    error:
      "azure.core.exceptions.ClientAuthenticationError: Authentication failed: AADSTS7000215: Invalid client secret provided.",
  },
  {
    code: "entra.client-secret-invalid",
    from: "azurerm provider of Terraform",
    error:
      'building account: could not acquire access token to parse claims: clientCredentialsToken: received HTTP status 401 with response: {"error":"invalid_client","error_description":"AADSTS7000215"}',
  },
  {
    code: "entra.client-secret-invalid",
    from: "Spring Security",
    error: "[invalid_client] Client authentication failed",
  },
  {
    code: "entra.app-wrong-tenant",
    from: learn,
    error: `AADSTS700016: Application with identifier '${app}' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant.`,
  },
  {
    code: "entra.app-wrong-tenant",
    from: learn,
    error:
      "AADSTS90002: Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  {
    code: "entra.app-wrong-tenant",
    from: learn,
    error:
      "AADSTS500011: The resource principal named api://orders was not found in the tenant named Contoso.",
  },
  {
    code: "entra.app-wrong-tenant",
    from: learn,
    error: `AADSTS50194: Application '${app}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'.`,
  },
  {
    code: "entra.app-wrong-tenant",
    from: learn,
    error: `AADSTS650052: The app is trying to access a service '${app}' (orders-api) that your organization 'contoso.example' lacks a service principal for.`,
  },
  {
    code: "entra.app-wrong-tenant",
    from: "MSAL for Node",
    error: "ServerError: unauthorized_client: 700016 - Application was not found in the directory",
  },
  {
    code: "entra.app-wrong-tenant",
    from: "a developer in Korea",
    error: "테넌트에서 애플리케이션을 찾을 수 없다고 나옵니다 (AADSTS700016).",
  },
  {
    code: "entra.consent-missing",
    from: learn,
    error: `AADSTS65001: The user or administrator has not consented to use the application with ID '${app}' named 'orders-web'. Send an interactive authorization request for this user and resource.`,
  },
  {
    code: "entra.consent-missing",
    from: "MSAL for .NET",
    error: "MSAL.NetCore.MsalUiRequiredException: AADSTS65001: The user or administrator has not consented",
  },
  {
    code: "entra.consent-missing",
    from: "Microsoft.Identity.Web",
    error:
      "IDW10502: An MsalUiRequiredException was thrown due to a challenge for the user. invalid_grant: AADSTS65001",
  },
  {
    code: "entra.consent-missing",
    from: "az CLI",
    error:
      "ERROR: AADSTS65002: Consent between first party application and first party resource must be configured via preauthorization; consent_required",
  },
  {
    code: "entra.admin-consent-required",
    from: learn,
    error: "AADSTS90094: The grant requires admin permission. Need admin approval",
  },
  {
    code: "entra.admin-consent-required",
    from: "Microsoft Graph",
    error:
      '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}',
  },
  {
    code: "entra.admin-consent-required",
    from: "sign-in page",
    error:
      "Need admin approval\norders-web needs permission to access resources in your organization that only an admin can grant.",
  },
  {
    code: "entra.admin-consent-required",
    from: "sign-in page in Korean",
    error: "관리자 승인 필요: 관리자만 부여할 수 있는 조직의 리소스에 액세스하려면 권한이 필요합니다.",
  },
  {
    code: "entra.admin-consent-required",
    from: "Microsoft Graph SDK for .NET",
    error:
      "Microsoft.Graph.Models.ODataErrors.ODataError: Insufficient privileges to complete the operation.",
  },
  {
    code: "entra.admin-consent-required",
    from: learn,
    error: "AADSTS90095: Admin consent is required for the permissions requested by this application.",
  },
  {
    code: "entra.conditional-access-block",
    from: learn,
    error:
      "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
  },
  {
    code: "entra.conditional-access-block",
    from: learn,
    error: "AADSTS530035: Access has been blocked by security defaults.",
  },
  {
    code: "entra.conditional-access-block",
    from: "MSAL for Python",
    error:
      "{'error': 'interaction_required', 'error_description': 'AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication'}",
  },
  {
    code: "entra.conditional-access-block",
    from: "sign-in page",
    error:
      "You cannot access this right now. Your sign-in was successful but does not meet the criteria to access this resource.",
  },
  {
    code: "entra.conditional-access-block",
    from: "a developer in Korea",
    error: "조건부 액세스 때문에 로그인이 차단됩니다.",
  },
  {
    code: "entra.federated-subject-mismatch",
    from: learn,
    error:
      "AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:contoso/shop:ref:refs/heads/main'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.",
  },
  {
    code: "entra.federated-subject-mismatch",
    from: "azure/login of GitHub Actions",
    error:
      "AADSTS70021: No matching federated identity record found for presented assertion. Assertion Issuer: 'https://token.actions.githubusercontent.com'. Assertion Subject: 'repo:contoso/shop:environment:prod'.",
  },
  {
    code: "entra.federated-subject-mismatch",
    from: "AKS workload identity",
    error:
      "AADSTS700211: No matching federated identity record found for presented assertion issuer 'https://koreacentral.oic.prod-aks.azure.com/x/'.",
  },
  {
    code: "entra.federated-subject-case",
    from: learn,
    error:
      "AADSTS7002138: No matching federated identity record found for presented assertion subject 'repo:Contoso/Shop:ref:refs/heads/main'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison.",
  },
  {
    code: "entra.redirect-uri-not-registered",
    from: learn,
    error: `AADSTS50011: The redirect URI 'https://shop.example/signin-oidc' specified in the request does not match the redirect URIs configured for the application '${app}'.`,
  },
  {
    code: "entra.redirect-uri-not-registered",
    from: "Azure AD v1",
    error: `AADSTS50011: The reply URL specified in the request does not match the reply URLs configured for the application: '${app}'`,
  },
  {
    code: "entra.redirect-uri-not-registered",
    from: "MSAL.js",
    error:
      "ServerError: invalid_request: 9002326 - AADSTS9002326: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  },
  {
    code: "entra.redirect-uri-not-registered",
    from: "a developer in Korea",
    error: "로그인하면 리디렉션 URI가 일치하지 않는다는 오류가 나옵니다.",
  },
  {
    code: "entra.redirect-uri-not-registered",
    from: "MSAL for Java",
    error: "error=invalid_request, error_description=redirect_uri mismatch",
  },
  {
    code: "entra.client-secret-expired",
    from: "the token endpoint's answer, its number alone",
    error: '{"error":"invalid_client","error_codes":[7000222],"timestamp":"2026-04-02 06:40:00Z"}',
  },
  {
    code: "entra.federated-subject-mismatch",
    from: "Azure DevOps service connection",
    error:
      "Failed to obtain the Json Web Token(JWT) using service principal client ID. status message: 700213 - No matching federated identity record found for presented assertion subject 'sc://org/proj/deploy'",
  },
];
