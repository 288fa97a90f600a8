import type { Signature } from "./signature.ts";

const learn =
  "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy";
const denies = ["policy.deny-location", "policy.deny-missing-tag", "policy.deny-other"] as const;
const refusals: Omit<Signature, "code">[] = [
  {
    from: learn,
    error:
      '{"statusCode":"Forbidden","serviceRequestId":null,"statusMessage":"{\\"error\\":{\\"code\\":\\"RequestDisallowedByPolicy\\",\\"message\\":\\"The resource action \'Microsoft.Network/publicIpAddresses/write\' is disallowed by one or more policies. Policy identifier(s): \'/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f/providers/Microsoft.Authorization/policyDefinitions/regionPolicyDefinition\'.\\"}}"}',
  },
  {
    from: "az cli",
    error:
      '(RequestDisallowedByPolicy) Resource \'stshop01\' was disallowed by policy. Policy identifiers: \'[{"policyAssignment":{"name":"Allowed locations","id":"/subscriptions/3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f/providers/Microsoft.Authorization/policyAssignments/a1"}}]\'.',
  },
  {
    from: "azurerm provider of Terraform",
    error:
      'Error: creating Storage Account: unexpected status 403 (403 Forbidden) with error: RequestDisallowedByPolicy: Resource "stshop01" was disallowed by policy. Reasons: "Cost centre is missing".',
  },
  {
    from: "Azure portal",
    error:
      "Validation failed. Required information is missing or not valid. Policy enforcement: this value does not meet the requirements of a policy assigned at this scope.",
  },
  {
    from: "Azure portal in Korean",
    error: "리소스 'vm-01'이(가) 정책에 의해 허용되지 않았습니다. 이유: '회사 정책'.",
  },
  { from: "a developer in Korea", error: "Azure Policy 때문에 배포가 거부됩니다. 어떤 정책인지 모르겠어요." },
  { from: "a paraphrase", error: "our deployment is denied by a policy, which one is it?" },
  {
    from: "gatekeeper of the Azure Policy add-on for AKS is another product: Resource Manager's refusal in azd",
    error:
      "ERROR: deployment failed: error deploying infrastructure: deploying to subscription:\n\nDeployment Error Details:\nRequestDisallowedByPolicy: Resource 'rg-shop' was disallowed by policy.",
  },
];

export const signatures: Signature[] = [
  ...denies.flatMap((code) => refusals.map((refusal) => ({ code, ...refusal }))),
  {
    code: "policy.modify-shared-key",
    from: "Azure Storage",
    error:
      "Status: 403 (Key based authentication is not permitted on this storage account.)\nErrorCode: KeyBasedAuthenticationNotPermitted",
  },
  {
    code: "policy.modify-shared-key",
    from: "azurerm provider of Terraform",
    error:
      'Error: retrieving queue properties for Storage Account "stshop01": executing request: unexpected status 403 (403 Key based authentication is not permitted on this storage account.) with KeyBasedAuthenticationNotPermitted: Key based authentication is not permitted on this storage account.',
  },
  {
    code: "policy.modify-shared-key",
    from: "App Service storage mount",
    error:
      "Key based authentication is not permitted on this storage account.\nRequestId:7f0c5a1e-301e-0031-0bd2-2b0f4c000000",
  },
  {
    code: "policy.modify-shared-key",
    from: "a developer",
    error:
      "we set allowSharedKeyAccess: true in bicep but after deployment the account has it false again and the connection string gets 403",
  },
  {
    code: "policy.modify-shared-key",
    from: "deployment script",
    error:
      "DeploymentScriptOperationFailed: The storage account 'stscript01' has AllowSharedKeyAccess disabled; deployment scripts need key-based access.",
  },
  {
    code: "policy.modify-shared-key",
    from: "a developer in Korea",
    error:
      "스토리지 계정 키 액세스를 켜도 배포할 때마다 다시 꺼집니다. Key based authentication is not permitted.",
  },
];

const otherPolicies = [
  "Access to fetch at 'https://api.shop.example/' from origin 'https://shop.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present.",
  "The user, group or application does not have secrets get permission on key vault 'kv-shop'. Access denied by access policy.",
  "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
  "Polly: the retry policy rejected the call after 3 attempts",
  "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
];
export const lookAlikes: Signature[] = otherPolicies.map((error) => ({
  code: "policy.deny-other",
  from: "policies of other products",
  error,
}));
