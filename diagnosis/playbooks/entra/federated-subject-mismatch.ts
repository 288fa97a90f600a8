import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { applicationFacts, applicationReads } from "./entra-evidence.ts";

const saysNoMatch = `(${hasCode("AADSTS70021", "AADSTS700213", "AADSTS700211", "AADSTS700212")} || ${errorMatches("no matching federated identity record found")})`;

/** Facts of the token that was presented, as the error quotes it, and of the credentials that the application has. */
export const federationFacts: NonNullable<Playbook["let"]> = {
  ...applicationFacts,
  presented:
    "find(request.error, 'assertion subject .{0,2}([^ ]{3,250}[^ .,])[ .,]') || signals.fields.subject || signals.fields.\"subject claim\"",
  subject: "presented && replace(presented, '''', '')",
  same: "federated.value[?subject == $.subject]",
  sameButCase: "federated.value[?same_text(subject, $.subject) && subject != $.subject]",
};

export const entraFederatedSubjectMismatch: Playbook = {
  code: "entra.federated-subject-mismatch",
  title: {
    en: "The federated credential's subject is not the one the token carries",
    ko: "페더레이션 자격 증명의 주체가 토큰의 주체와 다릅니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts70021-no-matching-federated-identity-record-found",
  ],
  raisedBy: saysNoMatch,
  needsTarget: false,
  competitors: ["entra.federated-subject-case"],
  reads: applicationReads,
  let: federationFacts,
  holds: `${saysNoMatch} && !${hasCode("AADSTS7002138")} && length(not_null(same, \`[]\`)) == \`0\` && length(not_null(sameButCase, \`[]\`)) == \`0\``,
  layer: 1,
  explanation: {
    en: "The token says {{subject}}; none of the application's federated credentials has that subject, so Microsoft Entra ID trusts none of them.",
    ko: "토큰의 주체는 {{subject}}인데 애플리케이션의 페더레이션 자격 증명 중 일치하는 주체가 없습니다.",
  },
  ruledOut: {
    en: "Microsoft Entra ID did not refuse a federated token.",
    ko: "Microsoft Entra ID가 페더레이션 토큰을 거부하지 않았습니다.",
  },
  actions: [
    {
      title: { en: "Make credential and token agree", ko: "자격 증명과 토큰의 주체를 일치" },
      why: {
        en: "Add a credential whose subject is what the pipeline sends for this branch, environment or tag, or run from the one that is there.",
        ko: "이 분기, 환경, 태그에서 파이프라인이 보내는 주체로 자격 증명을 추가하거나 이미 등록된 대상에서 실행하세요.",
      },
      commands: [
        "az ad app federated-credential list --id {{appId}} --query '[].{name:name, subject:subject, issuer:issuer}' --output table",
      ],
      config: "federatedIdentityCredentials: subject, issuer, audiences",
      changes: false,
      needsRole: "Application Administrator (or owner of the application)",
    },
  ],
  verify: {
    text: {
      en: "The list shows the subject, and the sign-in succeeds.",
      ko: "주체가 표시되고 로그인이 성공합니다.",
    },
    commands: ["az ad app federated-credential list --id {{appId}} --output table"],
  },
};
