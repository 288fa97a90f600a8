import type { Playbook } from "../../playbook.ts";
import { anyTextMatches, errorMatches, errorMentions } from "../error-text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";
import { podFacts, podReads } from "./pod-identity.ts";

export const saysNoToken = `(${errorMentions("ManagedIdentityCredential", "CredentialUnavailable", "DefaultAzureCredential failed", "No managed identity endpoint", "Identity not found", "no User Assigned or Delegated Managed Identity found", "Unable to load the proper Managed Identity", "ManagedIdentityIsNotFound", "IMDS", "AADSTS700016", "managed_identity_request_failed", "managed_identity_unreachable", "has not been assigned to this resource", "IDENTITY_ENDPOINT", "MSI_ENDPOINT", "MSI endpoint", "Managed Identity authentication is not available")} || ${errorMatches("managed identit(y|ies).{0,80}(token|not found|unavailable|not available|fail|no identity)", "token.{0,60}managed identit", "관리 ID.{0,40}(토큰|인증|없|실패|가져)")})`;

export const clientIdName = "azure_client_id$|__client_?id$|managed_?identity_?client_?id$";

export const identityReads: Playbook["reads"] = { ...workloadReads, ...podReads };

export const identityFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  ...podFacts,
  loggedPrincipal: "`null`",
  loggedAddress: "`null`",
  assignments: "`null`",
  /** The code gets its tokens from an identity, not from keys. */
  usesIdentity: anyTextMatches(
    "DefaultAzureCredential",
    "ManagedIdentityCredential",
    "managed ?identity",
    "__credential",
    "관리 ID",
  ),
  /** The setting, also where it is empty: a blank value is not the same as none. */
  clientIdValue: `signals.settings[?matches(name, '${clientIdName}')] | [0]`,
};
