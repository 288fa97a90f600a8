/**
 * How one kind of resource states who may reach it. All are JMESPath over `$doc` (the resource's body) and `$rules` (the
 * body of its child rules, or null); `$address` and `$subnet` are the caller's, null where unknown.
 */
export interface NetworkShape {
  /** ARM types, lower case. */
  types: readonly string[];
  /** True where the public endpoint is closed to everyone. */
  isDisabled: string;
  /** True where everyone may come in. */
  isOpen: string;
  /** True where a rule admits the address. */
  admitsAddress: string;
  /** True where a rule admits the subnet. */
  admitsSubnet: string;
  /** True where a rule admits whatever runs in Azure; absent where no rule can. */
  admitsAzure?: string;
  /** True where the service lets Microsoft's own (trusted) services pass all rules. */
  admitsTrusted: string;
  /** True where `$rules` is needed to know. */
  needsRules?: boolean;
}

const isDisabledAt = (path: string) =>
  `lower(not_null(${path}, 'Enabled')) == 'disabled' || lower(not_null(${path}, 'Enabled')) == 'securedbyperimeter'`;
const denies = (path: string) => `lower(not_null(${path}, 'Allow')) != 'deny'`;
const subnetIn = (rules: string, id = "id") =>
  `length(not_null(${rules}, \`[]\`)[?same_id(${id}, $subnet)]) > \`0\``;
const bypasses = (path: string) => `mentions(not_null(${path}, 'None'), 'AzureServices')`;

/** Rules that are a list of address ranges in child resources: `startIpAddress` to `endIpAddress`. */
const rangesAdmit =
  "length($rules.value[?in_address_range($address, properties.startIpAddress, properties.endIpAddress)]) > `0`";
/** The rule 0.0.0.0 to 0.0.0.0 stands for "any Azure service may come in". */
const azureServicesRule =
  "length($rules.value[?properties.startIpAddress == '0.0.0.0' && properties.endIpAddress == '0.0.0.0']) > `0`";
const never = "`false`";

export const networkShapes: readonly NetworkShape[] = [
  {
    // https://learn.microsoft.com/azure/storage/common/storage-network-security
    // https://learn.microsoft.com/azure/key-vault/general/network-security
    // https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks
    types: [
      "microsoft.storage/storageaccounts",
      "microsoft.keyvault/vaults",
      "microsoft.keyvault/managedhsms",
      "microsoft.cognitiveservices/accounts",
    ],
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen: denies("$doc.properties.networkAcls.defaultAction"),
    admitsAddress: "any_in_cidr($address, not_null($doc.properties.networkAcls.ipRules, `[]`)[].value)",
    admitsSubnet: subnetIn("$doc.properties.networkAcls.virtualNetworkRules"),
    admitsTrusted: bypasses("$doc.properties.networkAcls.bypass"),
  },
  {
    // https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks
    types: ["microsoft.containerregistry/registries"],
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen: denies("$doc.properties.networkRuleSet.defaultAction"),
    admitsAddress: "any_in_cidr($address, not_null($doc.properties.networkRuleSet.ipRules, `[]`)[].value)",
    admitsSubnet: subnetIn("$doc.properties.networkRuleSet.virtualNetworkRules"),
    admitsTrusted: bypasses("$doc.properties.networkRuleBypassOptions"),
  },
  {
    // The rules are the child `networkRuleSets/default`.
    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-ip-filtering
    types: ["microsoft.servicebus/namespaces", "microsoft.eventhub/namespaces", "microsoft.relay/namespaces"],
    needsRules: true,
    isDisabled: `${isDisabledAt("$doc.properties.publicNetworkAccess")} || ${isDisabledAt("$rules.properties.publicNetworkAccess")}`,
    isOpen: `${denies("$rules.properties.defaultAction")} || length(not_null($rules.properties.ipRules, \`[]\`)) == \`0\` && length(not_null($rules.properties.virtualNetworkRules, \`[]\`)) == \`0\``,
    admitsAddress: "any_in_cidr($address, not_null($rules.properties.ipRules, `[]`)[].ipMask)",
    admitsSubnet: subnetIn("$rules.properties.virtualNetworkRules", "subnet.id"),
    admitsTrusted: "$rules.properties.trustedServiceAccessEnabled == `true`",
  },
  {
    // Without rules everyone may come in; there is no default action.
    // https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall
    types: ["microsoft.documentdb/databaseaccounts"],
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen:
      "length(not_null($doc.properties.ipRules, `[]`)) == `0` && !($doc.properties.ipRangeFilter) && !($doc.properties.isVirtualNetworkFilterEnabled)",
    // Before 2020 the rules were one text.
    admitsAddress:
      "any_in_cidr($address, not_null($doc.properties.ipRules[].ipAddressOrRange, split(not_null($doc.properties.ipRangeFilter, ''), ',')))",
    // The address 0.0.0.0 stands for whatever runs in Azure.
    admitsAzure:
      "length(not_null($doc.properties.ipRules, `[]`)[?starts_with(ipAddressOrRange, '0.0.0.0')]) > `0`",
    admitsSubnet: subnetIn("$doc.properties.virtualNetworkRules"),
    admitsTrusted: bypasses("$doc.properties.networkAclBypass"),
  },
  {
    // https://learn.microsoft.com/azure/azure-sql/database/firewall-configure
    types: ["microsoft.sql/servers"],
    needsRules: true,
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen: never,
    admitsAddress: rangesAdmit,
    admitsSubnet: never,
    admitsAzure: azureServicesRule,
    admitsTrusted: azureServicesRule,
  },
  {
    // A server in a virtual network has no public endpoint and no rules.
    // https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-public
    types: ["microsoft.dbforpostgresql/flexibleservers", "microsoft.dbformysql/flexibleservers"],
    needsRules: true,
    isDisabled: isDisabledAt("$doc.properties.network.publicNetworkAccess"),
    isOpen: never,
    admitsAddress: rangesAdmit,
    admitsSubnet: "same_id(not_null($doc.properties.network.delegatedSubnetResourceId, ''), $subnet)",
    admitsAzure: azureServicesRule,
    admitsTrusted: azureServicesRule,
  },
  {
    // https://learn.microsoft.com/azure/azure-cache-for-redis/cache-network-isolation
    types: ["microsoft.cache/redis"],
    needsRules: true,
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen: "length(not_null($rules.value, `[]`)) == `0`",
    admitsAddress:
      "length($rules.value[?in_address_range($address, properties.startIP, properties.endIP)]) > `0`",
    admitsSubnet: "same_id(not_null($doc.properties.subnetId, ''), $subnet)",
    admitsTrusted: never,
  },
  {
    // https://learn.microsoft.com/azure/search/service-configure-firewall
    types: ["microsoft.search/searchservices"],
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen: "length(not_null($doc.properties.networkRuleSet.ipRules, `[]`)) == `0`",
    admitsAddress: "any_in_cidr($address, not_null($doc.properties.networkRuleSet.ipRules, `[]`)[].value)",
    admitsSubnet: never,
    admitsTrusted: bypasses("$doc.properties.networkRuleSet.bypass"),
  },
  {
    // https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
    types: ["microsoft.containerservice/managedclusters"],
    isDisabled: "$doc.properties.apiServerAccessProfile.enablePrivateCluster == `true`",
    isOpen: "length(not_null($doc.properties.apiServerAccessProfile.authorizedIPRanges, `[]`)) == `0`",
    admitsAddress:
      "any_in_cidr($address, not_null($doc.properties.apiServerAccessProfile.authorizedIPRanges, `[]`))",
    admitsSubnet: never,
    admitsTrusted: never,
  },
  {
    // https://learn.microsoft.com/azure/azure-app-configuration/concept-private-endpoint
    types: ["microsoft.appconfiguration/configurationstores"],
    isDisabled: isDisabledAt("$doc.properties.publicNetworkAccess"),
    isOpen: "`true`",
    admitsAddress: "`true`",
    admitsSubnet: "`true`",
    admitsTrusted: never,
  },
];
