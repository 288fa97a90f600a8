import type { Playbook } from "../playbook.ts";
import { errorMatches } from "./error-text.ts";
import { namedPrincipalFacts, namedPrincipalReads } from "./named-principal.ts";

type Reads = Playbook["reads"];

/** The error says that it was met on somebody's own machine, and not that it works there. */
const fromOwnMachine = `(${errorMatches("(?:from|on|with) (?:my|our|the|a) (?:own |local |dev(?:eloper)? )?(?:laptop|machine|computer|pc|workstation|macbook)(?:[^a-z]|$)", "(?:제|내|개인) ?(?:노트북|PC|컴퓨터)|로컬(?: ?PC)?에서|노트북에서")} && !${errorMatches("\\b(?:works?|worked|fine|succeeds?|connects|answers|okay|ok)\\b.{0,60}\\b(?:laptop|machine|computer|pc|workstation|macbook)\\b", "\\b(?:laptop|machine|computer|pc|workstation|macbook)\\b.{0,60}\\b(?:works?|fine|succeeds?|connects|answers|okay|ok)\\b", "(?:노트북|PC|컴퓨터|로컬).{0,20}(?:잘|정상|됩니다|돼요)")})`;

/** How a client ID is handed to a credential, in the SDKs of JavaScript, Python, .NET, Java and Go, and in settings of Spring and of Functions. */
const givesClientId = [
  "ManagedIdentityCredential[(][^)]{0,80}client_?id",
  "managed_?identity_?client_?id ?[:=(]",
  "ManagedIdentityId[.]FromUserAssigned|azidentity[.]ClientID[(]|ManagedIdentityCredentialBuilder[(][)].{0,40}[.]clientId[(]",
  "name: .AZURE_CLIENT_ID.,? *value: *[a-z_$]",
  "azure[.]credential[.]client-id|__clientId|managed-identity-enabled: true",
] as const;

const guidAt = (role: string) =>
  `(signals.guids[?role == '${role}' && starts_with(pointer, '/error')] | [0].guid)`;

/** Reads that find out which resource and which identity made a call. They need `assignments` beside them. */
export const workloadReads: Reads = {
  workloads: {
    title: {
      en: "What may have made the call: identities and outbound addresses",
      ko: "호출했을 수 있는 리소스: ID와 아웃바운드 주소",
    },
    request: {
      kind: "resource_graph",
      query:
        "resources | where id in~ ({{workloadIds}}) | project id, name, type, kind, location, resourceGroup, subscriptionId, identity, properties",
    },
    permission: "Microsoft.Web/sites/read",
    optional: true,
  },
  functions: {
    title: { en: "Functions of {{id_name(item)}}", ko: "{{id_name(item)}}의 함수" },
    request: { kind: "arm", path: "{{item}}/functions" },
    each: "functionApps",
    permission: "Microsoft.Web/sites/functions/read",
    optional: true,
  },
  /** An app of another group, or of another subscription, shows by the role that somebody gave it here. */
  assigned: {
    title: {
      en: "What has an identity that holds a role at {{target.name}}",
      ko: "{{target.name}}에 역할이 있는 ID를 사용하는 리소스",
    },
    request: {
      kind: "resource_graph",
      query:
        "resources | where identity.principalId in~ ({{assignedPrincipals}}) or tostring(identity.userAssignedIdentities) has_any ({{assignedPrincipals}}) | where type in~ ('microsoft.web/sites', 'microsoft.app/containerapps', 'microsoft.app/jobs', 'microsoft.compute/virtualmachines', 'microsoft.containerinstance/containergroups', 'microsoft.logic/workflows', 'microsoft.datafactory/factories', 'microsoft.apimanagement/service', 'microsoft.search/searchservices', 'microsoft.automation/automationaccounts') | project id, name, type, kind, location, resourceGroup, subscriptionId, identity, properties",
    },
    when: "length(workloadIds) == `0` && length(assignedPrincipals) > `0` && length(signals.runsOn[?contains(['local', 'github_hosted', 'azure_devops_hosted', 'cloud_shell'], place)]) == `0`",
    permission: "Microsoft.Web/sites/read",
    optional: true,
  },
  userAssigned: {
    title: {
      en: "The managed identity with client ID {{clientIdSetting}}",
      ko: "클라이언트 ID {{clientIdSetting}}의 관리 ID",
    },
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.managedidentity/userassignedidentities' | where properties.clientId =~ '{{clientIdSetting}}' | project id, name, type, properties",
    },
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    optional: true,
  },
  servicePrincipal: {
    title: {
      en: "The service principal of application {{callerAppId}}",
      ko: "애플리케이션 {{callerAppId}}의 서비스 주체",
    },
    request: { kind: "graph", path: "/v1.0/servicePrincipals(appId='{{callerAppId}}')" },
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
  outboundIp: {
    title: {
      en: "The outbound address of {{app.name}}",
      ko: "{{app.name}}의 아웃바운드 주소",
    },
    request: { kind: "arm", path: "{{outboundIpId}}" },
    permission: "Microsoft.Network/publicIPAddresses/read",
    optional: true,
  },
  /** Container apps share the network of their environment. */
  appEnvironment: {
    title: { en: "Container Apps environment of {{app.name}}", ko: "{{app.name}}의 Container Apps 환경" },
    request: { kind: "arm", path: "{{app.properties.managedEnvironmentId || app.properties.environmentId}}" },
    permission: "Microsoft.App/managedEnvironments/read",
    optional: true,
  },
  machineInterface: {
    title: { en: "Network interface of {{app.name}}", ko: "{{app.name}}의 네트워크 인터페이스" },
    request: { kind: "arm", path: "{{app.properties.networkProfile.networkInterfaces[0].id}}" },
    permission: "Microsoft.Network/networkInterfaces/read",
    optional: true,
  },
  wayOut: {
    title: {
      en: "Subnet {{id_name(callerSubnet)}}: service endpoints",
      ko: "서브넷 {{id_name(callerSubnet)}}: 서비스 엔드포인트",
    },
    request: { kind: "arm", path: "{{callerSubnet}}" },
    permission: "Microsoft.Network/virtualNetworks/subnets/read",
    optional: true,
  },
  egressGateway: {
    title: { en: "NAT gateway of {{app.name}}'s subnet", ko: "{{app.name}} 서브넷의 NAT Gateway" },
    request: { kind: "arm", path: "{{wayOut.properties.natGateway.id}}" },
    when: "routesAll || leavesByNat || hostSubnet",
    permission: "Microsoft.Network/natGateways/read",
    optional: true,
  },
  natAddresses: {
    title: { en: "Outbound address {{id_name(item)}}", ko: "아웃바운드 주소 {{id_name(item)}}" },
    request: { kind: "arm", path: "{{item}}" },
    each: "egressGateway.properties.publicIpAddresses[].id",
    permission: "Microsoft.Network/publicIPAddresses/read",
    optional: true,
  },
  me: {
    title: { en: "The signed-in developer", ko: "로그인한 개발자" },
    request: { kind: "graph", path: "/v1.0/me" },
    when: "length(signals.runsOn[?place == 'local']) > `0`",
    permission: "User.Read (Microsoft Graph)",
    optional: true,
  },
  ...namedPrincipalReads,
};

/**
 * Which identity made the call, the surest first: the object ID that the error states, the one that the service logged
 * (`loggedPrincipal`, which the playbook binds), the application that the error states, the managed identity whose client
 * ID the settings carry, the identity of the resource that runs the code, the developer's own on a laptop.
 */
export const workloadFacts: NonNullable<Playbook["let"]> = {
  workloadIds: "workload_ids()",
  clientIdSetting:
    "(signals.settings[?matches(name, 'client[_-]?id$') && matches(value, '^[0-9a-f]{8}-[0-9a-f-]{27}$')] | [0].value)",
  callerAppId: guidAt("client_id"),
  principalSeen: `said(${guidAt("object_id")}) || said(loggedPrincipal) || said(readable(servicePrincipal) && servicePrincipal.id)`,
  /** Where several function apps may have called, the function that failed is in one of them. */
  functionName:
    "find(request.error, 'Functions[.]([A-Za-z0-9_-]{1,120})') || find(request.error, 'function [^A-Za-z0-9]([A-Za-z0-9_-]{1,120})[^A-Za-z0-9_ -]') || `null`",
  functionApps:
    "functionName && said(length(not_null(workloads.data, `[]`)) > `1`) && workloads.data[?mentions(not_null(kind, ''), 'functionapp')].id || `[]`",
  failedFunction:
    "length(functionApps) > `0` && readable(functions) && not_null(functions, `[]`)[].value[] | [?same_text(last_segment(id), $.functionName)].id || `[]`",
  /** Those that were given a role at the target itself. */
  assignedPrincipals:
    "distinct(not_null(assignments.value, `[]`)[?properties.principalType == 'ServicePrincipal' && id_covers($.target.id, properties.scope)].properties.principalId)",
  callers:
    "length(workloadIds) > `0` ? not_null(workloads.data, `[]`) : (readable(assigned) && not_null(assigned.data, `[]`) || `[]`)",
  /** What several apps that may have called must share to be the same to a check; a check of the network binds it. */
  alikeBy: "`null`",
  app: "pick_caller(callers, principalSeen, assignments, failedFunction, alikeBy)",
  ...namedPrincipalFacts,
  /** An app with an identity, or a laptop, tells more than a name in a sentence; a cluster leaves open as whom its pods call. */
  callerIsTold:
    "said(principalSeen || length(callers[?identity && identity.type != 'None' && !same_text(type, 'microsoft.containerservice/managedclusters')]) > `0` || length(signals.runsOn[?place == 'local']) > `0`)",
  appIdentities: "values(not_null(app.identity.userAssignedIdentities, `{}`))",
  /** A container's environment says which of its identities the credential chain takes; App Service shows its settings to no reader. */
  clientIdInEnv:
    "app.properties.template.containers[].env[] | [?same_text(not_null(name, ''), 'AZURE_CLIENT_ID') && value] | [0].value",
  chosenIdentity: "clientIdInEnv && (appIdentities[?same_text(clientId, $.clientIdInEnv)] | [0])",
  /** Code that hands a client ID to its credential means a user-assigned identity, whatever else the app has. */
  givesClientId: `said(clientIdInEnv) ? \`false\` : said(file_matches('${givesClientId.join("', '")}'))`,
  meantIdentity:
    "givesClientId && (said(length(appIdentities) == `1` && appIdentities[0]) || (items(not_null(app.identity.userAssignedIdentities, `{}`))[?length(values(not_null($.request.source_code, `{}`))[?mentions(@, id_name($[0]))]) > `0`] | [0][1])) || `null`",
  /** Pods get the identity of their nodes, or by workload identity the one that the text names; never that of the cluster. */
  ownPrincipal:
    "same_text(not_null(app.type, ''), 'microsoft.containerservice/managedclusters') ? (isWorkloadIdentity && said(namedPrincipal) || app.properties.identityProfile.kubeletidentity.objectId) : app.identity.principalId",
  isWorkloadIdentity:
    "app.properties.securityProfile.workloadIdentity.enabled || sent_matches('workload.?identit', 'service ?account', '워크로드 ID', '서비스 계정')",
  principal: [
    "principalSeen",
    "said(readable(userAssigned) && userAssigned.data[0].properties.principalId)",
    "said(chosenIdentity.principalId)",
    "said(meantIdentity.principalId)",
    "said(ownPrincipal)",
    "said(length(appIdentities) == `1` && appIdentities[0].principalId)",
    "said(readable(me) && me.id)",
    "said(namedPrincipal)",
    "`null`",
  ].join(" || "),
  /** The app, where it carries the identity that called: one that only stands beside has no part in it. */
  carrier:
    "said(length([app.identity.principalId, appIdentities[].principalId, app.properties.identityProfile.kubeletidentity.objectId][] | [?same_text(not_null(@, ''), not_null($.principal, '-'))]) > `0`) && app || `null`",
  /** An object ID that was stated or logged may be a person's; what something runs with is none. */
  isApplication: [
    "said(principal && !(principalSeen) && !(readable(me) && same_text(not_null(me.id, ''), principal)))",
    "said(readable(servicePrincipal) && same_text(not_null(servicePrincipal.id, ''), not_null(principal, '')))",
    "said(length(identitiesSeen[?same_text(@, not_null($.principal, ''))]) > `0`)",
  ].join(" || "),
  identitiesSeen:
    "[callers[].identity.principalId, callers[].identity.userAssignedIdentities.*.principalId[], app.properties.identityProfile.kubeletidentity.objectId][] | [?@]",
  /** The address that the error states, or that the service logged (`loggedAddress`). */
  toldAddress: "said(signals.clientAddresses[0].address) || said(loggedAddress) || `null`",
  /** That one, or the first that the app goes out by. */
  callerAddress:
    "toldAddress || said(natAddress) || said(appAddress) || said(readable(outboundIp) && outboundIp.properties.ipAddress) || `null`",
  /** That one, or all that the app goes out by: of several any may be taken, whichever the rules forget. */
  callerAddresses:
    "toldAddress ? [toldAddress] : said(natAddress) ? ownNatAddresses : said(appAddress) ? appAddresses : callerAddress ? [callerAddress] : `[]`",
  /** The one that no rule admits, where one is known. */
  refusedAddress: "net.at || callerAddress",
  /** What a rule has to admit: where one of the app's own was refused, the next call may come from another one. */
  addressesToAllow:
    "not_null(contains(appAddresses, toldAddress || '-') && !said(natAddress) ? appAddresses : callerAddresses, `[]`)[?is_address(@) && !is_private_address(@)]",
  /** Then public traffic takes the subnet's way out, and the app's own addresses are not seen. */
  routesAll:
    "app.properties.virtualNetworkSubnetId && (app.properties.vnetRouteAllEnabled || app.properties.siteConfig.vnetRouteAllEnabled || app.properties.outboundVnetRouting.allTraffic || app.properties.outboundVnetRouting.applicationTraffic)",
  /** A cluster's nodes behind the NAT gateway that somebody gave their subnet. */
  leavesByNat: "same_text(app.properties.networkProfile.outboundType, 'userAssignedNATGateway')",
  ownNatAddresses: "not_null(natAddresses, `[]`)[].properties.ipAddress",
  natAddress: "(routesAll || leavesByNat || hostSubnet) && readable(natAddresses) && (ownNatAddresses | [0])",
  /** App Service gives them as one text, Container Apps as a list. */
  appAddresses:
    "type(app.properties.outboundIpAddresses) == 'array' ? app.properties.outboundIpAddresses : split(not_null(app.properties.outboundIpAddresses, ''), ',')[?@]",
  appAddress: "appAddresses[0]",
  /** A cluster goes out by the address of its load balancer or NAT gateway. */
  outboundIpId:
    "app.properties.networkProfile.loadBalancerProfile.effectiveOutboundIPs[0].id || app.properties.networkProfile.natGatewayProfile.effectiveOutboundIPs[0].id || (readable(machineInterface) && machineInterface.properties.ipConfigurations[0].properties.publicIPAddress.id)",
  /** All of the traffic of a machine, and of an environment in a network of one's own, comes out of it. */
  hostSubnet:
    "(readable(appEnvironment) && appEnvironment.properties.vnetConfiguration.infrastructureSubnetId) || (readable(machineInterface) && machineInterface.properties.ipConfigurations[0].properties.subnet.id)",
  callerSubnet:
    "app.properties.virtualNetworkSubnetId || hostSubnet || ((outboundIpId || leavesByNat) && app.properties.agentPoolProfiles[0].vnetSubnetID) || `null`",
  /** Hosted agents, laptops and callers with a public address of their own are in no virtual network of the tenant. */
  isOutside: `signals.runsOn[?contains(['github_hosted', 'azure_devops_hosted', 'local', 'cloud_shell'], place)] || publicAddresses || request.context.notes && matches(request.context.notes, 'laptop|home (office|network)|my (own )?(machine|computer|pc)|노트북|집에서|로컬') || ${fromOwnMachine}`,
  /** Seen by the service itself, or said of the caller. */
  publicAddresses: "signals.clientAddresses[?!is_private_address(address)]",
  /** Several apps may have called, and no rule admits an address that is stated: a service's own word is then all there is. */
  callerUntold:
    "length(not_null(workloads.data, `[]`)) > `1` && (net.address == 'refused' || !(signals.clientAddresses[0].address) && !(loggedAddress))",
  standard: "service_flow(target.type)",
  /** Calls to the service then leave with a private address, whatever public ones the app has. */
  viaEndpoint:
    "callerSubnet && standard.endpoint && readable(wayOut) && length(not_null(wayOut.properties.serviceEndpoints, `[]`)[?starts_with(lower(service), lower($.standard.endpoint))]) > `0`",
  /** What arrives with a public address came by no subnet's endpoint, whichever app sent it. */
  caller:
    "{address: callerAddress, addresses: callerAddresses, subnet: length(publicAddresses) > `0` ? `null` : callerSubnet, in_azure: app.id, via_endpoint: length(publicAddresses) > `0` ? `false` : viaEndpoint}",
};
