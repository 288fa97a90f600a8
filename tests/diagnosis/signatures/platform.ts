import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "platform.service-incident",
    from: "Azure.Core",
    error: "Azure.RequestFailedException: Service request failed.\nStatus: 503 (Service Unavailable)",
  },
  {
    code: "platform.service-incident",
    from: "Storage",
    error: "<Code>ServerBusy</Code><Message>The server is busy.</Message>\nHTTP 503",
  },
  {
    code: "platform.service-incident",
    from: "ARM",
    error:
      '{"error":{"code":"InternalServerError","message":"Encountered internal server error. Diagnostic information: timestamp \'20261014T085907Z\'"}}',
  },
  {
    code: "platform.service-incident",
    from: "Key Vault for Java",
    error: "com.azure.core.exception.HttpResponseException: Status code 500, (empty body)",
  },
  {
    code: "platform.service-incident",
    from: "Service Bus",
    error:
      "Azure.Messaging.ServiceBus.ServiceBusException: The service was unable to process the request; please retry the operation. (ServiceBusy)",
  },
  {
    code: "platform.service-incident",
    from: "Python",
    error:
      "azure.core.exceptions.ServiceResponseError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))",
  },
  {
    code: "platform.service-incident",
    from: "SQL",
    error:
      "Database 'orders' on server 'sql-orders' is not currently available. Please retry the connection later. Error 40613",
  },
  {
    code: "platform.service-incident",
    from: "az",
    error: "(ServerTimeout) The request timed out. Diagnostic information: timestamp",
  },
  {
    code: "platform.service-incident",
    from: "a paraphrase",
    error: "since this morning storders answers only errors, nobody changed anything",
    resources: ["Microsoft.Storage/storageAccounts storders"],
  },
  {
    code: "platform.service-incident",
    from: "a Korean developer",
    error: "오늘 아침부터 갑자기 storders 스토리지 호출이 500 오류를 반환합니다. 변경한 것은 없습니다.",
    resources: ["Microsoft.Storage/storageAccounts storders"],
  },
  {
    code: "platform.service-incident",
    from: "az",
    error:
      "ERROR: (GatewayTimeout) The gateway did not receive a response from 'Microsoft.Web' within the specified time period.",
  },
  {
    code: "platform.service-incident",
    from: "AKS",
    error: "(AllocationFailed) VMSS creation failed due to internal error",
  },
  {
    code: "platform.service-incident",
    from: "Entra",
    error: "AADSTS90033: A transient error has occurred. Please try again.",
  },
  {
    code: "platform.defective-bundle-release",
    from: "the host",
    error:
      "A host error has occurred during startup operation '...'. Microsoft.Azure.WebJobs.Script: Error configuring services in an external startup class. Microsoft.Azure.WebJobs.ServiceBus: Could not load file or assembly 'Azure.Core, Version=1.40.0.0'",
  },
  {
    code: "platform.defective-bundle-release",
    from: "the host",
    error:
      "System.MissingMethodException: Method not found: 'Void Microsoft.Azure.WebJobs.Extensions.EventHubs.Foo.Bar()'.",
  },
  {
    code: "platform.defective-bundle-release",
    from: "the host",
    error:
      "Loading extension bundle from C:\\Program Files (x86)\\FuncExtensionBundles\\Microsoft.Azure.Functions.ExtensionBundle\\4.22.0\nSystem.TypeLoadException: Could not load type",
  },
  {
    code: "platform.defective-bundle-release",
    from: "a paraphrase",
    error:
      "all our function apps stopped overnight without a deployment; the host loaded extension bundle 4.22.0 and throws",
  },
  {
    code: "platform.defective-bundle-release",
    from: "a Korean developer",
    error:
      "배포하지 않았는데 밤사이 함수 앱이 죽었습니다. 확장 번들이 4.22.0으로 바뀌었고 Could not load type 오류가 납니다.",
  },
  {
    code: "platform.defective-bundle-release",
    from: "the host",
    error:
      "The type initializer for 'Microsoft.Azure.WebJobs.Extensions.Kafka.Config' threw an exception. ExtensionBundle 4.22.0",
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "az",
    error:
      "Operation returned an invalid status 'Conflict': Cannot swap site slots for site 'app-orders' because the 'staging' slot did not respond to http ping.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "az",
    error:
      "Cannot swap slots for site 'app-orders' because the application initialization in 'staging' slot either took too long or failed.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "Azure Pipelines",
    error:
      "##[error]Error: Failed to swap App Service 'app-orders' slots - 'staging' and 'production'. Error: Conflict",
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "GitHub Actions",
    error:
      "az webapp deployment slot swap -n app-orders -s staging\nERROR: Operation returned an invalid status code 'Internal Server Error'",
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "a paraphrase",
    error: "swapping staging into production of app-orders fails now and then, the slot is healthy",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "a Korean developer",
    error: "app-orders의 스테이징 슬롯 교환이 가끔 실패합니다.",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "Activity Log",
    error: "Microsoft.Web/sites/slotsswap/action Failed: ExpectationFailed (417)",
  },
  {
    code: "platform.known-defect-slot-swap",
    from: "PowerShell",
    error: "Switch-AzWebAppSlot : Operation returned an invalid status code 'Conflict'",
  },
];
