import type { ApiVersionArea } from "../api-version-area.ts";

/** Service Bus, Event Hubs, Event Grid, Relay, IoT, SignalR and communication. */
export const messagingAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.ServiceBus",
    source: "https://learn.microsoft.com/azure/templates/microsoft.servicebus/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-01-01",
        query: ["$skip", "$top"],
        paths: [
          "namespaces/*",
          "namespaces/*/authorizationRules/*",
          "namespaces/*/disasterRecoveryConfigs/*",
          "namespaces/*/networkRuleSets",
          "namespaces/*/networkRuleSets/default",
          "namespaces/*/privateEndpointConnections/*",
          "namespaces/*/privateLinkResources",
          "namespaces/*/queues/*",
          "namespaces/*/queues/*/authorizationRules/*",
          "namespaces/*/topics/*",
          "namespaces/*/topics/*/authorizationRules/*",
          "namespaces/*/topics/*/subscriptions/*",
          "namespaces/*/topics/*/subscriptions/*/rules/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.EventHub",
    source: "https://learn.microsoft.com/azure/templates/microsoft.eventhub/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-01-01",
        query: ["$skip", "$top"],
        paths: [
          "namespaces/*",
          "namespaces/*/applicationGroups/*",
          "namespaces/*/authorizationRules/*",
          "namespaces/*/disasterRecoveryConfigs/*",
          "namespaces/*/networkRuleSets",
          "namespaces/*/networkRuleSets/default",
          "namespaces/*/networkSecurityPerimeterConfigurations",
          "namespaces/*/privateEndpointConnections/*",
          "namespaces/*/privateLinkResources",
          "namespaces/*/eventhubs/*",
          "namespaces/*/eventhubs/*/authorizationRules/*",
          "namespaces/*/eventhubs/*/consumergroups/*",
          "namespaces/*/schemagroups/*",
          "clusters/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.EventGrid",
    source: "https://learn.microsoft.com/azure/templates/microsoft.eventgrid/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-02-15",
        paths: [
          "topics/*",
          "topics/*/privateEndpointConnections/*",
          "topics/*/eventSubscriptions/*",
          "domains/*",
          "domains/*/topics/*",
          "domains/*/topics/*/eventSubscriptions/*",
          "systemTopics/*",
          "systemTopics/*/eventSubscriptions/*",
          "namespaces/*",
          "namespaces/*/topics/*",
          "namespaces/*/topics/*/eventSubscriptions/*",
          "partnerTopics/*",
        ],
      },
      {
        at: ["subscription", "group", "resource"],
        apiVersion: "2025-02-15",
        paths: ["eventSubscriptions/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.Relay",
    source: "https://learn.microsoft.com/azure/templates/microsoft.relay/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-01-01",
        paths: [
          "namespaces/*",
          "namespaces/*/hybridConnections/*",
          "namespaces/*/networkRuleSets",
          "namespaces/*/networkRuleSets/default",
          "namespaces/*/wcfRelays/*",
          "namespaces/*/authorizationRules/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.NotificationHubs",
    source: "https://learn.microsoft.com/azure/templates/microsoft.notificationhubs/allversions",
    rules: [
      { at: ["group"], apiVersion: "2023-09-01", paths: ["namespaces/*", "namespaces/*/notificationHubs/*"] },
    ],
  },
  {
    namespace: "Microsoft.Devices",
    source: "https://learn.microsoft.com/azure/templates/microsoft.devices/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2023-06-30",
        paths: [
          "IotHubs/*",
          "IotHubs/*/certificates/*",
          "IotHubs/*/eventHubEndpoints/*/ConsumerGroups/*",
          "IotHubs/*/IotHubStats",
          "IotHubs/*/quotaMetrics",
          "IotHubs/*/routingEndpointsHealth",
          "IotHubs/*/privateEndpointConnections/*",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2022-12-12",
        paths: ["provisioningServices/*", "provisioningServices/*/certificates/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.DigitalTwins",
    source: "https://learn.microsoft.com/azure/templates/microsoft.digitaltwins/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2023-01-31",
        paths: [
          "digitalTwinsInstances/*",
          "digitalTwinsInstances/*/endpoints/*",
          "digitalTwinsInstances/*/privateEndpointConnections/*",
          "digitalTwinsInstances/*/timeSeriesDatabaseConnections/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.SignalRService",
    source: "https://learn.microsoft.com/azure/templates/microsoft.signalrservice/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-03-01",
        paths: [
          "signalR/*",
          "signalR/*/privateEndpointConnections/*",
          "signalR/*/customDomains/*",
          "signalR/*/sharedPrivateLinkResources/*",
          "webPubSub/*",
          "webPubSub/*/hubs/*",
          "webPubSub/*/privateEndpointConnections/*",
          "webPubSub/*/sharedPrivateLinkResources/*",
        ],
      },
      { at: ["subscription"], apiVersion: "2024-03-01", paths: ["locations/*/usages"] },
    ],
  },
  {
    namespace: "Microsoft.Communication",
    source: "https://learn.microsoft.com/azure/templates/microsoft.communication/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-05-01",
        paths: [
          "communicationServices/*",
          "emailServices/*",
          "emailServices/*/domains/*",
          "emailServices/*/domains/*/senderUsernames/*",
        ],
      },
    ],
  },
];
