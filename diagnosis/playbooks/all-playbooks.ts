import type { Playbook } from "../playbook.ts";
import { aiAndQuotaPlaybooks } from "./ai-and-quota-playbooks.ts";
import { aksApiServerIp } from "./aks/api-server-ip-not-authorized.ts";
import { appServiceAccessRestrictionDeny } from "./app/access-restriction-deny.ts";
import { containerAppsTargetPort } from "./app/ingress-target-port-mismatch.ts";
import { keyVaultReferenceInFile } from "./app/key-vault-reference-in-file.ts";
import { keyVaultReferenceUnresolved } from "./app/key-vault-references.ts";
import { armConflictingOperation } from "./authorization/conflicting-operation.ts";
import { rbacDenyAssignment } from "./authorization/deny-assignment.ts";
import { rbacMissingAtScope } from "./authorization/missing-at-scope.ts";
import { redisFirewallDeny } from "./cache/redis-firewall-deny.ts";
import { acrArmAudienceDisabled } from "./container-registry/arm-audience-auth-disabled.ts";
import { acrFirewallDeny } from "./container-registry/firewall-deny.ts";
import {
  acrMissingPull,
  acrMissingPullAtCreate,
  acrWrongPrincipal,
} from "./container-registry/pull-roles.ts";
import { acrTagNotFound } from "./container-registry/tag-not-found.ts";
import { contextWrongSubscription } from "./context/wrong-subscription.ts";
import { cosmosCreateWithToken } from "./cosmos/create-with-token.ts";
import { cosmosDataPlaneRoleMissing } from "./cosmos/data-plane-role-missing.ts";
import { cosmosFirewallDeny } from "./cosmos/firewall-deny.ts";
import { cosmosLocalAuthDisabled } from "./cosmos/local-auth-disabled.ts";
import { cosmosRuThrottling } from "./cosmos/ru-throttling.ts";
import {
  mysqlMaxConnections,
  mysqlTlsRequired,
  postgresMaxConnections,
  postgresTlsRequired,
} from "./database/connections.ts";
import {
  mysqlFirewall,
  postgresFirewall,
  postgresPublicAccessDisabled,
  postgresServerStopped,
} from "./database/network.ts";
import { wrongClientForEngine } from "./database/wrong-client.ts";
import { linkedZoneMissingRecord } from "./dns/linked-zone-missing-record.ts";
import { linkedZoneWithoutEndpoint } from "./dns/linked-zone-without-endpoint.ts";
import { privateZoneNotEffective } from "./dns/private-zone-not-effective.ts";
import { privateZoneNotLinked } from "./dns/private-zone-not-linked.ts";
import { gatewayBackendCertName } from "./edge/backend-cert-name-mismatch.ts";
import { frontDoorCertNameCheck } from "./edge/cert-name-check.ts";
import { frontDoorOriginHostHeader } from "./edge/origin-host-header.ts";
import { gatewayProbeHostHeader } from "./edge/probe-host-header.ts";
import { entraPlaybooks } from "./entra-playbooks.ts";
import { governancePlaybooks } from "./governance-playbooks.ts";
import { hostingPlaybooks } from "./hosting-playbooks.ts";
import { identityClientIdEmpty } from "./identity/client-id-env-empty.ts";
import { identityNotAssigned } from "./identity/not-assigned.ts";
import { keyVaultFirewallDeny } from "./key-vault/firewall-deny.ts";
import { keyVaultNotTrustedService } from "./key-vault/firewall-not-trusted-service.ts";
import { keyVaultPolicyIgnoresRbac } from "./key-vault/policy-mode-ignores-rbac.ts";
import { keyVaultRbacMissing } from "./key-vault/rbac-missing-data-role.ts";
import { keyVaultRbacIgnoresPolicy } from "./key-vault/rbac-mode-ignores-access-policy.ts";
import { keyVaultViaGroup } from "./key-vault/rbac-via-group-not-effective.ts";
import { keyVaultSoftDeletedSecret, keyVaultSoftDeletedVault } from "./key-vault/soft-deleted.ts";
import { lockCannotDelete } from "./lock/cannot-delete.ts";
import { lockOnLinkedResource } from "./lock/on-linked-resource.ts";
import { lockReadOnly } from "./lock/read-only.ts";
import {
  serviceBusLocalAuthDisabled,
  serviceBusRbacMissing,
  serviceBusRbacWrongPrincipal,
  serviceBusRbacWrongScope,
  serviceBusSasClaim,
} from "./messaging/access.ts";
import { entityPathMissing, wrongEntityName } from "./messaging/entities.ts";
import { eventHubsFirewall, serviceBusFirewall } from "./messaging/firewall.ts";
import { eventHubsQuota, serviceBusQuota } from "./messaging/quotas.ts";
import { monitorDailyCapReached } from "./monitor/daily-cap-reached.ts";
import { egressBlockedBuild } from "./network/egress-blocked-build.ts";
import { nsgEgressDeny } from "./network/nsg-egress-deny.ts";
import { nsgIngressDeny } from "./network/nsg-ingress-deny.ts";
import { podCidrTooSmall } from "./network/pod-cidr-too-small.ts";
import { snatExhaustion } from "./network/snat-exhaustion.ts";
import { subnetIpExhausted } from "./network/subnet-ip-exhausted.ts";
import { udrBlackhole } from "./network/udr-blackhole.ts";
import { udrBypassesServiceEndpoint } from "./network/udr-bypasses-service-endpoint.ts";
import { vnetIntegrationMissing } from "./network/vnet-integration-missing.ts";
import { platformServiceIncident } from "./platform/service-incident.ts";
import { policyModifySharedKey } from "./policy/modify-shared-key.ts";
import { sqlDatabaseNotFound, sqlServerlessPaused } from "./sql/databases.ts";
import { sqlDtuLimit, sqlWorkerLimit } from "./sql/limits.ts";
import { sqlEntraOnly, sqlExternalUserMissing, sqlSidMismatch } from "./sql/logins.ts";
import { sqlFirewall, sqlPublicAccessDisabled } from "./sql/network.ts";
import { storageAnonymousDisabled } from "./storage/anonymous-access-disabled.ts";
import { storageContainerNotFound } from "./storage/container-not-found.ts";
import { storageIpRuleSameRegion } from "./storage/network-path.ts";
import { storageNetworkRuleDeny } from "./storage/network-rule-deny.ts";
import { storagePublicAccessDisabled } from "./storage/public-access-disabled.ts";
import { storageRbacMissing } from "./storage/rbac-missing-data-role.ts";
import { storageSharedKeyDisabled } from "./storage/shared-key-disabled.ts";
import { sasStartNoSkew, storageSasExpired } from "./storage/tokens.ts";
import { takeUsed } from "./take-used.ts";

const playbooks: readonly Playbook[] = [
  aksApiServerIp,
  gatewayBackendCertName,
  gatewayProbeHostHeader,
  egressBlockedBuild,
  nsgEgressDeny,
  nsgIngressDeny,
  podCidrTooSmall,
  snatExhaustion,
  subnetIpExhausted,
  udrBlackhole,
  vnetIntegrationMissing,
  acrArmAudienceDisabled,
  acrFirewallDeny,
  acrMissingPull,
  acrMissingPullAtCreate,
  acrWrongPrincipal,
  acrTagNotFound,
  linkedZoneMissingRecord,
  linkedZoneWithoutEndpoint,
  privateZoneNotEffective,
  privateZoneNotLinked,
  keyVaultFirewallDeny,
  keyVaultNotTrustedService,
  keyVaultRbacMissing,
  keyVaultRbacIgnoresPolicy,
  keyVaultPolicyIgnoresRbac,
  keyVaultViaGroup,
  storageNetworkRuleDeny,
  storagePublicAccessDisabled,
  storageRbacMissing,
  storageSharedKeyDisabled,
  storageContainerNotFound,
  cosmosDataPlaneRoleMissing,
  cosmosFirewallDeny,
  cosmosLocalAuthDisabled,
  cosmosCreateWithToken,
  cosmosRuThrottling,
  monitorDailyCapReached,
  lockCannotDelete,
  lockReadOnly,
  lockOnLinkedResource,
  rbacMissingAtScope,
  rbacDenyAssignment,
  armConflictingOperation,
  identityNotAssigned,
  identityClientIdEmpty,
  frontDoorOriginHostHeader,
  frontDoorCertNameCheck,
  appServiceAccessRestrictionDeny,
  containerAppsTargetPort,
  ...entraPlaybooks,
  contextWrongSubscription,
  platformServiceIncident,
  storageIpRuleSameRegion,
  udrBypassesServiceEndpoint,
  storageSasExpired,
  sasStartNoSkew,
  storageAnonymousDisabled,
  policyModifySharedKey,
  keyVaultSoftDeletedSecret,
  keyVaultSoftDeletedVault,
  keyVaultReferenceUnresolved,
  keyVaultReferenceInFile,
  sqlFirewall,
  sqlPublicAccessDisabled,
  sqlDatabaseNotFound,
  sqlServerlessPaused,
  sqlWorkerLimit,
  sqlDtuLimit,
  sqlSidMismatch,
  sqlExternalUserMissing,
  sqlEntraOnly,
  postgresFirewall,
  mysqlFirewall,
  postgresPublicAccessDisabled,
  postgresServerStopped,
  postgresMaxConnections,
  mysqlMaxConnections,
  postgresTlsRequired,
  mysqlTlsRequired,
  wrongClientForEngine,
  redisFirewallDeny,
  ...hostingPlaybooks,
  serviceBusRbacMissing,
  serviceBusRbacWrongScope,
  serviceBusRbacWrongPrincipal,
  serviceBusLocalAuthDisabled,
  serviceBusSasClaim,
  serviceBusFirewall,
  eventHubsFirewall,
  serviceBusQuota,
  eventHubsQuota,
  wrongEntityName,
  entityPathMissing,
  ...aiAndQuotaPlaybooks,
  ...governancePlaybooks,
];

/** Every cause that ships with the product. */
export const allPlaybooks: readonly Playbook[] = playbooks.map(takeUsed);
