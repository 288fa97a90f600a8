import type { Playbook, PlaybookEffect } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { text } from "../text.ts";
import {
  aboutMessaging,
  eventHubsType,
  messagingFacts,
  messagingReads,
  refusesMessaging,
  saysClaim,
  saysIpPrevented,
  saysLocalAuthOff,
  serviceBusType,
} from "./messaging-evidence.ts";

/** Over the Kafka protocol (and at times over AMQP) a refused connection is dropped without a word: clients only see it end. */
const dropsConnection = errorMatches(
  "terminated during authentication",
  "timed out waiting for a node assignment",
  "no ?brokers ?available|bootstrap broker.{0,80}disconnected|broker transport failure",
  "ServiceCommunicationProblem|ServiceTimeout|failed to respond|did not properly respond",
  "topic .{0,120}not present in metadata|failed to update metadata",
  "disconnected while requesting apiversion|connection setup timed out",
  "connection to node .{0,160}(could not be established|terminated)",
  "sasl ?authentication|failed authentication",
  "kafka.{0,120}(timed? ?out|timeout|disconnect|eof)",
  "(amqp|servicebus|eventhub).{0,200}(timed out|timeout|connection (was )?(closed|reset|refused|inactive))",
);

/** Rules are looked at only while public access is on. */
const openToRules: readonly PlaybookEffect[] = ["", "/networkRuleSets/default"].map((child) => ({
  kind: "set",
  id: `{{target.id}}${child}`,
  values: { "/properties/publicNetworkAccess": "'Enabled'" },
  when: "net.public == 'denied'",
}));

function firewall(
  code: "servicebus.firewall-deny" | "eventhubs.firewall-deny",
  type: string,
  cli: string,
): Playbook {
  const isBus = code === "servicebus.firewall-deny";
  return {
    code,
    title: text(
      "The namespace's network rules refuse the caller",
      "네임스페이스의 네트워크 규칙이 호출자를 차단합니다",
    ),
    verdict: "azure",
    sources: [
      isBus
        ? "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-ip-filtering"
        : "https://learn.microsoft.com/azure/event-hubs/event-hubs-ip-filtering",
    ],
    raisedBy: `${aboutMessaging} && (${refusesMessaging} || ${saysIpPrevented} || ${hasCode("ETIMEDOUT", "ECONNREFUSED", "ECONNRESET")} || ${dropsConnection})`,
    target: targetOr(type, saysIpPrevented),
    needsTarget: true,
    competitors: isBus
      ? [
          "servicebus.rbac-missing-data-role",
          "servicebus.local-auth-disabled",
          "servicebus.sas-policy-missing-claim",
          "network.udr-bypasses-service-endpoint",
        ]
      : ["eventhubs.quota-exceeded", "network.udr-bypasses-service-endpoint"],
    reads: messagingReads,
    let: {
      ...messagingFacts,
      /** The service saw a public address: a rule for the subnet would not have admitted it. */
      cameByAddress:
        "(signals.clientAddresses[0].address || loggedAddress) && !is_private_address(signals.clientAddresses[0].address || loggedAddress)",
    },
    holds: `net.public != 'open' && (net.caller == 'denied' || said(${saysIpPrevented}) && (callerUntold || net.caller != 'allowed')) && !said(${saysLocalAuthOff}) && !said(${saysClaim})`,
    layer: 3,
    explanation: text(
      "{{target.name}} serves only the networks that its rules list, and the caller's is not among them. The refusal reads like a missing permission (unauthorized-access), but comes before any.",
      "{{target.name}}은(는) 규칙에 등록된 네트워크만 허용하는데 호출자의 네트워크는 포함되지 않습니다. 권한 부족(unauthorized-access)처럼 보이지만 권한을 확인하기 전에 거부된 것입니다.",
    ),
    ruledOut: text(
      "The network rules of {{target.name}} let the caller in, or another refusal was given.",
      "{{target.name}}의 네트워크 규칙이 호출자를 허용하거나 다른 이유로 거부되었습니다.",
    ),
    culprits: ["networkRules.id"],
    actions: [
      {
        title: text("Allow the caller's subnet", "호출자의 서브넷 허용"),
        why: text(
          "The subnet needs the service endpoint of the service.",
          "서브넷에 해당 서비스의 서비스 엔드포인트가 필요합니다.",
        ),
        commands: [
          `${cli} namespace network-rule-set virtual-network-rule add --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --subnet id={{callerSubnet}}`,
        ],
        config: "networkRuleSets/default: properties.virtualNetworkRules",
        changes: true,
        needsRole: "Contributor, Network Contributor",
        effects: [
          ...openToRules,
          {
            kind: "append",
            id: "{{target.id}}/networkRuleSets/default",
            values: {
              "/properties/virtualNetworkRules":
                "{subnet: {id: callerSubnet}, ignoreMissingVnetServiceEndpoint: `false`}",
            },
          },
        ],
        when: "callerSubnet && !said(cameByAddress)",
      },
      {
        title: text("Allow the caller's address", "호출자의 IP 주소 허용"),
        why: text(
          "Right where the outbound address stays the same; otherwise use a private endpoint or a subnet rule.",
          "아웃바운드 주소가 고정된 경우에 적합하며, 그렇지 않으면 프라이빗 엔드포인트(private endpoint)나 서브넷 규칙을 사용하세요.",
        ),
        commands: [
          `${cli} namespace network-rule-set ip-rule add --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --ip-rule ip-address={{item}} action=Allow`,
        ],
        config: "networkRuleSets/default: properties.ipRules",
        changes: true,
        needsRole: "Contributor",
        undo: `${cli} namespace network-rule-set ip-rule remove --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --ip-rule ip-address={{item}} action=Allow`,
        effects: [
          ...openToRules,
          {
            kind: "append",
            id: "{{target.id}}/networkRuleSets/default",
            values: { "/properties/ipRules": "{ipMask: item, action: 'Allow'}" },
          },
        ],
        each: "addressesToAllow",
        when: "length(addressesToAllow) > `0` && (!callerSubnet || said(cameByAddress))",
      },
      {
        title: text("Enable public access for selected networks", "선택한 네트워크에 공용 액세스 허용"),
        why: text(
          "It is off altogether; rules count only once it is on. A private endpoint in the caller's network needs no such change.",
          "공용 액세스가 완전히 꺼져 있으며 켜야 규칙이 적용됩니다. 호출자의 네트워크에 프라이빗 엔드포인트를 두면 변경할 필요가 없습니다.",
        ),
        commands: [
          `${cli} namespace network-rule-set update --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --public-network-access Enabled`,
        ],
        config: "networkRuleSets/default: properties.publicNetworkAccess",
        changes: true,
        needsRole: "Contributor",
        undo: `${cli} namespace network-rule-set update --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --public-network-access Disabled`,
        effects: [...openToRules],
        when: "net.public == 'denied'",
      },
      {
        title: text("Look at the network rules", "네트워크 규칙 확인"),
        why: text(
          "Find which rule the caller's network needs (IP rule, subnet, private endpoint).",
          "호출자의 네트워크에 필요한 규칙(IP 규칙, 서브넷, 프라이빗 엔드포인트)을 확인하세요.",
        ),
        commands: [
          `${cli} namespace network-rule-set list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output json`,
        ],
        changes: false,
        when: "length(addressesToAllow) == `0` && !callerSubnet",
      },
    ],
    verify: {
      text: text(
        "The rule is listed, and the next call is answered.",
        "규칙이 표시되고 다음 호출이 응답됩니다.",
      ),
      commands: [
        `${cli} namespace network-rule-set list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output json`,
      ],
    },
  };
}

export const serviceBusFirewall = firewall("servicebus.firewall-deny", serviceBusType, "az servicebus");
export const eventHubsFirewall = firewall("eventhubs.firewall-deny", eventHubsType, "az eventhubs");
