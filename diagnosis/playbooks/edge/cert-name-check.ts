import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { aboutFrontDoor, frontDoorFacts, frontDoorReads, frontDoorTarget } from "./front-door-evidence.ts";

const saysBadGateway = `(${hasCode("502", "503")} || ${errorMatches("our services aren.t available right now", "front door.{0,20} 50[23]")})`;

export const frontDoorCertNameCheck: Playbook = {
  code: "frontdoor.cert-name-check",
  title: {
    en: "Front Door's origin certificate name check fails",
    ko: "Front Door의 원본 인증서 이름 검사가 실패합니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/frontdoor/end-to-end-tls#backend-tls-connection-azure-front-door-to-origin",
    "https://learn.microsoft.com/azure/frontdoor/troubleshoot-issues",
  ],
  raisedBy: `${aboutFrontDoor} && (${saysBadGateway} || ${errorMentions("certificate", "OriginInvalidResponse", "SSLMismatchedSNI", "OriginCertificate")})`,
  target: frontDoorTarget,
  needsTarget: true,
  competitors: ["frontdoor.origin-host-header"],
  reads: frontDoorReads,
  let: {
    ...frontDoorFacts,
    certificateErrors:
      "readable(logs) && not_null(logs.rows, `[]`)[?matches(not_null(errorInfo_s, ErrorInfo_s, ErrorInfo, result_s, ''), 'certificate|SSL|TLS')] || `[]`",
    /** Names that a certificate of a public authority can hardly carry. */
    checked:
      "origins[?properties.enforceCertificateNameCheck != `false` && matches(properties.hostName, '^[0-9.]+$|\\.(?:internal|local|lan|corp|intranet)$|privatelink')]",
    checking: "origins[?properties.enforceCertificateNameCheck != `false`]",
    saysCertificate: errorMentions(
      "SSLMismatchedSNI",
      "SSLHandshakeError",
      "OriginCertificate",
      "certificate name",
      "certificate subject",
      "no alternative certificate",
      "CertificateName",
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ),
  },
  holds: `(${saysBadGateway} || saysCertificate) && length(checking) > \`0\` && said(servesAsked) && (length(certificateErrors) > \`0\` || saysCertificate || length(checked) > \`0\`) && (said(checking[0].properties.hostName) || \`true\`)`,
  layer: 4,
  explanation: {
    en: "Front Door checks that the origin's certificate is made out to the host name it uses, and it is not. The request ends with 502/503 before the app sees it.",
    ko: "Front Door는 원본 인증서가 사용하는 호스트 이름과 일치하는지 검사하는데 일치하지 않습니다. 요청은 앱에 도달하기 전에 502/503으로 끝납니다.",
  },
  ruledOut: {
    en: "Front Door reached the origin: its answer is not the 502 or 503 of a failed certificate check.",
    ko: "Front Door가 원본에 도달했습니다. 인증서 검사 실패로 인한 502/503 응답이 아닙니다.",
  },
  culprits: ["checked[].id", "checking[].id"],
  actions: [
    {
      title: {
        en: "Give the origin a certificate for that name, or send a name that it has one for",
        ko: "해당 이름의 인증서를 준비하거나 인증서가 있는 이름을 사용",
      },
      why: {
        en: "Host name and origin host header must be covered by the origin's certificate. Turning the check off only hides it.",
        ko: "호스트 이름과 원본 호스트 헤더가 원본의 인증서에 포함되어야 합니다. 검사를 끄면 문제를 가릴 뿐입니다.",
      },
      commands: [
        "az afd origin list --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{groups.value[0].name}} --output table",
      ],
      config:
        "Microsoft.Cdn/profiles/originGroups/origins: properties.enforceCertificateNameCheck, properties.originHostHeader",
      changes: false,
    },
    {
      title: {
        en: "For an origin that is an address: turn the name check off",
        ko: "원본이 IP 주소라면 이름 검사를 끄기",
      },
      why: {
        en: "No public certificate is made out to an address or an internal name. Give the origin a DNS name instead where you can.",
        ko: "IP 주소나 내부 이름으로 발급되는 공인 인증서는 없습니다. 가능하면 원본에 DNS 이름을 사용하세요.",
      },
      commands: [
        "az afd origin update --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{checked[0].properties.originGroupName}} --origin-name {{checked[0].name}} --enforce-certificate-name-check false",
      ],
      config: "Microsoft.Cdn/profiles/originGroups/origins: properties.enforceCertificateNameCheck",
      changes: true,
      needsRole: "CDN Profile Contributor",
      undo: "az afd origin update --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{checked[0].properties.originGroupName}} --origin-name {{checked[0].name}} --enforce-certificate-name-check true",
      when: "length(checked) > `0`",
      effects: [
        {
          kind: "set",
          each: "checking[].id",
          values: { "/properties/enforceCertificateNameCheck": "`false`" },
        },
      ],
    },
  ],
  verify: {
    text: {
      en: "The public name no longer answers 502 or 503.",
      ko: "공개 이름이 더 이상 502/503을 반환하지 않습니다.",
    },
    commands: [
      "az afd origin list --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{groups.value[0].name}} --output table",
    ],
  },
};
