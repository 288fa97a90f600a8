import type { Playbook } from "../playbook.ts";
import { armInvalidTemplate } from "./arm/invalid-template.ts";
import { armMissingDependency } from "./arm/missing-dependency.ts";
import { armProviderNotRegistered } from "./arm/provider-not-registered.ts";
import { armRoleAssignmentName } from "./arm/role-assignment-name.ts";
import { armSkuNotAvailable } from "./arm/sku-not-available.ts";
import { subscriptionDisabled } from "./arm/subscription-disabled.ts";
import { rbacLinkedScopeJoinMissing } from "./authorization/linked-scope-join-missing.ts";
import { rbacRoleAssignmentWriteMissing } from "./authorization/role-assignment-write-missing.ts";
import { policyDenyLocation, policyDenyMissingTag, policyDenyOther } from "./policy/deny.ts";

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
