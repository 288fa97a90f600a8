import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { applicationFacts, applicationReads, toldIfThere } from "./entra-evidence.ts";

/** Whoever asks whether it is so has not been told. */
const saysExpired = `(${hasCode("AADSTS7000222")} || ${errorMatches("(client )?secret (keys?|value)?.{0,60}(are|is|has|have) (been )?expired", "(클라이언트|애플리케이션|앱 등록).{0,6}(암호|비밀|시크릿).{0,20}만료")} && !${errorMatches("secret.{0,60} expired.{0,20}[?]", "만료.{0,20}([?]|까요|나요|가요)")})`;
/** Entra ID refused the secret in words that do not say why, or the text was cut. */
const saysInvalidClient = `(${hasCode("invalid_client")} && !${hasCode("AADSTS7000215", "AADSTS50012", "AADSTS700016", "AADSTS7000218", "AADSTS700027")})`;

export const entraClientSecretExpired: Playbook = {
  code: "entra.client-secret-expired",
  title: text("The client secret has expired", "클라이언트 암호가 만료되었습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000222-client-secret-expired",
    "https://learn.microsoft.com/azure/aks/update-credentials",
  ],
  raisedBy: `${saysExpired} || ${hasCode("invalid_client")}`,
  needsTarget: false,
  competitors: ["entra.client-secret-invalid"],
  reads: applicationReads,
  let: applicationFacts,
  holds: [
    `(${saysExpired} && !said(rotated) && ${toldIfThere("expired", "application")})`,
    `(${saysInvalidClient} && (!said(nodeGroup) || same_text(application.appId, clusterApp)) && exists(expired) && !exists(valid))`,
  ].join(" || "),
  layer: 1,
  explanation: text(
    "The secret that the application signs in with is past its end date, so Microsoft Entra ID issues no token.",
    "애플리케이션이 사용하는 클라이언트 암호의 만료 날짜가 지나 Microsoft Entra ID가 토큰을 발급하지 않습니다.",
  ),
  ruledOut: text(
    "Microsoft Entra ID did not refuse an expired secret.",
    "Microsoft Entra ID가 만료된 암호를 이유로 거부하지 않았습니다.",
  ),
  culprits: ["applicationPath", "said(cluster.id)"],
  actions: [
    {
      title: text(
        "Add a new secret and store it where the client reads it",
        "새 클라이언트 암호를 추가하고 사용하는 곳에 저장",
      ),
      why: text(
        "Or do away with secrets: workload identity federation for pipelines, a managed identity for code in Azure.",
        "또는 암호를 없애세요. 파이프라인은 워크로드 ID 페더레이션, Azure의 코드는 관리 ID를 사용할 수 있습니다.",
      ),
      commands: ["az ad app credential reset --id {{appId}} --append --display-name rotated"],
      config: "AZURE_CLIENT_SECRET / AZURE_CREDENTIALS",
      changes: true,
      needsRole: "Application Administrator (or owner of the application)",
      effects: [
        {
          kind: "append",
          id: "{{applicationPath}}",
          values: {
            "/passwordCredentials":
              "{displayName: 'rotated', startDateTime: signals.now, endDateTime: days_after(signals.now, `365`)}",
          },
        },
      ],
    },
    {
      title: text("Give the new secret to the cluster", "새 암호를 클러스터에 적용"),
      why: text(
        "AKS keeps its own copy of the secret, and goes on with the old one until it is given the new one. A managed identity (az aks update --enable-managed-identity) has no secret that expires.",
        "AKS는 암호 사본을 따로 보관하므로 새 암호를 적용할 때까지 이전 암호를 사용합니다. 관리 ID(az aks update --enable-managed-identity)를 쓰면 만료될 암호가 없습니다.",
      ),
      commands: [
        "az aks update-credentials --ids {{cluster.id}} --reset-service-principal --service-principal {{appId}} --client-secret NEW_SECRET",
      ],
      config: "Microsoft.ContainerService/managedClusters: properties.servicePrincipalProfile",
      changes: true,
      needsRole: "Azure Kubernetes Service Contributor",
      when: "said(cluster.id)",
    },
  ],
  verify: {
    text: text(
      "The list shows a secret with an end date in the future, and the sign-in succeeds.",
      "만료 날짜가 미래인 암호가 표시되고 로그인이 성공합니다.",
    ),
    commands: ["az ad app credential list --id {{appId}} --output table"],
  },
};
