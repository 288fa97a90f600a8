import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

const firewall: Message[] = [
  {
    from: "Azure.Messaging.ServiceBus",
    error:
      "Azure.Messaging.ServiceBus.ServiceBusException: Put token failed. status-code: 401, status-description: Ip has been prevented to connect to the endpoint. For more information see: https://go.microsoft.com/fwlink/?linkid=2044183. TrackingId:1 (UnauthorizedAccess)",
  },
  {
    from: "azure-servicebus for Python",
    error:
      "azure.servicebus.exceptions.ServiceBusAuthorizationError: CBS Token authentication failed. Error condition: amqp:unauthorized-access. Error Description: Ip has been prevented to connect to the endpoint.",
  },
  {
    from: "Service, public access off",
    error:
      "ServiceBusError: Unauthorized access. Public network access is denied for this namespace ns-orders.servicebus.windows.net",
  },
  {
    from: "Azure SDK for Java",
    error:
      "com.azure.core.amqp.exception.AmqpException: status-code: 401, status-description: Ip has been prevented to connect to the endpoint., errorContext[NAMESPACE: ns-orders.servicebus.windows.net]",
  },
  {
    from: "Azure Functions host",
    error:
      "The listener for function 'Functions.OnOrder' was unable to start. Azure.Messaging.ServiceBus: A connection attempt failed because the connected party did not properly respond after a period of time (ServiceCommunicationProblem)",
  },
  {
    from: "Service Bus Explorer of the portal",
    error: "Ip has been prevented to connect to the endpoint. Service Bus Explorer, Forbidden",
  },
  {
    from: "a developer's own words",
    error: "Our worker gets unauthorized from the service bus namespace since the networking change.",
  },
  {
    from: "a Korean developer's own words",
    error: "서비스 버스 네임스페이스 연결이 거부됩니다(401). IP가 차단된 것 같습니다.",
  },
];

const hubFirewall: Message[] = [
  {
    from: "Azure.Messaging.EventHubs",
    error:
      "Azure.Messaging.EventHubs.EventHubsException(GeneralError): ns-tel.servicebus.windows.net: Ip has been prevented to connect to the endpoint.",
  },
  {
    from: "Kafka client for Java",
    error:
      "org.apache.kafka.common.errors.TimeoutException: Topic telemetry not present in metadata after 60000 ms. bootstrap ns-tel.servicebus.windows.net:9093",
  },
  {
    from: "librdkafka",
    error:
      "%3|FAIL|rdkafka#producer-1| sasl_ssl://ns-tel.servicebus.windows.net:9093/bootstrap: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol configuration or broker version is < 0.10",
  },
  {
    from: "kafkajs",
    error: "KafkaJSConnectionError: Connection timeout broker: ns-tel.servicebus.windows.net:9093",
  },
  {
    from: "Azure Stream Analytics / Spark connector",
    error:
      "com.microsoft.azure.eventhubs.AuthorizationFailedException: Unauthorized access. Ip has been prevented to connect to the endpoint.",
  },
  {
    from: "a developer's own words",
    error:
      "Event Hubs refuses our on-premises forwarder: access denied, IP not allowed by the namespace firewall",
  },
];

const claims: Message[] = [
  {
    from: "Azure.Messaging.ServiceBus",
    error:
      "System.UnauthorizedAccessException: Unauthorized access. 'Send' claim(s) are required to perform this operation. Resource: 'sb://ns-orders.servicebus.windows.net/orders'. TrackingId:2",
  },
  {
    from: "azure-servicebus for Python",
    error:
      "ServiceBusAuthorizationError: Service has disallowed the connection. Error condition: amqp:unauthorized-access. Error Description: Unauthorized access. 'Listen' claim(s) are required to perform this operation.",
  },
  {
    from: "azservicebus for Go",
    error:
      "(unauthorized): *Error{Condition: amqp:unauthorized-access, Description: Unauthorized access. 'Send' claim(s) are required to perform this operation. Resource: 'sb://ns-orders.servicebus.windows.net/orders'}",
  },
  {
    from: "REST, management operation",
    error:
      "<Error><Code>401</Code><Detail>SubCode=40100: Unauthorized : Unauthorized access for 'GetQueue' operation on endpoint 'sb://ns-orders.servicebus.windows.net/orders'. Tracking Id: 3</Detail></Error>",
  },
  {
    from: "Azure Functions host",
    error:
      "Microsoft.Azure.WebJobs.Host: Error indexing method 'OnOrder'. Azure.Messaging.ServiceBus: Unauthorized access. 'Listen' claim(s) are required to perform this operation.",
  },
  {
    from: "a developer's own words",
    error: "Sending to the service bus queue is unauthorized, receiving works.",
  },
];

const localAuth: Message[] = [
  {
    from: "Azure.Messaging.ServiceBus",
    error:
      "Put token failed. status-code: 401, status-description: LocalAuthDisabled: Authorization failed because SAS authentication has been disabled for the namespace. ns-orders.servicebus.windows.net",
  },
  {
    from: "azure-servicebus for Python",
    error:
      "ServiceBusAuthorizationError: CBS Token authentication failed. Error Description: LocalAuthDisabled: Authorization failed because SAS authentication has been disabled for the namespace.",
  },
  {
    from: "JMS over Qpid",
    error:
      "jakarta.jms.JMSSecurityException: LocalAuthDisabled: Authorization failed because SAS authentication has been disabled for the namespace. servicebus",
  },
  {
    from: "KEDA scaler, kubectl describe scaledobject",
    error:
      "KEDAScalerFailed: error getting service bus entity length: RESPONSE 401: 401 SubCode=40103: LocalAuthDisabled: Authorization failed because SAS authentication has been disabled for the namespace",
  },
  {
    from: "a developer's own words",
    error: "Service Bus connection string is refused: unauthorized, local auth is disabled?",
  },
];

const busQuota: Message[] = [
  {
    from: "Azure.Messaging.ServiceBus",
    error:
      "Azure.Messaging.ServiceBus.ServiceBusException: The maximum entity size has been reached or exceeded for Topic: 'ORDERS'. Size of entity in bytes:1073753098, Max entity size in bytes: 1073741824. (QuotaExceeded)",
  },
  {
    from: "azure-servicebus for Python",
    error:
      "azure.servicebus.exceptions.ServiceBusQuotaExceededError: The maximum entity size has been reached",
  },
  { from: "service", error: "ConnectionsQuotaExceeded for namespace: ns-orders.servicebus.windows.net" },
  {
    from: "AMQP link",
    error:
      "amqp:resource-limit-exceeded Cannot allocate more handles. The maximum number of handles is 4999. servicebus",
  },
  {
    from: "REST, 403 of a full queue",
    error:
      "SubCode=40300: The maximum entity size has been reached or exceeded for Queue: 'WORK'. Azure Service Bus returned 403",
  },
  { from: "a developer's own words", error: "Our service bus topic is full, senders get quota exceeded" },
];

const hubQuota: Message[] = [
  {
    from: "Azure.Messaging.EventHubs",
    error:
      "Azure.Messaging.EventHubs.EventHubsException(ServiceBusy): The request was terminated because the entity is being throttled. Error code : 50002. Sub error : 102. Please wait 4 seconds and try again. (ns-tel)",
  },
  {
    from: "azure-messaging-eventhubs for Java",
    error:
      "com.azure.core.amqp.exception.AmqpException: The request was terminated because the namespace ns-tel is being throttled. Error code : 50009. errorContext[NAMESPACE: ns-tel.servicebus.windows.net]",
  },
  {
    from: "EventProcessorHost",
    error:
      "Microsoft.Azure.EventHubs.QuotaExceededException: Exceeded the maximum number of allowed receivers per partition in a consumer group which is 5. List of connected receivers - nil, nil",
  },
  {
    from: "azure-eventhub for Python",
    error: "azure.eventhub.exceptions.EventHubError: com.microsoft:server-busy The server is busy",
  },
  { from: "a developer's own words", error: "Event Hubs says server busy / throttled at peak hours" },
  {
    from: "azeventhubs for Go",
    error:
      "*Error{Condition: com.microsoft:server-busy, Description: The request was terminated because the namespace ns-tel is being throttled. Error code : 50002} eventhub",
  },
];

const noEntity: Message[] = [
  {
    from: "Azure.Messaging.ServiceBus",
    error:
      "Azure.Messaging.ServiceBus.ServiceBusException: The messaging entity 'sb://ns-orders.servicebus.windows.net/ordrs' could not be found. TrackingId:4 (MessagingEntityNotFound)",
  },
  {
    from: "azservicebus for Go",
    error:
      "*Error{Condition: amqp:not-found, Description: The messaging entity 'sb://ns-orders.servicebus.windows.net/ordrs' could not be found.}",
  },
  {
    from: "REST",
    error:
      "404 SubCode=40400. Not Found. The Operation doesn't exist. ns-orders.servicebus.windows.net/ordrs",
  },
  {
    from: "Kafka client against Event Hubs",
    error:
      "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does not host this topic-partition. ns-tel.servicebus.windows.net:9093",
  },
  {
    from: "Microsoft.Azure.Cosmos",
    error:
      'Microsoft.Azure.Cosmos.CosmosException: Response status code does not indicate success: NotFound (404); Substatus: 1003; Reason: (Message: {"Errors":["Owner resource does not exist"]})',
  },
  {
    from: "azure-servicebus for Python",
    error:
      "azure.servicebus.exceptions.MessagingEntityNotFoundError: The messaging entity could not be found.",
  },
];

const noPath: Message[] = [
  {
    from: "Azure.Messaging.EventHubs",
    error:
      "System.ArgumentException: The connection string used for an Event Hub client must specify the Event Hubs namespace host and either a Shared Access Key (both the name and value) or Shared Access Signature to be valid. The path to an Event Hub must be included in the connection string or specified separately.",
  },
  {
    from: "@azure/event-hubs",
    error:
      'TypeError: Either provide "eventHubName" or the "connectionString": "Endpoint=sb://ns-tel.servicebus.windows.net/", must contain "EntityPath=<your-event-hub-name>".',
  },
  {
    from: "azure-messaging-eventhubs for Java",
    error:
      "java.lang.IllegalArgumentException: 'eventHubName' cannot be an empty string.\n\tat com.azure.messaging.eventhubs.EventHubClientBuilder.connectionString",
  },
  {
    from: "azure-eventhub for Python",
    error: "ValueError: The eventhub name can not be None or empty. azure.eventhub",
  },
  {
    from: "Logstash input",
    error:
      "Error parsing event hub string name for connection: Endpoint=sb://ns-tel.servicebus.windows.net/;SharedAccessKeyName=root please ensure that the connection string contains the EntityPath",
  },
];

const by = (codes: readonly string[], messages: readonly Message[]): Signature[] =>
  codes.flatMap((code) => messages.map((message) => ({ code, ...message })));

export const signatures: Signature[] = [
  ...by(["servicebus.firewall-deny"], firewall),
  ...by(["eventhubs.firewall-deny"], hubFirewall),
  ...by(
    [
      "servicebus.rbac-missing-data-role",
      "servicebus.rbac-wrong-scope",
      "servicebus.rbac-wrong-principal",
      "servicebus.sas-policy-missing-claim",
    ],
    claims,
  ),
  ...by(["servicebus.local-auth-disabled"], localAuth),
  ...by(["servicebus.quota-exceeded"], busQuota),
  ...by(["eventhubs.quota-exceeded"], hubQuota),
  ...by(["code.wrong-entity-name"], noEntity),
  ...by(["code.connection-string-entitypath-missing"], noPath),
  {
    code: "servicebus.firewall-deny",
    from: "Spring JMS over Azure Service Bus (no host name in the line)",
    error:
      "Could not refresh JMS Connection for destination 'orders' - retrying. Cause: Ip has been prevented to connect to the endpoint. TrackingId:x_G6, SystemTracker:AmqpGatewayProvider [condition = amqp:unauthorized-access]",
  },
  {
    code: "code.wrong-entity-name",
    from: "kafka-clients against an event hub's Kafka endpoint",
    error:
      "WARN [Producer clientId=ship-1] Error while fetching metadata with correlation id 7 : {parcel-event=UNKNOWN_TOPIC_OR_PARTITION} ns-ship.servicebus.windows.net:9093",
  },
  {
    code: "eventhubs.quota-exceeded",
    from: "kafka-clients, held back by a throttled namespace",
    error:
      "org.apache.kafka.common.errors.TimeoutException: Expiring 117 record(s) for readings-5:120000 ms has passed since batch creation\nbootstrap.servers=eh-grid.servicebus.windows.net:9093",
  },
  {
    code: "eventhubs.quota-exceeded",
    from: "confluent-kafka for Python",
    error:
      'Delivery failed: KafkaError{code=_MSG_TIMED_OUT,val=-192,str="Local: Message timed out"} eh-grid.servicebus.windows.net:9093',
  },
  {
    code: "eventhubs.quota-exceeded",
    from: "ruby-kafka in Fluentd",
    error:
      "failed to flush the buffer. Kafka::DeliveryFailed Failed to send messages to readings/3 eh-grid.servicebus.windows.net:9093",
  },
];
