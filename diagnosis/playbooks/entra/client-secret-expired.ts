import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { applicationFacts, applicationReads } from "./entra-evidence.ts";

const saysExpired = `(${hasCode("AADSTS7000222")} || ${errorMatches("client secret keys? .{0,60}(are|is) expired")})`;

export const entraClientSecretExpired: Playbook = {
  code: "entra.client-secret-expired",
  title: { en: "The client secret has expired", ko: "클라이언트 암호가 만료되었습니다" },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000222-client-secret-expired",
  ],
  raisedBy: `${saysExpired} || ${hasCode("invalid_client")}`,
  needsTarget: false,
  competitors: ["entra.client-secret-invalid"],
  reads: applicationReads,
  let: {
    ...applicationFacts,
    expired: "application.passwordCredentials[?before(endDateTime, $.signals.observedAt)]",
    valid: "application.passwordCredentials[?!before(endDateTime, $.signals.observedAt)]",
  },
  holds: `(${saysExpired} && (length(not_null(expired, \`[]\`)) > \`0\` || \`true\`)) || (!(${saysExpired}) && length(not_null(expired, \`[]\`)) > \`0\` && length(not_null(valid, \`[]\`)) == \`0\`)`,
  layer: 1,
  explanation: {
    en: "The secret that the application signs in with is past its end date, so Microsoft Entra ID issues no token.",
    ko: "애플리케이션이 사용하는 클라이언트 암호의 만료 날짜가 지나 Microsoft Entra ID가 토큰을 발급하지 않습니다.",
  },
  ruledOut: {
    en: "Microsoft Entra ID did not refuse an expired secret.",
    ko: "Microsoft Entra ID가 만료된 암호를 이유로 거부하지 않았습니다.",
  },
  actions: [
    {
      title: {
        en: "Add a new secret and store it where the client reads it",
        ko: "새 클라이언트 암호를 추가하고 사용하는 곳에 저장",
      },
      why: {
        en: "Or do away with secrets: workload identity federation for pipelines, a managed identity for code in Azure.",
        ko: "또는 암호를 없애세요. 파이프라인은 워크로드 ID 페더레이션, Azure의 코드는 관리 ID를 사용할 수 있습니다.",
      },
      commands: ["az ad app credential reset --id {{appId}} --append --display-name rotated"],
      config: "AZURE_CLIENT_SECRET / AZURE_CREDENTIALS",
      changes: true,
      needsRole: "Application Administrator (or owner of the application)",
    },
  ],
  verify: {
    text: {
      en: "The list shows a secret with an end date in the future, and the sign-in succeeds.",
      ko: "만료 날짜가 미래인 암호가 표시되고 로그인이 성공합니다.",
    },
    commands: ["az ad app credential list --id {{appId}} --output table"],
  },
};
