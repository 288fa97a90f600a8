import type { Signature } from "./signature.ts";

const codes = ["identity.not-assigned", "identity.client-id-env-empty"] as const;
const refusals: Omit<Signature, "code">[] = [
  {
    from: "Azure.Identity for .NET",
    error:
      "Azure.Identity.CredentialUnavailableException: ManagedIdentityCredential authentication unavailable. The requested identity has not been assigned to this resource.",
  },
  {
    from: "azure-identity for Python",
    error: "azure.core.exceptions.ClientAuthenticationError: (invalid_scope) 400, Identity not found",
  },
  {
    from: "azidentity for Go",
    error:
      'ManagedIdentityCredential authentication failed. GET http://169.254.169.254/metadata/identity/oauth2/token RESPONSE 400 Bad Request {"error":"invalid_request","error_description":"Identity not found"}',
  },
  {
    from: "App Service identity endpoint",
    error:
      '{"statusCode":400,"message":"No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.","correlationId":"8a3b0bb8-1111-4222-8333-444444444444"}',
  },
  {
    from: "azure-identity for Java",
    error:
      "com.azure.identity.CredentialUnavailableException: Managed Identity authentication is not available.",
  },
  {
    from: "Microsoft.Data.SqlClient",
    error:
      "Microsoft.Data.SqlClient.SqlException: ManagedIdentityCredential authentication unavailable. No response received from the managed identity endpoint.",
  },
  {
    from: "App Service platform of an app without an identity",
    error: "MSI endpoint not found: Environment variables IDENTITY_ENDPOINT and IDENTITY_HEADER are not set",
  },
  {
    from: "@azure/identity for JavaScript",
    error:
      "ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential is unavailable. No underlying credential could be used.\nCredentialUnavailableError: ManagedIdentityCredential: Authentication failed. Message Attempted to use the IMDS endpoint, but it is not available.",
  },
  {
    from: "MSAL for .NET",
    error:
      "MSAL.NetCore.MsalServiceException: ErrorCode: managed_identity_request_failed\n[Managed Identity] Authentication unavailable. The requested identity has not been assigned to this resource.",
  },
  {
    from: "a developer in Korea",
    error: "컨테이너 앱에서 관리 ID로 토큰을 받지 못합니다. ManagedIdentityCredential 오류",
  },
  {
    from: "a paraphrase",
    error: "our function app can't get a token for its managed identity, the token endpoint returns 400",
  },
];

export const signatures: Signature[] = codes.flatMap((code) =>
  refusals.map((refusal) => ({ code, ...refusal })),
);
