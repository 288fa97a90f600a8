import type { Playbook } from "../../playbook.ts";
import { eligibilityFacts, eligibilityReads } from "../eligibility-evidence.ts";
import {
  concerns,
  errorMatches,
  errorMentions,
  hasCode,
  refusedByManagement,
  speaksOf,
} from "../error-text.ts";
import { roleFacts, roleReads } from "../role-evidence.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

export const aboutStorage = `(${concerns(["storage."], ["microsoft.storage/storageaccounts"])} || ${errorMentions("azure.storage", "Azure.Storage", "storage-blob", "Windows-Azure-Blob", "AzureWebJobsStorage")} || ${speaksOf("storage accounts?|storage (?:queue|table|container|share|blob)s?|(?:^|[^a-z])(?:blobs?|adls|datalake|data lake|azcopy|azure files?|file ?shares?)(?:[^a-z]|$)|스토리지 ?계정|저장소 ?계정|블롭")})`;

/** What the command line says in place of the answer. */
export const saysRules = errorMentions("may be blocked by network rules of storage account");
export const storageTarget = "targets('microsoft.storage/storageaccounts')";

/** Storage could not authenticate the call, as its code says it or the sentence that tools hand on without the code. */
export const signatureRefused = `(${hasCode("AuthenticationFailed")} || ${errorMentions("failed to authenticate the request", "Authorization header is formed correctly including the signature")})`;

/** A share is mounted with the account's key, and that goes wrong. */
export const signsOverSmb = `${errorMatches("mount error", "mount[.]cifs|-t cifs|cifs_mount|(?:^|[^a-z])net use |New-SmbMapping|New-PSDrive|azurefile")} && !${errorMatches("krb5|kerberos|identity-based|AADKERB")}`;

/** What every Storage cause is weighed on: the account, its log, who called, and what that identity may do. */
export const storageReads: Playbook["reads"] = {
  account: {
    title: {
      en: "Storage account {{target.name}}: network rules and authentication",
      ko: "스토리지 계정 {{target.name}}: 네트워크 규칙과 인증 방식",
    },
    request: { kind: "arm", path: "{{target.id}}" },
    permission: "Microsoft.Storage/storageAccounts/read",
  },
  logs: {
    title: {
      en: "Requests that {{target.name}} logged around the failure",
      ko: "실패 시점 전후에 {{target.name}}이(가) 기록한 요청",
    },
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: "{{logTable}} | order by TimeGenerated desc | take 100",
      from: "hours_before(signals.observedAt, `6`)",
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  ...roleReads,
  ...workloadReads,
  ...eligibilityReads,
};

const writes =
  "[uU]pload|Put_?Blob|put_blob|StageBlock|CreateBlob|append_block|delete_blob|DeleteBlob|SetMetadata|CreateIfNotExists|create_container|(upsert|create|update|insert)_entity|(Upsert|Add|Update|Insert)Entity";

const otherCodes = [
  "AuthorizationPermissionMismatch",
  "KeyBasedAuthenticationNotPermitted",
  "AuthenticationFailed",
  "InvalidAuthenticationInfo",
  "PublicAccessNotPermitted",
  "NoAuthenticationInformation",
  "ContainerNotFound",
  "QueueNotFound",
  "ResourceNotFound",
];

const service = (name: string, ...patterns: readonly string[]) => `${errorMatches(...patterns)} && '${name}'`;

export const storageFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  ...roleFacts,
  /** Which of the account's services was called, as the frames and hosts of the error tell; blob where they do not. */
  service: [
    service(
      "queue",
      "Storage\\.Queues|storage[./_-]queue|Queue(Service)?Client|\\.queue\\.core\\.|QueueNotFound",
    ),
    service("table", "Data\\.Tables|data[./_-]tables|Table(Service)?Client|\\.table\\.core\\.|TableNotFound"),
    service(
      "file",
      "Files\\.Shares|storage[./_-]file[./_-]share|Share(Service)?Client|\\.file\\.core\\.|ShareNotFound|mount error",
    ),
    "length(signals.hosts[?service == 'storage.queue']) > `0` && length(signals.hosts[?service == 'storage.blob']) == `0` && 'queue'",
    "length(signals.hosts[?service == 'storage.table']) > `0` && length(signals.hosts[?service == 'storage.blob']) == `0` && 'table'",
    "'blob'",
  ].join(" || "),
  logTable:
    "service == 'queue' && 'StorageQueueLogs' || service == 'table' && 'StorageTableLogs' || service == 'file' && 'StorageFileLogs' || 'StorageBlobLogs'",
  refusal:
    "readable(logs) && min_by(not_null(logs.rows, `[]`)[?contains(['401', '403'], to_string(StatusCode))], &abs(seconds_between(TimeGenerated, $.signals.observedAt))) || `null`",
  /** A mount over SMB signs in with the account's key, unless it is set up for Kerberos: no data role is looked at. */
  overSmb: signsOverSmb,
  /** Then no request of this client can pass, whatever the answer says. */
  usesKey:
    "sent_matches('AccountKey=', 'SharedKeyCredential', 'AzureNamedKeyCredential', 'account_?key', 'storage_?account_?access_?key', '계정 키') && !said(sent_matches('DefaultAzureCredential', 'ManagedIdentityCredential', 'TokenCredential', 'managed identity', '관리 ID'))",
  keyIsRefused: "saysKey || (usesKey || overSmb) && !said(saysNetwork) && !said(saysOther)",
  loggedPrincipal: "refusal.RequesterObjectId || `null`",
  loggedAddress: "refusal.CallerIpAddress && split(refusal.CallerIpAddress, ':')[0] || `null`",
  net: "reachability(account, caller)",
  /** Public addresses that the app may go out by. */
  outbound:
    "type(app.properties.outboundIpAddresses) == 'array' && app.properties.outboundIpAddresses || split(not_null(app.properties.possibleOutboundIpAddresses, app.properties.outboundIpAddresses, ''), ',')",
  goesOutBy: "[outbound, [natAddress, outboundIp.properties.ipAddress]][] | [?@ && is_address(@)]",
  /** Rules for addresses do not apply to what comes from the account's own region. */
  isSameRegion:
    "app.id && same_text(replace(lower(account.location), ' ', ''), replace(lower(app.location), ' ', ''))",
  /** The rules admit the app's public address, which the account does not see from inside its own region. */
  sameRegionRule:
    "isSameRegion && (!callerSubnet || hostSubnet && !viaEndpoint) && length(not_null(account.properties.networkAcls.ipRules, `[]`)[?let $rule = value in length($.goesOutBy[?in_cidr(@, $rule)]) > `0`]) > `0`",
  /** The code with which Storage answers a caller that no network rule admits. */
  saysNetwork: `${hasCode("AuthorizationFailure")} || ${saysRules} || refusal.StatusText == 'AuthorizationFailure' || refusal.StatusText == 'IpAuthorizationError'`,
  saysKey: `${hasCode("KeyBasedAuthenticationNotPermitted")} || ${errorMentions("Key based authentication is not permitted")} || refusal.StatusText == 'KeyBasedAuthenticationNotPermitted'`,
  /** The signature or the token itself was refused, or the call bore no identity: no role is looked at then. */
  saysSignature: `${signatureRefused} || refusal.StatusText == 'AuthenticationFailed' || refusal.StatusText && contains(['SAS', 'AccountKey', 'Anonymous'], refusal.AuthenticationType)`,
  /** Codes that network rules never cause, as the answer states them or the log of the account. */
  saysOther: `${hasCode(...otherCodes)} || ${refusedByManagement} || refusal.StatusText && contains([${otherCodes.map((code) => `'${code}'`).join(", ")}], refusal.StatusText)`,
  dataAction: [
    "service == 'queue' && 'Microsoft.Storage/storageAccounts/queueServices/queues/messages/read'",
    "service == 'table' && isWrite && 'Microsoft.Storage/storageAccounts/tableServices/tables/entities/write'",
    "service == 'table' && 'Microsoft.Storage/storageAccounts/tableServices/tables/entities/read'",
    "service == 'file' && 'Microsoft.Storage/storageAccounts/fileServices/fileshares/files/read'",
    "isWrite && 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'",
    "'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'",
  ].join(" || "),
  /** The error names the call seldom; where it says that only the permission is wrong, the code does. */
  isWrite: `${errorMatches(writes)} || refusal.OperationName && matches(refusal.OperationName, '^(Put|Create|Append|Set|Delete|Insert|Merge|Upsert)') || ${hasCode("AuthorizationPermissionMismatch")} && file_matches('${writes}')`,
  roleName:
    "service == 'queue' && 'Storage Queue Data Contributor' || service == 'table' && 'Storage Table Data Contributor' || service == 'file' && 'Storage File Data Privileged Contributor' || 'Storage Blob Data Contributor'",
  roleId:
    "service == 'queue' && '974c5e8b-45b9-4653-ba55-5f855dd0fb88' || service == 'table' && '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' || service == 'file' && '69566ab7-960f-475b-8e7c-b3118f30c6bd' || 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'",
  groupsOfCaller:
    "principal && readable(groupMembers) && not_null(groupMembers, `[]`)[?length(value[?same_text(id, $.principal)]) > `0`] || `[]`",
  grant: "access(assignments, definitions, principal, dataAction, target.id, 'data')",
  ...eligibilityFacts({ at: "target.id", scope: "target.id", action: "dataAction", kind: "data" }),
};
