import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { namespaceBeside, podNamePattern } from "../kubernetes-names.ts";
import { text } from "../text.ts";

/** `kubectl get pods` shows that an image does not come, and not why: the kubelet says that in an event of the pod. */
export const podEventReads: Playbook["reads"] = {
  podEvents: {
    title: text("Events of pod {{podName}}", "파드 {{podName}}의 이벤트"),
    request: {
      kind: "outside",
      command:
        "kubectl get events --namespace {{podNamespace}} --field-selector involvedObject.name={{podName}} --output json",
    },
    when: "isUntold",
    permission: "list events (Kubernetes RBAC)",
    optional: true,
  },
};

/** They need `registry`, `net` and what the registry's other facts say of the error beside them. */
export const podEventFacts: NonNullable<Playbook["let"]> = {
  podName: `find(request.error, '\\b(${podNamePattern})\\b.{0,80}(?:ImagePullBackOff|ErrImagePull)') || find(request.error, '\\b(${podNamePattern})\\b') || \`null\``,
  imageSetting:
    "signals.settings[?name == 'image' && mentions(value, $.registry.properties.loginServer)] | [0]",
  podNamespace: namespaceBeside("imageSetting"),
  saysReason: errorMatches(
    "failed to (?:pull|resolve|fetch|authorize)",
    "no match for platform|exec format|x509|too ?many ?requests|timed? ?out|no such host|connection (?:refused|reset)",
  ),
  /** The registry lets the nodes in, and neither the error nor a log says what it answered. */
  isUntold: `said(${errorMatches("ImagePullBackOff|ErrImagePull|Back-off pulling image")}) && !said(saysReason) && !said(saysUnauthorized) && !said(saysFirewall) && !said(saysMissing) && !said(missingPull) && said(net.public == 'open')`,
  /** Then the cluster tells for sure, and nothing has to be guessed from what is missing. */
  isAskable: "isUntold && podName && podNamespace",
  /** The kubelet's own word: `Failed to pull image "…": …: not found`. */
  kubeletSays:
    "said(isUntold) ? needed(podEvents.items[?involvedObject.name == $.podName && reason == 'Failed' && mentions(message, $.registry.properties.loginServer)] | [0].message, 'why the kubelet could not pull the image (events of the pod)', '노드의 kubelet이 이미지를 가져오지 못한 이유 (파드 이벤트)') : `null`",
  kubeletMissing:
    "matches(kubeletSays, 'not found|manifest ?unknown|name ?unknown') && kubeletSays || `null`",
  kubeletRefused:
    "matches(kubeletSays, 'unauthorized|forbidden|denied|authentication required|\\b40[13]\\b') && kubeletSays || `null`",
  /** As the error has it, else as the kubelet does. */
  pulledImage:
    "image || find(said(kubeletMissing), 'azurecr[.](?:io|cn|us)/([a-z0-9._/-]{1,200}):[A-Za-z0-9_]') || `null`",
  pulledTag:
    "tag || find(said(kubeletMissing), 'azurecr[.](?:io|cn|us)/[a-z0-9._/-]{1,200}:([A-Za-z0-9_][A-Za-z0-9._-]{0,127})') || `null`",
};
