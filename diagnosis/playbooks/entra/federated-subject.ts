import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { applicationFacts, applicationReads } from "./entra-evidence.ts";

const saysCase = `(${hasCode("AADSTS7002138")} || ${errorMatches("matches with case-insensitive comparison, but not with case-sensitive")})`;
const saysNoMatch = `(${hasCode("AADSTS70021", "AADSTS700213", "AADSTS700211", "AADSTS700212", "AADSTS7002138")} || ${errorMatches("no matching federated identity record found")})`;

/** The subject of the token that was presented, as the error quotes it, and the credentials that are like it. */
const federationFacts: NonNullable<Playbook["let"]> = {
  ...applicationFacts,
  presented:
    "find(request.error, 'assertion subject(?: claim)?[: ]{1,3}[^a-z0-9/]{0,2}([^ ]{3,250}[^ .,])[ .,]') || signals.fields.subject || signals.fields.\"subject claim\"",
  subject: "presented && replace(presented, '\\'', '')",
  issuer: "find(request.error, 'assertion issuer[: ]{1,3}[^a-z]{0,2}(https?://[^ ,]{4,200}[a-z0-9/])')",
  same: "said(federated.value[?subject == $.subject]) || said(identityCredentials.value[?properties.subject == $.subject]) || said(beside[?properties.subject == $.subject])",
  sameInApplication: "federated.value[?same_text(subject, $.subject) && subject != $.subject]",
  sameInIdentity:
    "identityCredentials.value[?same_text(properties.subject, $.subject) && properties.subject != $.subject] || beside[?same_text(properties.subject, $.subject) && properties.subject != $.subject]",
  beside: "readable(besideCredentials) && besideCredentials[].value[] || `[]`",
  /** The credential that was meant: of the same service account, or of the same repository. */
  meant:
    "said(subject && length(beside) > `0`) && (beside[?same_text(last_segment(properties.subject, ':'), last_segment($.subject, ':'))] | [0]) || said(subject && starts_with(subject, 'repo:')) && (beside[?starts_with(lower(properties.subject), lower(join(':', split($.subject, ':')[:2])))] | [0]) || said(length(namedIdentity) == `1`) && (beside[?id_covers($.namedIdentity[0], id)] | [0]) || said(length(beside) == `1`) && beside[0] || `null`",
  /** The one that the error or the notes name. */
  namedIdentity:
    "signals.resources[?type == 'microsoft.managedidentity/userassignedidentities' && matchedBy != 'neighbour' && (mentions($.request.error, name) || mentions(not_null($.request.context.notes, ''), name))].id",
  identityId: "said(identityRow.data[0].id) || said(meant.id && id_parent(meant.id)) || `null`",
  /** A client ID that neither an application nor a managed identity that can be seen has. */
  hidden:
    "appId && readable(federated) && !exists(federated) && readable(identityRow) && length(not_null(identityRow.data, `[]`)) == `0`",
  credentials: "federated.value || identityCredentials.value || (meant.id && [meant])",
};

/** Where nothing tells the client ID, the identities that stand beside may be the one. */
const federationReads: Playbook["reads"] = {
  ...applicationReads,
  besideCredentials: {
    title: text(
      "Federated credentials of the managed identity {{id_name(item)}}",
      "관리 ID {{id_name(item)}}의 페더레이션 자격 증명",
    ),
    request: { kind: "arm", path: "{{item}}/federatedIdentityCredentials" },
    each: "appId ? `[]` : candidates('microsoft.managedidentity/userassignedidentities')[:6].id",
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read",
    optional: true,
  },
};

const list = {
  text: text(
    "The list shows the token's subject, and the sign-in succeeds.",
    "목록에 토큰의 주체가 표시되고 로그인이 성공합니다.",
  ),
  commands: ["az ad app federated-credential list --id {{appId}} --output table"],
};

const culprits = [
  "sameInIdentity[0].id",
  "meant.id",
  "identityId",
  "said(exists(federated)) && applicationPath",
];

export const entraFederatedSubjectCase: Playbook = {
  code: "entra.federated-subject-case",
  title: text(
    "The federated credential's subject differs from the token's in letter case",
    "페더레이션 자격 증명의 주체가 토큰의 주체와 대소문자만 다릅니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations"],
  raisedBy: saysNoMatch,
  needsTarget: false,
  competitors: ["entra.federated-subject-mismatch"],
  reads: federationReads,
  let: federationFacts,
  holds: [
    `${saysNoMatch} && exists(sameInApplication)`,
    `${saysNoMatch} && exists(sameInIdentity)`,
    `(${saysCase} && (!readable(federated) || !exists(federated)) && (!readable(identityCredentials) || !exists(identityCredentials)))`,
  ].join(" || "),
  layer: 1,
  explanation: text(
    "The token says {{subject}}. A federated credential says the same in other letter case, and Microsoft Entra ID compares subjects with case.",
    "토큰의 주체는 {{subject}}입니다. 페더레이션 자격 증명의 주체는 대소문자만 다르며 Microsoft Entra ID는 대소문자를 구분하여 비교합니다.",
  ),
  ruledOut: text(
    "No federated credential differs from the token's subject in letter case only.",
    "토큰의 주체와 대소문자만 다른 페더레이션 자격 증명이 없습니다.",
  ),
  culprits,
  actions: [
    {
      title: text(
        "Correct the credential's subject to the token's letter case",
        "자격 증명의 주체를 토큰의 대소문자와 같게 수정",
      ),
      why: text(
        "The subject must be {{subject}}, letter for letter. Renaming a repository, organisation or environment changes what the token says.",
        "주체는 {{subject}}와(과) 글자 그대로 같아야 합니다. 리포지토리, 조직, 환경의 이름이 바뀌면 토큰의 주체도 바뀝니다.",
      ),
      commands: [
        "az identity federated-credential update --name {{sameInIdentity[0].name}} --identity-name {{id_name(identityId)}} --resource-group {{id_group(identityId)}} --subject {{subject}} --issuer {{sameInIdentity[0].properties.issuer}} --audiences {{sameInIdentity[0].properties.audiences}}",
      ],
      config: "federatedIdentityCredentials: properties.subject",
      changes: true,
      needsRole: "Managed Identity Contributor",
      effects: [
        {
          kind: "set",
          id: "{{sameInIdentity[0].id}}",
          values: { "/properties/subject": "subject" },
        },
      ],
      when: "exists(sameInIdentity)",
    },
    {
      title: text(
        "Correct the application's credential to the token's letter case",
        "애플리케이션 자격 증명의 주체를 토큰의 대소문자와 같게 수정",
      ),
      why: text(
        "Update the subject to {{subject}}, letter for letter.",
        "주체를 {{subject}}(으)로 글자 그대로 수정하세요.",
      ),
      commands: [
        "az rest --method patch --url https://graph.microsoft.com/v1.0/applications/{{application.id}}/federatedIdentityCredentials/{{sameInApplication[0].id}} --body subject={{subject}}",
      ],
      config: "federatedIdentityCredentials: subject",
      changes: true,
      needsRole: "Application Administrator (or owner of the application)",
      effects: [
        {
          kind: "set",
          id: "{{applicationPath}}/federatedIdentityCredentials/{{sameInApplication[0].id}}",
          values: { "/subject": "subject" },
        },
      ],
      when: "!said(exists(sameInIdentity))",
    },
  ],
  verify: list,
};

export const entraFederatedSubjectMismatch: Playbook = {
  code: "entra.federated-subject-mismatch",
  title: text(
    "The federated credential's subject is not the one the token carries",
    "페더레이션 자격 증명의 주체가 토큰의 주체와 다릅니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts70021-no-matching-federated-identity-record-found",
  ],
  raisedBy: saysNoMatch,
  needsTarget: false,
  competitors: ["entra.federated-subject-case"],
  reads: federationReads,
  let: federationFacts,
  holds: [
    `${saysNoMatch} && !${saysCase} && !exists(same) && !exists(sameInApplication) && !exists(sameInIdentity)`,
    "(!(hidden) || needed(`null`, 'the federated credentials of what signs in: it is not there, or you may not read it', '로그인하는 대상의 페더레이션 자격 증명: 없거나 읽을 권한이 없음'))",
    "(subject && mentions(request.error, subject) || needed(`null`, 'the subject of the token: the rest of the message', '토큰의 주체(subject): 메시지의 나머지 부분'))",
    "(credentials[0].properties.subject || said(credentials[0].properties) || credentials[0].subject || `true`)",
    "(credentials[1].properties.subject || said(credentials[1].properties) || credentials[1].subject || `true`)",
  ].join(" && "),
  layer: 1,
  explanation: text(
    "The token says {{subject}}; no federated credential of the application or identity has that subject, so Microsoft Entra ID trusts none of them.",
    "토큰의 주체는 {{subject}}인데 애플리케이션 또는 ID의 페더레이션 자격 증명 중 일치하는 주체가 없습니다.",
  ),
  ruledOut: text(
    "Microsoft Entra ID did not refuse a federated token for a subject that is not registered.",
    "Microsoft Entra ID가 등록되지 않은 주체 때문에 페더레이션 토큰을 거부하지 않았습니다.",
  ),
  culprits,
  actions: [
    {
      title: text(
        "Make the credential's subject and the token's agree",
        "자격 증명의 주체와 토큰의 주체를 일치",
      ),
      why: text(
        "Add a federated credential whose subject is {{subject}}, or run from the branch, environment, tag or service account that is registered.",
        "주체가 {{subject}}인 페더레이션 자격 증명을 추가하거나 등록된 분기, 환경, 태그, 서비스 계정에서 실행하세요.",
      ),
      commands: [
        "az ad app federated-credential list --id {{appId}} --query '[].{name:name, subject:subject, issuer:issuer}' --output table",
      ],
      config: "federatedIdentityCredentials: subject, issuer, audiences",
      changes: false,
      needsRole: "Application Administrator (or owner of the application)",
    },
    {
      title: text(
        "Add a credential for {{subject}} to the managed identity",
        "관리 ID에 {{subject}}의 자격 증명 추가",
      ),
      why: text(
        "Where this token is meant to be trusted. Issuer and audience must be those of the token too.",
        "이 토큰을 신뢰하려는 경우에 추가하세요. 발급자와 대상도 토큰과 같아야 합니다.",
      ),
      commands: [
        "az identity federated-credential create --name added --identity-name {{id_name(identityId)}} --resource-group {{id_group(identityId)}} --subject {{subject}} --issuer {{issuer}} --audiences api://AzureADTokenExchange",
      ],
      config: "federatedIdentityCredentials: properties.subject, properties.issuer, properties.audiences",
      changes: true,
      needsRole: "Managed Identity Contributor",
      undo: "az identity federated-credential delete --name added --identity-name {{id_name(identityId)}} --resource-group {{id_group(identityId)}} --yes",
      effects: [
        {
          kind: "create",
          id: "{{identityId}}/federatedIdentityCredentials/added",
          body: "{properties: {subject: subject, issuer: issuer, audiences: ['api://AzureADTokenExchange']}}",
        },
      ],
      when: "identityId && subject",
    },
    {
      title: text(
        "Add a credential for {{subject}} to the application",
        "애플리케이션에 {{subject}}의 자격 증명 추가",
      ),
      why: text(
        "Where this token is meant to be trusted. Issuer and audience must be those of the token too.",
        "이 토큰을 신뢰하려는 경우에 추가하세요. 발급자와 대상도 토큰과 같아야 합니다.",
      ),
      commands: [
        "az rest --method post --url https://graph.microsoft.com/v1.0/applications/{{application.id}}/federatedIdentityCredentials --body name=added subject={{subject}} issuer={{issuer}} audiences=api://AzureADTokenExchange",
      ],
      config: "federatedIdentityCredentials: subject, issuer, audiences",
      changes: true,
      needsRole: "Application Administrator (or owner of the application)",
      effects: [
        {
          kind: "create",
          id: "{{applicationPath}}/federatedIdentityCredentials/00000000-0000-4000-8000-000000000000",
          body: "{name: 'added', subject: subject, issuer: issuer, audiences: ['api://AzureADTokenExchange']}",
        },
      ],
      when: "application.id && subject && !said(identityId)",
    },
  ],
  verify: list,
};
