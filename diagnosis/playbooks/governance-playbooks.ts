import type { Playbook } from "../playbook.ts";
import { rbacLinkedScopeJoinMissing } from "./authorization/linked-scope-join-missing.ts";
import { rbacRoleAssignmentWriteMissing } from "./authorization/role-assignment-write-missing.ts";
import { policyDenyLocation, policyDenyMissingTag, policyDenyOther } from "./policy/deny.ts";
import { armInvalidTemplate } from "./resource-manager/invalid-template.ts";
import { armMissingDependency } from "./resource-manager/missing-dependency.ts";
import { armProviderNotRegistered } from "./resource-manager/provider-not-registered.ts";
import { armRoleAssignmentName } from "./resource-manager/role-assignment-name.ts";
import { armSkuNotAvailable } from "./resource-manager/sku-not-available.ts";
import { subscriptionDisabled } from "./resource-manager/subscription-disabled.ts";

/** What Azure Resource Manager refuses before a resource provider sees it, or deploys in the wrong order. */
export const governancePlaybooks: readonly Playbook[] = [
  subscriptionDisabled,
  armProviderNotRegistered,
  rbacRoleAssignmentWriteMissing,
  rbacLinkedScopeJoinMissing,
  policyDenyLocation,
  policyDenyMissingTag,
  policyDenyOther,
  armMissingDependency,
  armRoleAssignmentName,
  armSkuNotAvailable,
  armInvalidTemplate,
];
