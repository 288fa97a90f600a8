import type { Playbook } from "../../playbook.ts";
import { anyTextMatches, errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";
import { podFacts, podReads } from "./pod-identity.ts";

export const saysNoToken = `(${errorMentions("ManagedIdentityCredential", "CredentialUnavailable", "DefaultAzureCredential failed", "No managed identity endpoint", "Identity not found", "no User Assigned or Delegated Managed Identity found", "Unable to load the proper Managed Identity", "ManagedIdentityIsNotFound", "IMDS", "AADSTS700016", "managed_identity_request_failed", "managed_identity_unreachable", "has not been assigned to this resource", "IDENTITY_ENDPOINT", "MSI_ENDPOINT", "MSI endpoint", "Managed Identity authentication is not available", "Failed to connect to MSI", "no azure identity found", "no client ID specified")} || ${errorMatches("managed identit(y|ies).{0,80}(token|not found|unavailable|not available|fail|no identity)", "token.{0,60}managed identit", "managed identity is not (enabled|configured|assigned)", "identity is not assigned", "관리 ID.{0,40}(토큰|인증|없|실패|가져)")})`;

/** A service looked at a token and did not find the role: whoever called had one. */
export const tokenWasRefused = `(${hasCode("AuthorizationPermissionMismatch", "ForbiddenByRbac")} || ${errorMatches("caller is not authorized to perform action on resource", "using this permission", "claim.s. are required to perform", "does not have authorization to perform action", "principal .{0,60}does not have required RBAC")})`;

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
    "az login (?:--identity|-i\\b)|Connect-AzAccount .{0,40}-Identity|\\bMSI\\b|\\bIMDS\\b|(?:system|user)[- ]assigned",
    "__credential",
    "관리 ID",
  ),
  /** What a container app is given, which its readers may see. */
  given: `(not_null(app.properties.template.containers, \`[]\`)[].env[] | [?matches(name, '${clientIdName}')] | [0])`,
  clientIdSetting: `${workloadFacts["clientIdSetting"]} || (matches(not_null(given.value, ''), '^[0-9a-f]{8}-[0-9a-f-]{27}$') && given.value) || find(request.error, 'client_?id[^A-Za-z0-9]{1,4}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})') || \`null\``,
  /** The identity that is asked for, where the tenant has it. */
  asked: "said(clientIdSetting) && said(readable(userAssigned)) && userAssigned.data[0] || `null`",
  /** The setting, also where it is empty: a blank value is not the same as none. */
  clientIdValue: `signals.settings[?matches(name, '${clientIdName}')] | [0]`,
};
