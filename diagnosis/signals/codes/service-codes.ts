import type { CodePattern } from "./code-pattern.ts";
import { isStorageCode } from "./storage-error-codes.ts";

/** A service's error code: `AuthorizationFailed`, `invalid_client`, `DeploymentNotFound`, `content_filter`. */
const name = "[A-Za-z][A-Za-z0-9]{2,60}(?:[_.][A-Za-z0-9]{1,60}){0,5}";
/** At least two humps, so that an ordinary word before a colon is not taken for a code. */
const humps = "[A-Z][a-z0-9]{1,30}(?:[A-Z][A-Za-z0-9]{1,40})";

const ordinary = new Set(
  "error code message status true false null undefined none exception unknown string object module".split(
    " ",
  ),
);
/** Types that end like this are exceptions of a language, not codes of a service. */
const typeName = /(?:Exception|Error)$/;
/** Labels of other values, which stand at the start of a line as codes do. */
const labelName =
  /(?:Id|ID|Code|Message|Type|Name|Time|Timestamp|Url|Uri|Version|Address|Status|State|Number|Reason|Details?|Headers?|Content|Subscription|Location|Group|Tracker|Zone|Limit|Usage)$/;

const openAiCode =
  /^(?:content_filter|content_policy_violation|context_length_exceeded|model_not_found|insufficient_quota|rate_limit_exceeded|RateLimitReached|DeploymentNotFound|ResponsibleAIPolicyViolation|invalid_prompt|unsupported_parameter|unsupported_value|OperationNotSupported|ModelDeprecated|ServiceModelDeprecated|jailbreak|deployment_not_found)$/i;

function readLabelled(code: string) {
  return labelName.test(code) ? undefined : readCode(code);
}

function readCode(code: string) {
  if (ordinary.has(code.toLowerCase()) || typeName.test(code)) return undefined;
  if (/^AADSTS\d/.test(code)) return undefined;
  if (isStorageCode(code)) return { code, family: "storage" } as const;
  return { code, family: openAiCode.test(code) ? "openai" : "arm" } as const;
}

/** Codes of ARM, of resource providers and of data planes, in the notations of their SDKs and tools. */
export const serviceCodes: readonly CodePattern[] = [
  {
    family: "arm",
    pattern: new RegExp(
      `["']?\\b(?:error_?code|errorcode|code|error)\\\\?["']?\\s{0,3}[:=]\\s{0,3}\\\\?["'](${name})\\\\?["']`,
      "gi",
    ),
    read: readCode,
  },
  {
    family: "arm",
    pattern: new RegExp(
      `\\b(?:error ?code|errorcode|extendedcode|code|x-ms-error-code)\\s{0,2}[:=]\\s{0,3}(${name})(?=[\\s,;.)\\]}]|$)`,
      "gim",
    ),
    read: readCode,
  },
  { family: "arm", pattern: new RegExp(`<(?:Code|code)>(${name})</(?:Code|code)>`, "g"), read: readCode },
  // az: `ERROR: (ResourceGroupNotFound) Resource group …`; Python: `ResourceExistsError: (Conflict) …`.
  {
    family: "arm",
    pattern: new RegExp(
      `(?:^|[\\s:])\\((Conflict|Forbidden|${humps}(?:\\.[A-Za-z0-9]{1,40}){0,2})\\)(?=\\s|$|\\.)`,
      "gm",
    ),
    read: readCode,
  },
  // `InvalidTemplateDeployment: The template …` at the start of a line, after an arrow, a bar or another label.
  {
    family: "arm",
    pattern: new RegExp(
      `(?:^[\\s|│>*-]{0,12}|-> |with error: |status-description: |ERROR: |Error: |: )(${humps}):\\s`,
      "gm",
    ),
    read: readLabelled,
  },
  {
    family: "openai",
    pattern: /\b(content_filter|content_policy_violation|ResponsibleAIPolicyViolation|jailbreak)\b/g,
  },
  { family: "aadsts", pattern: /\b(AADSTS\d{4,8}|AADB2C\d{4,8})\b/g },
  // The answer of the token endpoint as JSON, `"error_codes": [7000222]`, and what tasks of pipelines make of it: `status message: 700213 - [`.
  {
    family: "aadsts",
    pattern: /\berror_codes\\?"?\s{0,3}[:=]\s{0,3}\[\s{0,20}(\d{5,8})\b|status message: (\d{5,8}) - /g,
    read: (code) => ({ code: `AADSTS${code}`, family: "aadsts" }),
  },
  // Microsoft Graph and Entra ID name some refusals only by words.
  {
    family: "aadsts",
    pattern:
      /\b(invalid_client|invalid_grant|unauthorized_client|interaction_required|consent_required|invalid_scope|access_denied)\b/g,
  },
  // Kubernetes and Container Apps reasons.
  {
    family: "other",
    pattern:
      /\b(ImagePullBackOff|ErrImagePull|CrashLoopBackOff|OOMKilled|CreateContainerConfigError|FailedScheduling|FailedMount|FailedAttachVolume|SyncLoadBalancerFailed|TargetPortMismatch|ProbeFailed|Unhealthy|ContainerTerminated|ReplicaUnhealthy|FailedCreatePodSandBox)\b/g,
  },
  { family: "other", pattern: /"Reason"\s{0,2}:\s{0,2}"([A-Z][A-Za-z]{3,40})"/g },
];
