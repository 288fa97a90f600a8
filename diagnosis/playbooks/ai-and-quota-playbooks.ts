import type { Playbook } from "../playbook.ts";
import { aiMissingDataAction } from "./ai/access.ts";
import { openAiJailbreakFilter, openAiTpmLimit } from "./ai/limits.ts";
import { openAiDeploymentName, openAiModelRetired } from "./ai/models.ts";
import { openAiPublicAccess, openAiWrongEndpoint } from "./ai/network.ts";
import { cognitiveSoftDeleted } from "./ai/soft-deleted-account.ts";
import { quotaComputeVcpu } from "./quota/compute-vcpu.ts";
import { quotaContainerAppsEnvironments } from "./quota/containerapps-environments.ts";
import { quotaOpenAiTpm } from "./quota/openai-tpm.ts";

/** Azure AI services, and what a subscription may use of a region. */
export const aiAndQuotaPlaybooks: readonly Playbook[] = [
  aiMissingDataAction,
  openAiPublicAccess,
  openAiWrongEndpoint,
  openAiDeploymentName,
  openAiModelRetired,
  openAiTpmLimit,
  openAiJailbreakFilter,
  cognitiveSoftDeleted,
  quotaComputeVcpu,
  quotaContainerAppsEnvironments,
  quotaOpenAiTpm,
];
