import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

/** Services that a call may be addressed to, by their ARM types. */
export const serviceTypes = [
  "microsoft.keyvault/vaults",
  "microsoft.storage/storageaccounts",
  "microsoft.sql/servers",
  "microsoft.sql/managedinstances",
  "microsoft.documentdb/databaseaccounts",
  "microsoft.documentdb/mongoclusters",
  "microsoft.servicebus/namespaces",
  "microsoft.eventhub/namespaces",
  "microsoft.containerregistry/registries",
  "microsoft.cognitiveservices/accounts",
  "microsoft.appconfiguration/configurationstores",
  "microsoft.cache/redis",
  "microsoft.cache/redisenterprise",
  "microsoft.search/searchservices",
  "microsoft.dbforpostgresql/flexibleservers",
  "microsoft.dbformysql/flexibleservers",
  "microsoft.containerservice/managedclusters",
];
export const serviceTargets = `targets(${serviceTypes.map((type) => `'${type}'`).join(", ")})`;

/** From the app that called to its subnet, the subnet's network, security group and routes. */
export const callerReads: Playbook["reads"] = {
  ...workloadReads,
  /** Who may have called, where nothing that runs code stands beside: whatever was given a role at what is called. */
  targetAssignments: {
    title: text("Role assignments at {{target.name}} and above", "{{target.name}} 및 상위 범위의 역할 할당"),
    request: { kind: "arm", path: "{{target.id}}/providers/Microsoft.Authorization/roleAssignments" },
    when: "length(workloadIds) == `0`",
    permission: "Microsoft.Authorization/roleAssignments/read",
    optional: true,
  },
  environment: {
    title: text(
      "Container Apps environment of {{app.name}}: its subnet",
      "{{app.name}}의 Container Apps 환경: 서브넷",
    ),
    request: {
      kind: "arm",
      path: "{{app.properties.managedEnvironmentId || app.properties.environmentId}}",
    },
    permission: "Microsoft.App/managedEnvironments/read",
  },
  networkInterface: {
    title: text("Network interface of {{app.name}}", "{{app.name}}의 네트워크 인터페이스"),
    request: { kind: "arm", path: "{{app.properties.networkProfile.networkInterfaces[0].id}}" },
    permission: "Microsoft.Network/networkInterfaces/read",
  },
  subnet: {
    title: text(
      "Subnet of {{app.name}}: routes, security group, service endpoints",
      "{{app.name}}의 서브넷: 경로, 보안 그룹, 서비스 엔드포인트",
    ),
    request: { kind: "arm", path: "{{callerSubnet}}" },
    permission: "Microsoft.Network/virtualNetworks/subnets/read",
  },
  network: {
    title: text(
      "Virtual network {{id_name(id_parent(callerSubnet))}}: DNS servers, peerings",
      "가상 네트워크 {{id_name(id_parent(callerSubnet))}}: DNS 서버, 피어링",
    ),
    request: { kind: "arm", path: "{{id_parent(callerSubnet)}}" },
    permission: "Microsoft.Network/virtualNetworks/read",
  },
  routeTable: {
    title: text("Routes of {{app.name}}'s subnet", "{{app.name}} 서브넷의 경로"),
    request: { kind: "arm", path: "{{subnet.properties.routeTable.id}}" },
    permission: "Microsoft.Network/routeTables/read",
  },
  groups: {
    title: text("Network security group {{id_name(item)}}", "네트워크 보안 그룹 {{id_name(item)}}"),
    request: { kind: "arm", path: "{{item}}" },
    each: "groupIds",
    permission: "Microsoft.Network/networkSecurityGroups/read",
  },
};

export const callerFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  /** Read only where there is nothing to choose from: of several apps, who holds a role is not looked at. */
  assignments: "length(workloadIds) == `0` && readable(targetAssignments) && targetAssignments || `null`",
  loggedPrincipal: "`null`",
  loggedAddress: "`null`",
  alikeBy: "'network'",
  callerSubnet: [
    "said(app.properties.virtualNetworkSubnetId)",
    "said(environment.properties.vnetConfiguration.infrastructureSubnetId)",
    "said(networkInterface.properties.ipConfigurations[0].properties.subnet.id)",
    "said(app.properties.agentPoolProfiles[0].vnetSubnetID)",
    "said(app.properties.subnetIds[0].id)",
    "said(app.properties.virtualNetworkConfiguration.subnetResourceId)",
    "said(app.properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[0].properties.ipConfigurations[0].properties.subnet.id)",
    "`null`",
  ].join(" || "),
  groupIds:
    "[subnet.properties.networkSecurityGroup.id, networkInterface.properties.networkSecurityGroup.id][?@ != `null`]",
};
