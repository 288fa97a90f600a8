import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { placeFacts } from "../quota/quota-evidence.ts";
import { text } from "../text.ts";
import { hiddenMatches, hiddenRefusalFacts, hiddenRefusalReads, hidesRefusal } from "./hidden-refusal.ts";

const saysTemplate = `(${hasCode("InvalidTemplate", "InvalidRequestContent", "InvalidDeploymentParameterKey", "InvalidParameterValueInTemplate", "MultipleErrorsOccurredInTemplate", "TemplateValidationFailed", "CircularDependencyInTemplate", "InvalidRequestFormat", "InvalidTemplateParameters", "TemplateResourceLoop", "LinkedInvalidPropertyId", "InvalidResourceNamespace")} || ${errorMatches("deployment template validation failed", "deployment template parse failed", "unable to (evaluate|process) template language expression", "could not find member .{0,60} on object of type", "deployment template language .{0,40}function", "circular dependency detected", "error bcp[0-9]{3}", "template parameters? .{0,120}(is|are) not valid", "is not a valid property", "template (language )?(function|expression) .{0,80}(is not|not) (valid|expected|supported)", "템플릿.{0,40}(유효하지|잘못|올바르지|유효성 검사)", "additional propert(y|ies) .{0,60}not (allowed|supported|expected)")})`;
/** A linked template could not be fetched. Of a storage account, it is the account that does not give it away. */
const saysLink = `(${hasCode("InvalidContentLink")} && length(signals.hosts[?starts_with(service, 'storage.')]) == \`0\`)`;
/** The type or its version is not one that the provider serves. */
const saysVersion = `(${hasCode("NoRegisteredProviderFound", "InvalidResourceType", "InvalidApiVersionForResourceType", "UnsupportedApiVersion", "InvalidApiVersionParameter")} || ${errorMatches("no registered resource provider found for location .{0,80} and api version", "the api-?version .{0,60} is (invalid|not supported)", "resource type .{0,80}could not be found in the namespace .{0,80}for api version")})`;

export const armInvalidTemplate: Playbook = {
  code: "arm.invalid-template",
  title: text(
    "The template itself is invalid for the resource provider or api-version",
    "템플릿 자체가 리소스 공급자 또는 api-version에 맞지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-invalid-template",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider",
  ],
  raisedBy: `${saysTemplate} || ${saysVersion} || ${saysLink} || ${hidesRefusal}`,
  needsTarget: false,
  competitors: ["arm.provider-not-registered", "policy.deny-other", "arm.missing-dependency"],
  reads: {
    provider: {
      title: text("Resource provider {{namespace}}", "리소스 공급자 {{namespace}}"),
      request: { kind: "arm", path: "/subscriptions/{{subscription}}/providers/{{namespace}}" },
      permission: "Microsoft.Resources/subscriptions/providers/read",
    },
    ...hiddenRefusalReads,
    deployment: {
      title: text("Deployment {{id_name(deploymentId)}}", "배포 {{id_name(deploymentId)}}"),
      request: { kind: "arm", path: "{{deploymentId}}" },
      permission: "Microsoft.Resources/deployments/read",
      optional: true,
    },
  },
  let: {
    ...placeFacts,
    ...hiddenRefusalFacts,
    /** The provider's own word for a request that it cannot read; what it names else is a refusal of another kind. */
    isHidden: hiddenMatches(
      "^(?:InvalidTemplate|InvalidValuesForRequestParameters|InvalidRequestContent|InvalidRequestFormat|InvalidParameter|InvalidResourceType|NoRegisteredProviderFound|InvalidApiVersionParameter|InvalidPropertyValue|InvalidResourceProperty):",
    ),
    statedDeployment: "signals.resourceIds[?type == 'microsoft.resources/deployments'] | [0].id",
    /** Pipelines mask the subscription in IDs; the group is known by its name all the same. */
    group:
      "signals.resources[?type == 'microsoft.resources/subscriptions/resourcegroups' && matchedBy != 'neighbour'] | [0].id",
    maskedDeployment:
      "find(request.error, 'microsoft.resources/deployments/([a-z0-9._()-]{1,64}[a-z0-9_)])')",
    deploymentId:
      "statedDeployment || (group && maskedDeployment && join('', [group, '/providers/Microsoft.Resources/deployments/', maskedDeployment])) || `null`",
    namespace:
      "find(request.error, 'namespace [^a-z]?(microsoft[.][a-z.]{2,40}[a-z])') || find(request.error, 'for type [^a-z]?(microsoft[.][a-z.]{2,40}[a-z])/') || find(request.error, '(microsoft[.][a-z.]{2,40}[a-z])/')",
    type: "find(request.error, 'for type [^a-z]?([a-z]{2,60}(/[a-z]{2,60})?)[^a-z/]') || find(request.error, 'resource type [^a-z]?([a-z]{2,60}(/[a-z]{2,60})?)[^a-z/]')",
    version: "find(request.error, 'api.?version [^0-9]{0,2}([0-9]{4}-[0-9]{2}-[0-9]{2}[a-z-]{0,12})')",
    /** Where the code asks for that version: `Microsoft.App/containerApps@2022-12-01`, `"apiVersion": "2022-12-01"`. */
    lineOfVersion: "version && file_matches(version)",
    served: "provider.resourceTypes[?same_text(resourceType, $.type)] | [0]",
    isServed: "served.apiVersions && version && contains(served.apiVersions, version)",
  },
  holds: [
    "isHidden",
    `((${saysTemplate} || ${saysLink}) && !${saysVersion} && (deployment.properties.error.code || !readable(deployment) || \`true\`))`,
    `(${saysVersion} && (!readable(provider) || !exists(provider) || (provider.registrationState == 'Registered' && !isServed)) && (lineOfVersion || \`true\`) && (served.apiVersions[0] || \`true\`))`,
  ].join(" || "),
  layer: 8,
  explanation: text(
    "Azure Resource Manager or the resource provider cannot process the template as it is written: an expression, a property, a resource type or its api-version is wrong. Nothing in the subscription stands in its way.",
    "템플릿이 작성된 그대로는 Azure Resource Manager 또는 리소스 공급자가 처리할 수 없습니다. 식, 속성, 리소스 종류 또는 api-version이 잘못되었으며 구독에는 문제가 없습니다.",
  ),
  ruledOut: text(
    "Azure Resource Manager did not refuse the template itself.",
    "Azure Resource Manager가 템플릿 자체를 거부하지 않았습니다.",
  ),
  culprits: ["deploymentId || group"],
  actions: [
    {
      title: text("Correct the template", "템플릿 수정"),
      why: text(
        "At the line, property or api-version that the error names. Use an api-version that the provider serves for the type; bicep build and az deployment … validate show the rest before anything is created.",
        "오류가 가리키는 줄, 속성 또는 api-version을 수정하세요. 공급자가 해당 종류에 제공하는 api-version을 사용하고, bicep build와 az deployment … validate로 배포 전에 나머지를 확인하세요.",
      ),
      commands: [
        'az provider show --namespace {{namespace}} --query "resourceTypes[].{type:resourceType, apiVersions:apiVersions[0]}" --output table',
      ],
      config: "resources[].apiVersion / properties",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "az deployment group validate (or what-if) accepts the template.",
      "az deployment group validate(또는 what-if)에서 템플릿이 통과합니다.",
    ),
    commands: [],
  },
};
