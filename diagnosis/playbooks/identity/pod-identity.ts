import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { kubernetesWord, namespaceBeside, podNamePattern } from "../kubernetes-names.ts";
import { text } from "../text.ts";

/** What the libraries say where the webhook of AKS workload identity has given a pod no client ID or no token. */
export const saysNoFederation = errorMatches(
  "workload (?:identity )?options are not fully configured",
  "WorkloadIdentityCredential.{0,40}unavailable",
  "(?:no client ID|no token file) specified. Check pod configuration",
);

const labelsOfPod = "jsonpath={.metadata.labels}";
const labelsOfTemplate = "jsonpath={.spec.template.metadata.labels}";

/** The annotation that binds a service account to an identity, and the label without which it has no effect. */
const annotation = '"azure.workload.identity/client-id"';
const label = '"azure.workload.identity/use"';

/**
 * A pod signs in as what its service account is bound to, where its label lets the webhook in. Only the cluster knows either:
 * the service account holds no secret, and of the pod, whose environment may, only the labels are asked for.
 */
export const podReads: Playbook["reads"] = {
  serviceAccount: {
    title: text("Service account {{podAccount}} of the pod", "파드의 서비스 계정 {{podAccount}}"),
    request: {
      kind: "outside",
      command: "kubectl get serviceaccount {{accountName}} --namespace {{namespace}} --output json",
    },
    when: "isPod",
    permission: "get serviceaccounts (Kubernetes RBAC)",
    optional: true,
  },
  podLabels: {
    title: text(
      "Labels of the pods of {{podName || deploymentName}}",
      "{{podName || deploymentName}} 파드의 레이블",
    ),
    request: {
      kind: "outside",
      command:
        "kubectl get {{podName ? 'pod' : 'deployment'}} {{podName || deploymentName}} --namespace {{namespace}} --output {{labelsPath}}",
    },
    when: "isPod",
    permission: "get pods, deployments (Kubernetes RBAC)",
    optional: true,
  },
};

export const podFacts: NonNullable<Playbook["let"]> = {
  /** One whose service account is known: else nothing could be asked, and the cause would only stay open. */
  isPod: `said(length(signals.runsOn[?place == 'aks']) > \`0\`) && said(${saysNoFederation}) && said(podAccount)`,
  subject: "find(request.error, 'system:serviceaccount:([a-z0-9-]{1,63}:[a-z0-9.-]{1,253})')",
  accountSetting: "signals.settings[?contains(['serviceAccountName', 'serviceAccount'], name)] | [0]",
  accountName: kubernetesWord("subject && split(subject, ':')[1] || accountSetting.value"),
  namespace: `subject && split(subject, ':')[0] || ${namespaceBeside("accountSetting")}`,
  podAccount: "accountName && namespace && join('/', [namespace, accountName]) || `null`",
  podName: `find(request.error, '\\b(${podNamePattern})\\b') || \`null\``,
  deploymentName:
    "find(request.error, '\\bdeploy(?:ment)?(?:[.]apps)?/([a-z0-9][a-z0-9-]{0,200})') || `null`",
  labelsPath: `podName ? '${labelsOfPod}' : '${labelsOfTemplate}'`,
  account:
    "needed(said(same_text(serviceAccount.metadata.name, accountName) && same_text(serviceAccount.metadata.namespace, namespace)) ? serviceAccount.metadata : `null`, 'the service account of the pod: which identity it is bound to (annotation azure.workload.identity/client-id)', '파드의 서비스 계정과 그 계정에 연결된 ID (azure.workload.identity/client-id 주석)')",
  boundTo: `account.annotations.${annotation}`,
  /** Where the manifest that was sent has the label, the pod has it. */
  manifestLabels:
    "said(signals.settings[?name == 'azure.workload.identity/use' && value == 'true'] | [0].value)",
  labels:
    "needed(podLabels, 'whether the pod has the label azure.workload.identity/use', '파드에 azure.workload.identity/use 레이블이 있는지 여부')",
  isUnbound: "isPod && !exists(boundTo)",
  isUnlabelled: `isPod && !manifestLabels && !same_text(labels.${label}, 'true')`,
  isBoundToNothing: "isPod && exists(boundTo) && trim(boundTo) == ''",
};
