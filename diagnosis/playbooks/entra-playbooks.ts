import type { Playbook } from "../playbook.ts";
import { entraClientSecretExpired } from "./entra/client-secret-expired.ts";
import { entraClientSecretInvalid } from "./entra/client-secret-invalid.ts";
import { entraConditionalAccessBlock } from "./entra/conditional-access-block.ts";
import { entraAdminConsentRequired, entraConsentMissing } from "./entra/consent.ts";
import { entraFederatedSubjectCase, entraFederatedSubjectMismatch } from "./entra/federated-subject.ts";
import { entraAppWrongTenant, entraRedirectUri } from "./entra/sign-in-refusals.ts";

/** What Microsoft Entra ID refuses a sign-in for. */
export const entraPlaybooks: readonly Playbook[] = [
  entraClientSecretExpired,
  entraClientSecretInvalid,
  entraFederatedSubjectMismatch,
  entraFederatedSubjectCase,
  entraAppWrongTenant,
  entraRedirectUri,
  entraConditionalAccessBlock,
  entraAdminConsentRequired,
  entraConsentMissing,
];
