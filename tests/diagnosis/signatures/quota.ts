import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "quota.compute-vcpu",
    from: "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-resource-quota",
    error:
      "Code=OperationNotAllowed Message=Operation results in exceeding quota limits of Core. Maximum allowed: 4, Current in use: 4, Additional requested: 2. Please read more about quota increase at https://aka.ms/corequotaincrease.",
  },
  {
    code: "quota.compute-vcpu",
    from: "Microsoft.Compute resource provider",
    error:
      "(QuotaExceeded) Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota. Additional details - Deployment Model: Resource Manager, Location: koreacentral, Current Limit: 10, Current Usage: 8, Additional Required: 4, (Minimum) New Limit Required: 12.",
  },
  {
    code: "quota.compute-vcpu",
    from: "Microsoft.Compute resource provider",
    error:
      "Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Location: westeurope, Current Limit: 10, Current Usage: 10, Additional Required: 2",
  },
  {
    code: "quota.compute-vcpu",
    from: "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-quotaexceeded",
    error:
      "Reconcile vmss agent pool error: VMSSAgentPoolReconciler retry failed: Category: ClientError; SubCode: OperationNotAllowed; Message: Operation could not be completed as it results in exceeding approved standardDSv5Family Cores quota.",
  },
  {
    code: "quota.compute-vcpu",
    from: "Azure Machine Learning",
    error:
      "ClusterCoreQuotaReached: The specified subscription has reached its quota of dedicated cores for the VM family STANDARDNCSV3FAMILY.",
  },
  {
    code: "quota.compute-vcpu",
    from: "Azure Databricks",
    error:
      'Azure Quota Exceeded Exception: Azure error code: QuotaExceeded, Azure error message: "Operation could not be completed as it results in exceeding approved standardEDSv4Family Cores quota."',
  },
  {
    code: "quota.compute-vcpu",
    from: "App Service",
    error:
      "Operation cannot be completed without additional quota. Current Limit (Total VMs): 0. Current Usage: 0. Amount required for this deployment (Total VMs): 1. (Code: Unauthorized)",
  },
  {
    code: "quota.compute-vcpu",
    from: "a developer in Korea",
    error: "AKS 노드 풀을 늘리려는데 vCPU 할당량이 부족하다고 실패합니다.",
  },
  {
    code: "quota.compute-vcpu",
    from: "Azure portal",
    error:
      "The size requires more cores than you have quota for: Insufficient quota - family limit. Increase your quota of vCPUs in this region.",
  },
  {
    code: "quota.containerapps-environments",
    from: "Microsoft.App resource provider",
    error:
      "(MaxNumberOfRegionalEnvironmentsInSubExceeded) The subscription '3f6c1d2e-8a4b-4c5d-9e6f-1a2b3c4d5e6f' cannot have more than 1 Container App Environments in East US.",
  },
  {
    code: "quota.containerapps-environments",
    from: "Microsoft.App resource provider",
    error:
      '{"code":"MaxNumberOfGlobalEnvironmentsInSubExceeded","message":"The subscription cannot have more than 20 environments."}',
  },
  {
    code: "quota.containerapps-environments",
    from: "azurerm provider of Terraform",
    error:
      'Error: creating Managed Environment: polling failed: the Azure API returned the following error:\n\nStatus: "MaxNumberOfRegionalEnvironmentsInSubExceeded"\nCode: ""\nMessage: "The subscription cannot have more than 15 Container App Environments in West Europe."',
  },
  {
    code: "quota.containerapps-environments",
    from: "a developer in Korea",
    error: "Container Apps 환경을 더 만들 수 없습니다. 이 지역의 환경 개수 한도를 초과했다고 합니다.",
  },
  {
    code: "quota.containerapps-environments",
    from: "a paraphrase",
    error: "az containerapp env create fails: quota for managed environments in this region exceeded",
  },
  {
    code: "quota.containerapps-environments",
    from: "Microsoft.Quota",
    error: "QuotaExceeded: ManagedEnvironmentCount limit of 1 reached in koreacentral.",
  },
  {
    code: "quota.openai-tpm",
    from: "Microsoft.CognitiveServices resource provider",
    error:
      "(InsufficientQuota) This operation require 50 new capacity in quota Tokens Per Minute (thousands) - GPT-4o, which is bigger than the current available capacity 10. The current quota usage is 440 and the quota limit is 450 for quota Tokens Per Minute (thousands) - GPT-4o.",
  },
  {
    code: "quota.openai-tpm",
    from: "azd",
    error:
      "ERROR: deployment failed: InsufficientQuota: The specified capacity '120' of account deployment is bigger than available capacity '30' for UsageName 'OpenAI.Standard.gpt-4o'.",
  },
  {
    code: "quota.openai-tpm",
    from: "azurerm provider of Terraform",
    error:
      'Error: creating Deployment "gpt-4o": unexpected status 400 (400 Bad Request) with error: InsufficientQuota: The specified capacity "100" of account deployment is bigger than available capacity "20" for UsageName "Tokens Per Minute (thousands) - gpt-4o".',
  },
  {
    code: "quota.openai-tpm",
    from: "Azure AI Foundry portal",
    error: "No quota available for gpt-4o in this region. Request quota or choose another deployment type.",
  },
  {
    code: "quota.openai-tpm",
    from: "a developer in Korea",
    error: "Azure OpenAI 모델 배포를 만들려는데 TPM 할당량이 부족하다고 나옵니다.",
  },
  {
    code: "quota.openai-tpm",
    from: "Bicep deployment",
    error:
      'DeploymentFailed: {"code": "InsufficientQuota", "message": "This operation require 30 new capacity in quota Tokens Per Minute (thousands) - Text-Embedding-Ada-002 - DataZone, which is bigger than the current available capacity 0."}',
  },
  {
    code: "quota.compute-vcpu",
    from: "cluster-autoscaler, which does not say why",
    error:
      "Warning  FailedScaleUp  39m  cluster-autoscaler  Node scale up in group aks-render-20731158-vmss failed\nNormal NotTriggerScaleUp pod didn't trigger scale-up: 1 in backoff after failed scale-up",
  },
];

export const lookAlikes: Signature[] = [
  {
    code: "quota.openai-tpm",
    from: "Azure OpenAI at run time",
    error:
      "Error code: 429 - {'error': {'code': '429', 'message': 'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 24 seconds.'}}",
  },
  {
    code: "quota.compute-vcpu",
    from: "App Service on the Free tier",
    error: "Error 403 - This web app is stopped. The app has exceeded its CPU time quota for the day.",
  },
  {
    code: "quota.containerapps-environments",
    from: "Container Apps",
    error: "Maximum number of replicas reached for container app 'web': the environment has too few cores.",
  },
];
