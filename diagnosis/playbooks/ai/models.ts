import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { accountReads, accountTarget, concernsAi, deploymentFacts } from "./account-evidence.ts";

const saysNoDeployment = `(${hasCode("DeploymentNotFound", "deployment_not_found")} || ${errorMatches("api deployment for this resource does not exist", "deployment .{0,80}(does not exist|not found)", "unknown.model", "배포.{0,20}(?:없|찾을 수)")})`;

export const openAiDeploymentName: Playbook = {
  code: "openai.deployment-name-mismatch",
  title: text(
    "The code names a deployment that does not exist in the account",
    "코드가 계정에 없는 배포 이름을 사용합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/switching-endpoints",
    "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/create-resource",
  ],
  raisedBy: `(${concernsAi} || ${hasCode("DeploymentNotFound")} || ${errorMatches("api deployment for this resource does not exist")}) && (${saysNoDeployment} || ${hasCode("404")})`,
  target: `${accountTarget} || (${hasCode("DeploymentNotFound")} && candidates('microsoft.cognitiveservices/accounts')) || \`[]\``,
  needsTarget: true,
  competitors: ["openai.model-retired"],
  reads: accountReads,
  let: deploymentFacts,
  holds: `${saysNoDeployment} && ((inUrl && !exists(byUrl)) || (!said(inUrl) && exists(missing)) || (!said(inUrl) && !said(exists(inSettings)) && ${hasCode("DeploymentNotFound", "deployment_not_found")} && exists(deployments))) && (file_matches('(deployment|engine|model)[a-z_-]{0,20}.?[ :=(,]{1,4}.?[a-z0-9][a-z0-9._-]{1,60}') || \`true\`) && (deployments.value[0].name || \`true\`) && (deployments.value[1].name || \`true\`)`,
  layer: 2,
  explanation: text(
    "Azure OpenAI is called by the name of a deployment, not of a model. {{target.name}} has no deployment of the name that the code sends.",
    "Azure OpenAI는 모델 이름이 아니라 배포 이름으로 호출합니다. {{target.name}}에는 코드가 보내는 이름의 배포가 없습니다.",
  ),
  ruledOut: text(
    "The deployment that the code names exists, or the service did not say that it is missing.",
    "코드가 사용하는 배포가 존재하거나 서비스가 배포가 없다고 응답하지 않았습니다.",
  ),
  culprits: [],
  actions: [
    {
      title: text("Send the name of a deployment that exists", "존재하는 배포 이름으로 수정"),
      why: text(
        "Set the deployment name (the model parameter of the SDK) to one that the account has ({{join(', ', deploymentNames)}}), or create a deployment of the name that the code uses.",
        "배포 이름(SDK의 model 매개 변수)을 계정에 있는 이름({{join(', ', deploymentNames)}})으로 바꾸거나 코드가 사용하는 이름으로 배포를 만드세요.",
      ),
      commands: [
        "az cognitiveservices account deployment list --name {{target.name}} --resource-group {{target.resourceGroup}} --output table",
      ],
      config: "AZURE_OPENAI_DEPLOYMENT / model",
      changes: false,
    },
  ],
  verify: {
    text: text("The list shows the name, and the call is answered.", "목록에 이름이 있고 호출이 성공합니다."),
    commands: [
      "az cognitiveservices account deployment list --name {{target.name}} --resource-group {{target.resourceGroup}} --query '[].name'",
    ],
  },
};

const saysRetired = `(${hasCode("ServiceModelDeprecated", "ModelDeprecated", "ServiceModelDeprecating", "DeploymentModelNotSupported", "model_deprecated")} || ${errorMatches("model .{0,120}(has been|is|was) (deprecated|retired)", "(deprecated|retired) since", "deployment model .{0,120}is not supported", "model .{0,160}is not supported")})`;

export const openAiModelRetired: Playbook = {
  code: "openai.model-retired",
  title: text("The model or its version is retired", "모델 또는 모델 버전의 사용이 중지되었습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements",
    "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/models",
  ],
  raisedBy: `${saysRetired} || (${concernsAi} && ${hasCode("410", "DeploymentNotFound")})`,
  target: accountTarget,
  needsTarget: false,
  competitors: ["quota.openai-tpm"],
  reads: {
    ...accountReads,
    models: {
      title: text("Models offered in {{location}}", "{{location}}에서 제공되는 모델"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.CognitiveServices/locations/{{location}}/models",
      },
      permission: "Microsoft.CognitiveServices/locations/models/read",
      optional: true,
    },
  },
  let: {
    ...deploymentFacts,
    location: "target.location && lower(replace(target.location, ' ', ''))",
    modelName:
      "find(request.error, 'name: ?([a-z0-9][a-z0-9._-]{1,60})') || deployment.properties.model.name",
    modelVersion:
      "find(request.error, 'version: ?([a-z0-9][a-z0-9._-]{0,40})') || deployment.properties.model.version",
    offered: "models.value[?same_text(model.name, $.modelName) && same_text(model.version, $.modelVersion)]",
    retired:
      "offered[?mentions(['Deprecated', 'Retired'], model.lifecycleStatus) || before(model.deprecation.inference, $.signals.observedAt)]",
  },
  holds: [
    `(${saysRetired} && (retired[0].model.lifecycleStatus || !readable(models) || !exists(retired)) && (!exists(retired) || retired[0].model.deprecation.inference || \`true\`) && (!readable(models) || !exists(offered) || exists(retired) || said(matches(request.error, 'deprecated|retired'))))`,
    `(!${saysRetired} && exists(retired) && retired[0].model.deprecation.inference)`,
  ].join(" || "),
  layer: 7,
  explanation: text(
    "Azure no longer serves or deploys this model version: its retirement date has passed. Existing deployments stop answering, and new ones are refused.",
    "이 모델 버전은 사용 중지 날짜가 지나 Azure에서 더 이상 제공되거나 배포되지 않습니다. 기존 배포는 응답하지 않고 새 배포는 거부됩니다.",
  ),
  ruledOut: text("The model version is not retired.", "모델 버전의 사용이 중지되지 않았습니다."),
  culprits: ["deployment.id"],
  actions: [
    {
      title: text("Deploy a current model version in its place", "현재 지원되는 모델 버전으로 교체하여 배포"),
      why: text(
        "Choose a supported model and version that this region offers, such as gpt-4.1 or a newer version of the same model, and let it upgrade by itself (versionUpgradeOption).",
        "이 지역에서 제공되는 지원 모델과 버전(예: gpt-4.1 또는 같은 모델의 최신 버전)을 선택하고 자동 업그레이드(versionUpgradeOption)를 사용하세요.",
      ),
      commands: ["az cognitiveservices model list --location {{location}} --output table"],
      config:
        "Microsoft.CognitiveServices/accounts/deployments: properties.model.name, properties.model.version",
      changes: false,
      needsRole: "Cognitive Services Contributor",
    },
  ],
  verify: {
    text: text(
      "The list shows the version as GenerallyAvailable, and the deployment succeeds.",
      "목록에서 버전이 GenerallyAvailable이고 배포가 성공합니다.",
    ),
    commands: [
      "az cognitiveservices model list --location {{location}} --query '[].model.{name:name, version:version, status:lifecycleStatus}' --output table",
    ],
  },
};
