import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { applicationFacts, applicationReads, toldIfThere } from "./entra-evidence.ts";

/** Whoever asks whether it is so has not been told. */
const saysInvalid = `(${hasCode("AADSTS7000215", "AADSTS50012")} || ${errorMatches("invalid client secret (is |was )?provided", "\\b7000215\\b", "(클라이언트|애플리케이션|앱 등록).{0,6}(암호|비밀|시크릿).{0,20}(잘못되|잘못됐|올바르지|유효하지|일치하지)")} && !${errorMatches("(잘못|올바르지|유효하지|일치하지).{0,20}([?]|까요|나요|가요)")})`;
/** A sample's own text, left where the secret belongs. */
const placeholder =
  "file_matches('client_?-?secret.{0,4}[:=] {0,3}.?(\\[|<|your|copy|enter|insert|placeholder|change|todo|xxx|the )')";

export const entraClientSecretInvalid: Playbook = {
  code: "entra.client-secret-invalid",
  title: text(
    "The client secret sent is not one of the application's",
    "전송된 클라이언트 암호가 애플리케이션의 암호가 아닙니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000215-invalid-client-secret",
  ],
  raisedBy: `${saysInvalid} || ${hasCode("invalid_client")}`,
  needsTarget: false,
  competitors: ["entra.client-secret-expired"],
  reads: applicationReads,
  let: applicationFacts,
  holds: `${saysInvalid} && (${placeholder} || \`true\`) && ${toldIfThere("valid", "application")}`,
  layer: 1,
  explanation: text(
    "Microsoft Entra ID knows the application, but the secret that was sent is none of its secrets: the secret's ID in place of its value, a placeholder, a cut or re-encoded value, or the secret of another application.",
    "Microsoft Entra ID가 애플리케이션은 알고 있지만 전송된 암호가 등록된 암호와 다릅니다. 값 대신 암호 ID, 예제 자리 표시자, 잘리거나 다시 인코딩된 값, 또는 다른 애플리케이션의 암호일 수 있습니다.",
  ),
  ruledOut: text(
    "Microsoft Entra ID did not say that the secret is wrong.",
    "Microsoft Entra ID가 암호가 잘못되었다고 응답하지 않았습니다.",
  ),
  culprits: ["applicationPath"],
  actions: [
    {
      title: text(
        "Create a new client secret and replace the value that the client sends",
        "새 클라이언트 암호를 만들고 클라이언트가 보내는 값을 교체",
      ),
      why: text(
        "A secret's value is shown once, when it is created. Keep it in Key Vault or in user-secrets, not in the file.",
        "암호 값은 만들 때 한 번만 표시됩니다. 파일이 아니라 Key Vault 또는 user-secrets에 보관하세요.",
      ),
      commands: ["az ad app credential reset --id {{appId}} --append --display-name replaced"],
      config: "AzureAd:ClientSecret / AZURE_CLIENT_SECRET: the secret value, not the secret ID",
      changes: true,
      needsRole: "Application Administrator (or owner of the application)",
    },
  ],
  verify: {
    text: text("The sign-in succeeds with the new value.", "새 값으로 로그인이 성공합니다."),
    commands: ["az ad app credential list --id {{appId}} --output table"],
  },
};
