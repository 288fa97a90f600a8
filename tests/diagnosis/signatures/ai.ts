import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

const noRole: Message[] = [
  {
    from: "openai for Python",
    error:
      "openai.AuthenticationError: Error code: 401 - {'error': {'code': 'PermissionDenied', 'message': 'The principal `5c1d2e3f-0000-4000-8000-000000000012` lacks the required data action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform `POST /openai/deployments/{deployment-id}/chat/completions` operation.'}}",
  },
  {
    from: "Azure AI services",
    error:
      "Azure.RequestFailedException: Principal does not have access to API/Operation. Status: 401 (PermissionDenied) https://lang-x.cognitiveservices.azure.com/",
  },
  {
    from: "azure-ai-projects",
    error:
      "azure.core.exceptions.ClientAuthenticationError: (PermissionDenied) The principal `5c1d2e3f-0000-4000-8000-000000000012` lacks the required data action `Microsoft.CognitiveServices/accounts/AIServices/agents/write` to perform `POST /api/projects/{projectName}/assistants` operation.",
  },
  {
    from: "Azure AI Foundry portal",
    error:
      "You don't have permission to build agents in this project. lacks required data actions Microsoft.CognitiveServices/accounts/AIServices/agents/read. Azure AI Foundry",
  },
  {
    from: "LangChain4j",
    error:
      'com.azure.core.exception.ClientAuthenticationException: Status code 401, "{"error":{"code":"PermissionDenied","message":"Principal does not have access to API/Operation."}}" oai-x.openai.azure.com',
  },
  {
    from: "a developer's own words",
    error: "Owner of the subscription, but Azure OpenAI answers 401 to our managed identity.",
  },
];

const network: Message[] = [
  {
    from: "openai for Python",
    error:
      "openai.PermissionDeniedError: Error code: 403 - {'error': {'code': 'AccessDenied', 'message': 'Access denied due to Virtual Network/Firewall rules.'}} https://oai-x.openai.azure.com",
  },
  {
    from: "Azure OpenAI",
    error:
      '{"error":{"code":"403","message":"Public access is disabled. Please configure private endpoint."}} openai',
  },
  {
    from: "Azure AI services",
    error:
      '{"error":{"code":"403","message":"Traffic is not from an approved private endpoint."}} Azure OpenAI',
  },
  {
    from: "Semantic Kernel",
    error:
      "Microsoft.SemanticKernel.HttpOperationException: HTTP 403 (AccessDenied)\n\nAccess denied due to Virtual Network/Firewall rules. ---> Azure.AI.OpenAI",
  },
  {
    from: "Azure AI Search indexer",
    error:
      "Could not execute skill because the Web Api request failed. Azure OpenAI: Access denied due to Virtual Network/Firewall rules. 403",
  },
  {
    from: "a Korean developer's own words",
    error: "Azure OpenAI 호출 시 403 오류가 납니다. 사내망에서는 되고 배포된 앱에서는 안 됩니다.",
  },
];

const regional: Message[] = [
  {
    from: "Azure AI services, token on a regional endpoint",
    error:
      '{"error":{"code":"BadRequest","message":"Please provide a custom subdomain for token authentication, otherwise API key is required."}}',
  },
  {
    from: "Azure AI services",
    error:
      "401 Access denied https://westeurope.api.cognitive.microsoft.com/vision/v3.2/analyze: Access denied due to Virtual Network/Firewall rules.",
  },
  {
    from: "Speech SDK",
    error:
      "WebSocket upgrade failed: Authentication error (403). wss://koreacentral.stt.speech.microsoft.com/speech/recognition",
  },
  {
    from: "azure-ai-formrecognizer",
    error:
      "azure.core.exceptions.HttpResponseError: (403) Public access is disabled. https://eastus.api.cognitive.microsoft.com/formrecognizer",
  },
  {
    from: "Azure.AI.Vision",
    error: "Azure.RequestFailedException: Token authentication is not supported for regional endpoints. 400",
  },
];

const noDeployment: Message[] = [
  {
    from: "openai for Python",
    error:
      "openai.NotFoundError: Error code: 404 - {'error': {'code': 'DeploymentNotFound', 'message': 'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.'}}",
  },
  {
    from: "openai for Node.js",
    error:
      "NotFoundError: 404 The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
  },
  {
    from: "Azure.AI.OpenAI",
    error:
      "System.ClientModel.ClientResultException: HTTP 404 (: DeploymentNotFound)\nThe API deployment for this resource does not exist.",
  },
  {
    from: "v1 API of Azure OpenAI",
    error:
      "Error code: 404 - The API deployment gpt-4o-mini does not exist. https://oai-x.openai.azure.com/openai/v1/",
  },
  {
    from: "azure-ai-inference",
    error: "(unknown_model) Unknown model: gpt-4o https://ais-x.services.ai.azure.com/models",
  },
  {
    from: "a Korean developer's own words",
    error: "Azure OpenAI 에서 배포를 찾을 수 없다는 404 DeploymentNotFound 오류가 발생합니다",
  },
];

const retired: Message[] = [
  {
    from: "ARM deployment",
    error:
      '{"code":"ServiceModelDeprecated","message":"The model \'Format: OpenAI, Name: gpt-35-turbo, Version: 0613\' has been deprecated since 02/13/2026 and can no longer be deployed."}',
  },
  {
    from: "Terraform azurerm",
    error:
      'Error: creating Deployment: unexpected status 400 (400 Bad Request) with error: DeploymentModelNotSupported: The model "Format: OpenAI, Name: gpt-4, Version: 0613" of account deployment is not supported.',
  },
  {
    from: "Azure Developer CLI",
    error:
      "InvalidTemplateDeployment: ServiceModelDeprecating: The model 'Format:OpenAI,Name:gpt-4o,Version:2024-05-13' is in deprecating state",
  },
  {
    from: "Azure OpenAI runtime",
    error: "openai.GoneError: Error code: 410 - The model has been retired. oai-x.openai.azure.com",
  },
  {
    from: "az cognitiveservices account deployment create",
    error: "(ModelDeprecated) The model 'text-embedding-ada-002' was retired.",
  },
];

const rate: Message[] = [
  {
    from: "openai for Python",
    error:
      "openai.RateLimitError: Error code: 429 - {'error': {'code': '429', 'message': 'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-06-01 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 12 seconds.'}}",
  },
  {
    from: "Azure OpenAI",
    error:
      '{"error":{"code":"RateLimitReached","message":"Your requests to gpt-4o for gpt-4o in Korea Central have exceeded token rate limit for your current OpenAI S0 pricing tier. Azure OpenAI"}}',
  },
  {
    from: "Semantic Kernel",
    error:
      "HttpOperationException: HTTP 429 (429)\nRequests to the Embeddings_Create Operation under Azure OpenAI API version have exceeded call rate limit",
  },
  {
    from: "azure-ai-inference, JavaScript",
    error:
      'RestError: Too Many Requests {"code":"too_many_requests"} statusCode: 429 https://ais-x.services.ai.azure.com',
  },
  {
    from: "Go SDK",
    error:
      "POST https://oai-x.openai.azure.com/openai/deployments/gpt/chat/completions\nRESPONSE 429: 429 Too Many Requests\nERROR CODE: 429",
  },
  {
    from: "a developer's own words",
    error: "We get 429 from Azure OpenAI all the time although our quota is not used up.",
  },
];

const jailbreak: Message[] = [
  {
    from: "openai for Python",
    error:
      "openai.BadRequestError: Error code: 400 - {'error': {'message': \"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.\", 'code': 'content_filter', 'innererror': {'code': 'ResponsibleAIPolicyViolation', 'content_filter_result': {'jailbreak': {'filtered': True, 'detected': True}}}}}",
  },
  {
    from: "Azure.AI.OpenAI",
    error:
      "HTTP 400 (content_filter)\nParameter: prompt\n\nThe response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
  },
  {
    from: "LangChain.js",
    error:
      "BadRequestError: 400 The response was filtered due to the prompt triggering Microsoft's content management policy",
  },
  {
    from: "Azure AI Content Safety",
    error: '{"userPromptAnalysis":{"attackDetected":true}} prompt shields jailbreak attack detected',
  },
  {
    from: "a Korean developer's own words",
    error: "Azure OpenAI 콘텐츠 필터에 걸려 400이 납니다. jailbreak 로 감지됩니다.",
  },
];

const deleted: Message[] = [
  {
    from: "ARM deployment",
    error:
      '{"code":"FlagMustBeSetForRestore","message":"An existing resource with ID \'/subscriptions/5c1d2e3f-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/oai-x\' has been soft-deleted. To restore the resource, you must specify \'restore\' to be \'true\' in the property. If you don\'t want to restore existing resource, please purge it first."}',
  },
  {
    from: "Terraform azurerm",
    error:
      "unexpected status 409 (409 Conflict) with error: CustomDomainInUse: Please pick a different name. The subdomain name 'oai-x' is not available as it's already used by a resource.",
  },
  {
    from: "Azure Developer CLI",
    error:
      "ERROR: deployment failed: FlagMustBeSetForRestore: An existing resource has been soft-deleted. To restore the resource",
  },
  {
    from: "Azure portal",
    error: "The subdomain name 'oai-x' is already used by a deleted resource. Cognitive Services",
  },
  {
    from: "a developer's own words",
    error:
      "Creating the Azure OpenAI account again fails with 409, a deleted account seems to hold the name.",
  },
  {
    from: "a Korean developer's own words",
    error: "삭제한 Azure OpenAI 리소스를 같은 이름으로 다시 만들면 soft-deleted 상태라며 실패합니다",
  },
];

const by = (code: string, messages: readonly Message[]): Signature[] =>
  messages.map((message) => ({ code, ...message }));

export const signatures: Signature[] = [
  ...by("ai.rbac-missing-data-action", noRole),
  ...by("openai.public-access-disabled", network),
  ...by("openai.wrong-endpoint-with-network-rules", regional),
  ...by("openai.deployment-name-mismatch", noDeployment),
  ...by("openai.model-retired", retired),
  ...by("openai.tpm-limit", rate),
  ...by("openai.content-filter-jailbreak", jailbreak),
  ...by("cognitive.soft-deleted-name-conflict", deleted),
];
