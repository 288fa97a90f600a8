import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

/** Storage says the same of every network that it does not admit. */
const network: Message[] = [
  {
    from: "Azure SDK for .NET, Storage.Blobs",
    error:
      "Azure.RequestFailedException: This request is not authorized to perform this operation.\nRequestId:6b1c-01e\nTime:2026-10-14T08:59:07.123Z\nStatus: 403 (This request is not authorized to perform this operation.)\nErrorCode: AuthorizationFailure",
  },
  {
    from: "Azure CLI, az storage blob list",
    error:
      "ERROR: \nThe request may be blocked by network rules of storage account. Please check network rule set using 'az storage account show -n accountname --query networkRuleSet'.\nIf you want to change the default action to apply when no rule matches, please use 'az storage account update'",
  },
  {
    from: "Terraform azurerm 4",
    error:
      'Error: retrieving Container "state" (Account "Account \\"sttf01\\""): executing request: unexpected status 403 (403 This request is not authorized to perform this operation.) with AuthorizationFailure: This request is not authorized to perform this operation.\nRequestId:5e1f',
  },
  {
    from: "AzCopy",
    error:
      "failed to perform copy command due to error: cannot start job due to error: cannot list files due to reason -> github.com/Azure/azure-sdk-for-go/sdk/storage/azblob. RESPONSE 403: 403 This request is not authorized to perform this operation.\nERROR CODE: AuthorizationFailure",
  },
  {
    from: "Azure Data Factory, ADLS Gen2 connector",
    error:
      "ErrorCode=AdlsGen2ForbiddenError,'Type=Microsoft.DataTransfer.Common.Shared.HybridDeliveryException,Message=ADLS Gen2 failed for forbidden: ADLS Gen2 operation failed for: Operation returned an invalid status code 'Forbidden'. Account: 'stlake'. FileSystem: 'raw'. ErrorCode: 'AuthorizationFailure'.",
  },
  {
    from: "Hadoop ABFS driver, Databricks",
    error:
      'java.nio.file.AccessDeniedException: Operation failed: "This request is not authorized to perform this operation.", 403, GET, https://stlake.dfs.core.windows.net/raw?upn=false&resource=filesystem&maxResults=500, AuthorizationFailure',
  },
  {
    from: "Azure SDK for Java",
    error:
      'com.azure.storage.blob.models.BlobStorageException: Status code 403, "<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthorizationFailure</Code><Message>This request is not authorized to perform this operation.</Message></Error>"',
  },
  {
    from: "Resource provider of App Service, creating a function app",
    error:
      "Creation of storage file share failed with: 'The remote server returned an error: (403) Forbidden.'. Please check if the storage account is accessible.",
  },
  { from: "a developer's own words", error: "Our app gets 403 from blob since last night." },
  {
    from: "a Korean developer's own words",
    error: "앱에서 스토리지 계정에 업로드하면 403 오류가 납니다. 네트워크 설정을 바꾼 뒤부터입니다.",
  },
];

const noRole: Message[] = [
  {
    from: "Azure SDK for Python",
    error:
      "azure.core.exceptions.HttpResponseError: This request is not authorized to perform this operation using this permission.\nRequestId:aa\nErrorCode:AuthorizationPermissionMismatch",
  },
  {
    from: "Azure CLI with --auth-mode login",
    error:
      'You do not have the required permissions needed to perform this operation.\nDepending on your operation, you may need to be assigned one of the following roles:\n    "Storage Blob Data Owner"\n    "Storage Blob Data Contributor"\n    "Storage Blob Data Reader"\n\nIf you want to use the old authentication method and allow querying for the right account key, please use the "--auth-mode" parameter and "key" value.',
  },
  {
    from: "Azure portal, container blade",
    error:
      "You do not have permissions to list the data using your user account with Microsoft Entra ID. Click to learn more about authenticating with Microsoft Entra ID. This storage account does not allow it.",
  },
  {
    from: "Azure SDK for JavaScript, queues",
    error:
      "RestError: This request is not authorized to perform this operation using this permission.\n  code: 'AuthorizationPermissionMismatch',\n  statusCode: 403,\n  request: { url: 'https://stjobs.queue.core.windows.net/work/messages' }",
  },
  {
    from: "AzCopy with a managed identity",
    error:
      "RESPONSE 403: 403 This request is not authorized to perform this operation using this permission.\nERROR CODE: AuthorizationPermissionMismatch",
  },
  {
    from: "rclone",
    error:
      "Failed to lsd: PUT https://stbk.blob.core.windows.net/backup RESPONSE 403: 403 Server failed to authorize the request. ERROR CODE: InsufficientAccountPermissions",
  },
];

const keysOff: Message[] = [
  {
    from: "Azure SDK for .NET",
    error:
      "Azure.RequestFailedException: Key based authentication is not permitted on this storage account.\nStatus: 403 (Key based authentication is not permitted on this storage account.)\nErrorCode: KeyBasedAuthenticationNotPermitted",
  },
  {
    from: "Terraform azurerm",
    error:
      'Error: retrieving queue properties for Storage Account (Name: "stapp"): executing request: unexpected status 403 (403 Key based authentication is not permitted on this storage account.) with KeyBasedAuthenticationNotPermitted',
  },
  {
    from: "Azure Functions host",
    error:
      "A host error has occurred during startup operation. Microsoft.Azure.WebJobs.Script.WebHost: Azure.Storage.Blobs: Key based authentication is not permitted on this storage account.",
  },
  {
    from: "Azure SDK for Python, tables",
    error:
      "azure.core.exceptions.ClientAuthenticationError: Key based authentication is not permitted on this storage account. ErrorCode:KeyBasedAuthenticationNotPermitted",
  },
  {
    from: "a developer's own words",
    error:
      "AzureWebJobsStorage connection string stopped working: the storage account refuses account keys with 403.",
  },
];

const missing: Message[] = [
  {
    from: "Azure SDK for Java",
    error:
      'Status code 404, "<?xml version="1.0"?><Error><Code>ContainerNotFound</Code><Message>The specified container does not exist.</Message></Error>"',
  },
  {
    from: "Azure SDK for Python, queues",
    error:
      "azure.core.exceptions.ResourceNotFoundError: The specified queue does not exist.\nErrorCode:QueueNotFound",
  },
  {
    from: "Table service, OData error",
    error:
      '{"odata.error":{"code":"TableNotFound","message":{"lang":"en-US","value":"The table specified does not exist.\\nRequestId:1"}}}',
  },
  {
    from: "Azure CLI, table without code",
    error: "The table specified does not exist.\nRequestId:9f0c\nTime:2026-10-14T08:00:00Z",
  },
  {
    from: "Terraform backend azurerm",
    error:
      'Error: Failed to get existing workspaces: containers.Client#ListBlobs: Failure responding to request: StatusCode=404 -- Original Error: autorest/azure: Service returned an error. Status=404 Code="ContainerNotFound" Message="The specified container does not exist."',
  },
  {
    from: "Hadoop WASB driver",
    error:
      "org.apache.hadoop.fs.azure.AzureException: Container raw in account stlake.blob.core.windows.net not found, and we can't create it using anoynomous credentials, and no credentials found for them in the configuration.",
  },
  {
    from: "Hadoop ABFS driver",
    error:
      'Operation failed: "The specified filesystem does not exist.", 404, HEAD, https://stlake.dfs.core.windows.net/curated?upn=false&action=getAccessControl',
  },
  {
    from: "Azure Files, kubelet",
    error:
      'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: mount failed: exit status 32\nMounting arguments: -t cifs //stshare.file.core.windows.net/media /var/lib/kubelet\nOutput: mount error(2): No such file or directory',
  },
  {
    from: "a Korean developer's own words",
    error: "blob 업로드 시 404, 지정된 컨테이너를 찾을 수 없다고 나옵니다. 스토리지 계정은 stupload입니다.",
  },
];

const sas: Message[] = [
  {
    from: "Blob service, XML",
    error:
      "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [Mon, 12 Oct 2026 08:00:00 GMT] - Expiry [Tue, 13 Oct 2026 08:00:00 GMT] - Current [Wed, 14 Oct 2026 08:00:00 GMT]</AuthenticationErrorDetail></Error>",
  },
  {
    from: "AzCopy",
    error:
      "RESPONSE 403: 403 Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.\nERROR CODE: AuthenticationFailed",
  },
  {
    from: "App Service, WEBSITE_RUN_FROM_PACKAGE",
    error:
      "Failed to download the zip package from https://strel.blob.core.windows.net/pkg/app.zip?sv=2023-11-03&se=2026-10-01T00%3A00%3A00Z&sr=b&sp=r&sig=REDACTED. Response status code: 403",
  },
  {
    from: "a developer's own words",
    error: "The download links (SAS) that we mailed last week answer 403 now.",
  },
  {
    from: "a Korean developer's own words",
    error: "SAS URL로 업로드하면 가끔 403 AuthenticationFailed 가 발생합니다",
  },
  {
    from: "Azure SDK for Go, user delegation SAS",
    error:
      "RESPONSE 403: 403 Server failed to authenticate the request.\nERROR CODE: AuthenticationFailed\n<AuthenticationErrorDetail>Signature not valid in the specified key time frame: Start [2026-10-14] - Expiry [2026-10-15]</AuthenticationErrorDetail>",
  },
];

const anonymous: Message[] = [
  {
    from: "Blob service in a browser",
    error:
      "<Error><Code>PublicAccessNotPermitted</Code><Message>Public access is not permitted on this storage account.</Message></Error>",
  },
  {
    from: "Terraform azurerm, azurerm_storage_container",
    error:
      'Error: creating Container "img": unexpected status 409 (409 Public access is not permitted on this storage account.) with PublicAccessNotPermitted',
  },
  {
    from: "Blob service without an Authorization header",
    error:
      "<Error><Code>NoAuthenticationInformation</Code><Message>Server failed to authenticate the request. Please refer to the information in the www-authenticate header.</Message></Error>",
  },
  {
    from: "Azure CLI",
    error:
      "Public access is not permitted on this storage account.\nRequestId:aa01\nErrorCode:PublicAccessNotPermitted",
  },
  {
    from: "a developer's own words",
    error:
      "Images that were public in our blob container now give 409 'public access is not permitted' to visitors.",
  },
  {
    from: "az storage container create --public-access blob",
    error:
      "ERROR: (BadRequest) Public access is not permitted on storage account stweb. AllowBlobPublicAccess is disabled.",
  },
];

const by = (codes: readonly string[], messages: readonly Message[]): Signature[] =>
  codes.flatMap((code) => messages.map((message) => ({ code, ...message })));

export const signatures: Signature[] = [
  ...by(
    [
      "storage.network-rule-deny",
      "storage.public-access-disabled",
      "storage.ip-rule-same-region",
      "network.udr-bypasses-service-endpoint",
    ],
    network,
  ),
  ...by(["storage.rbac-missing-data-role"], noRole),
  ...by(["storage.shared-key-disabled"], keysOff),
  ...by(["storage.container-not-found"], missing),
  ...by(["storage.sas-expired", "code.sas-start-no-skew-allowance"], sas),
  ...by(["storage.anonymous-access-disabled"], anonymous),
  {
    code: "storage.anonymous-access-disabled",
    from: "Azure Resource Manager, linked templates: https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates",
    error:
      "InvalidContentLink: Unable to download deployment content from 'https://sttemplates.blob.core.windows.net/templates/network.json'.",
  },
];
