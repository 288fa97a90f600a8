import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { placeFacts } from "../quota/quota-evidence.ts";
import { text } from "../text.ts";
import { hiddenMatches, hiddenRefusalFacts, hiddenRefusalReads, hidesRefusal } from "./hidden-refusal.ts";

const saysSku = `(${hasCode("SkuNotAvailable", "NotAvailableForSubscription", "VMSizeNotSupported", "AvailabilityZoneNotSupported", "LocationNotAvailableForResourceType", "LocationIsOfferRestricted", "RegionDoesNotAllowProvisioning", "ProvisioningDisabled", "SubscriptionIsNotAllowedToCreateResource", "InvalidSku", "SkuNotSupported", "ErrCode_VMSizeNotSupported", "InsufficientResourcesAvailable", "ServiceUnavailableInRegion")} || ${errorMatches("is currently not available in location", "capacity restrictions", "(vm|virtual machine) size.{0,80}(is not|isn.t|not) (allowed|available|supported)", "restricted from (provisioning|accessing|performing)", "(?:provisioning|location|region) is restricted", "not available (for this subscription|in (this|the) (region|location))", "not accepting creation of new", "(?:크기|SKU|계층).{0,40}(?:위치|지역|영역)에서 (?:현재 )?사용할 수 없", "(size|sku|tier) .{0,60}(currently )?unavailable in", "pricing tier .{0,40}not (allowed|available) in this (resource group|region|location)", "quota of 0 .{0,30}instances", "(크기|sku|인스턴스).{0,60}(지역|리전).{0,40}(사용할 수 없|제공되지|제공하지)", "(지역|리전).{0,60}(크기|sku).{0,40}(사용할 수 없|제공되지|제공하지)", "(standard|basic)_[a-z0-9_]{2,24}.{0,20}(사용할 수 없|제공되지)", "sku .{0,80}(is not|isn.t) (available|supported) in")})`;
/** The region had none left when it was asked, whatever is offered in general. */
const saysCapacity = `(${hasCode("AllocationFailed", "ZonalAllocationFailed", "OverconstrainedAllocationRequest", "OverconstrainedZonalAllocationRequest")} || ${errorMatches("do not have sufficient capacity", "insufficient ?(cluster )?capacity", "\\bno capacity\\b", "high demand .{0,60}region")})`;

export const armSkuNotAvailable: Playbook = {
  code: "arm.sku-not-available",
  title: text(
    "The SKU or its capacity is not offered in that region for this subscription",
    "이 구독에서 해당 지역의 SKU 또는 용량을 사용할 수 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-sku-not-available",
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/allocation-failure",
  ],
  raisedBy: `${saysSku} || ${saysCapacity} || ${hidesRefusal}`,
  needsTarget: false,
  competitors: ["quota.compute-vcpu", "policy.deny-other"],
  reads: {
    skus: {
      title: text("VM sizes offered in {{location}}", "{{location}}에서 제공되는 VM 크기"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{subscription}}/providers/Microsoft.Compute/skus",
        query: { $filter: "location eq '{{location}}'" },
      },
      when: "size",
      permission: "Microsoft.Compute/skus/read",
    },
    ...hiddenRefusalReads,
  },
  let: {
    ...placeFacts,
    ...hiddenRefusalFacts,
    hiddenSku: hiddenMatches(
      "SkuNotAvailable|NotAvailableForSubscription|LocationIsOfferRestricted|RegionDoesNotAllowProvisioning|is currently not available in location|capacity restrictions",
    ),
    hiddenCapacity: hiddenMatches(
      "AllocationFailed|OverconstrainedAllocationRequest|OverconstrainedZonal|sufficient capacity",
    ),
    location:
      "statedLocation || (hiddenText && find(hiddenText, 'location .{0,2}?([a-z]{4,20}[0-9]?)[^a-z0-9]')) || setLocation",
    size: "(hiddenText && find(hiddenText, '((?:Standard|Basic)_[A-Z]{1,4}[0-9][A-Za-z0-9_-]{0,24})')) || find(request.error, '((?:Standard|Basic)_[A-Z]{1,4}[0-9][A-Za-z0-9_-]{0,24})') || find(request.error, 'capacity restrictions: ([a-z0-9_]{3,40})') || (signals.settings[?matches(name, 'size|sku') && matches(value, '^(Standard|Basic)_[A-Z]{1,4}[0-9]')].value | [0])",
    offered:
      "skus.value[?resourceType == 'virtualMachines' && same_text(name, $.size) && mentions(locations, $.location)]",
    restricted: "offered[0].restrictions[0]",
  },
  holds: [
    `((${saysSku} || hiddenSku) && (!size || !readable(skus) || (exists(skus) && !exists(offered)) || exists(restricted)) && (restricted.reasonCode || \`true\`))`,
    `(${saysCapacity} || hiddenCapacity) && (offered[0].name || !readable(skus) || !exists(offered))`,
  ].join(" || "),
  layer: 7,
  explanation: text(
    "{{not_null(size, 'The SKU')}} cannot be had in {{not_null(location, 'this region')}} for this subscription: it is not offered there, restricted for the subscription or zone, or out of capacity. A larger quota does not change that.",
    "이 구독에서는 {{not_null(location, 'this region')}}의 {{not_null(size, 'The SKU')}}을(를) 사용할 수 없습니다. 제공되지 않거나 구독 또는 영역에 제한이 있거나 용량이 부족합니다. 할당량을 늘려도 해결되지 않습니다.",
  ),
  ruledOut: text(
    "The SKU is offered to the subscription in that region.",
    "해당 지역에서 구독에 SKU가 제공됩니다.",
  ),
  culprits: ["subscription && join('', ['/subscriptions/', subscription])"],
  actions: [
    {
      title: text("Choose another size, zone or region", "다른 크기, 영역 또는 지역 선택"),
      why: text(
        "The list shows what this subscription can have there: take a size without restriction, or another region. Where it must be this one, ask support to lift the restriction.",
        "이 목록에서 구독이 사용할 수 있는 크기를 확인하여 제한이 없는 다른 크기나 다른 지역을 선택하세요. 꼭 필요하면 지원 요청으로 제한 해제를 요청하세요.",
      ),
      commands: ["az vm list-skus --location {{location}} --resource-type virtualMachines --output table"],
      config: "hardwareProfile.vmSize / sku.name / location / zones",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The size is listed without restrictions, and the deployment succeeds.",
      "크기가 제한 없이 표시되고 배포가 성공합니다.",
    ),
    commands: ["az vm list-skus --location {{location}} --size {{size}} --output table"],
  },
};
