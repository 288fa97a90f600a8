import type { ApiVersionArea } from "../api-version-area.ts";

/** What stands in front of an application: gateways, load balancers, firewalls, Front Door, API Management. */
export const trafficAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.Network",
    source: "https://learn.microsoft.com/azure/templates/microsoft.network/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-05-01",
        paths: [
          "applicationGateways/*",
          "applicationGateways/*/privateEndpointConnections/*",
          "applicationGatewayWebApplicationFirewallPolicies/*",
          "azureFirewalls/*",
          "bastionHosts/*",
          "ddosProtectionPlans/*",
          "firewallPolicies/*",
          "firewallPolicies/*/ruleCollectionGroups/*",
          "loadBalancers/*",
          "loadBalancers/*/backendAddressPools/*",
          "loadBalancers/*/frontendIPConfigurations/*",
          "loadBalancers/*/inboundNatRules/*",
          "loadBalancers/*/loadBalancingRules/*",
          "loadBalancers/*/outboundRules/*",
          "loadBalancers/*/probes/*",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2021-06-01",
        paths: ["frontDoors/*", "frontDoors/*/frontendEndpoints/*", "frontDoors/*/rulesEngines/*"],
      },
      { at: ["group"], apiVersion: "2024-02-01", paths: ["frontDoorWebApplicationFirewallPolicies/*"] },
      {
        at: ["group"],
        apiVersion: "2022-04-01",
        paths: [
          "trafficManagerProfiles/*",
          "trafficManagerProfiles/*/azureEndpoints/*",
          "trafficManagerProfiles/*/externalEndpoints/*",
          "trafficManagerProfiles/*/nestedEndpoints/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.Cdn",
    source: "https://learn.microsoft.com/azure/templates/microsoft.cdn/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-04-15",
        paths: [
          "profiles/*",
          "profiles/*/afdEndpoints/*",
          "profiles/*/afdEndpoints/*/routes/*",
          "profiles/*/customDomains/*",
          "profiles/*/endpoints/*",
          "profiles/*/endpoints/*/customDomains/*",
          "profiles/*/endpoints/*/originGroups/*",
          "profiles/*/endpoints/*/origins/*",
          "profiles/*/originGroups/*",
          "profiles/*/originGroups/*/origins/*",
          "profiles/*/ruleSets/*",
          "profiles/*/ruleSets/*/rules/*",
          "profiles/*/secrets/*",
          "profiles/*/securityPolicies/*",
          "cdnWebApplicationFirewallPolicies/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.ApiManagement",
    source: "https://learn.microsoft.com/azure/templates/microsoft.apimanagement/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-05-01",
        query: ["$filter", "$top", "$skip"],
        paths: [
          "service/*",
          "service/*/apis/*",
          "service/*/apis/*/diagnostics/*",
          "service/*/apis/*/operations/*",
          "service/*/apiVersionSets/*",
          "service/*/diagnostics/*",
          "service/*/gateways/*",
          "service/*/groups/*",
          "service/*/networkstatus",
          "service/*/outboundNetworkDependenciesEndpoints",
          "service/*/privateEndpointConnections/*",
          "service/*/products/*",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2024-05-01",
        paths: ["deletedservices", "locations/*/deletedservices/*"],
      },
    ],
  },
];
