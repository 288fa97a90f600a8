import type { ApiVersionArea } from "../api-version-area.ts";

/** Role assignments, deny assignments, locks, privileged identity management and policy. */
export const accessControlAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.Authorization",
    source: "https://learn.microsoft.com/azure/templates/microsoft.authorization/allversions",
    rules: [
      {
        at: ["tenant", "managementGroup", "subscription", "group", "resource"],
        apiVersion: "2022-04-01",
        query: ["$filter"],
        paths: ["roleAssignments/*", "roleDefinitions/*", "denyAssignments/*"],
      },
      { at: ["subscription", "group", "resource"], apiVersion: "2022-04-01", paths: ["permissions"] },
      {
        at: ["tenant", "managementGroup", "subscription", "group", "resource"],
        apiVersion: "2020-10-01",
        query: ["$filter"],
        paths: [
          "roleAssignmentScheduleInstances/*",
          "roleAssignmentSchedules/*",
          "roleAssignmentScheduleRequests/*",
          "roleEligibilityScheduleInstances/*",
          "roleEligibilitySchedules/*",
          "roleEligibilityScheduleRequests/*",
          "roleManagementPolicies/*",
          "roleManagementPolicyAssignments/*",
        ],
      },
      {
        at: ["managementGroup", "subscription", "group", "resource"],
        apiVersion: "2020-05-01",
        query: ["$filter"],
        paths: ["locks/*"],
      },
      {
        at: ["managementGroup", "subscription", "group", "resource"],
        apiVersion: "2023-04-01",
        query: ["$filter", "$expand=LatestDefinitionVersion|EffectiveDefinitionVersion", "$top"],
        paths: ["policyAssignments/*"],
      },
      {
        at: ["tenant", "managementGroup", "subscription"],
        apiVersion: "2023-04-01",
        query: ["$filter", "$top"],
        paths: ["policyDefinitions/*", "policySetDefinitions/*"],
      },
      {
        at: ["managementGroup", "subscription", "group", "resource"],
        apiVersion: "2022-07-01-preview",
        query: ["$filter"],
        paths: ["policyExemptions/*"],
      },
      {
        at: ["tenant"],
        apiVersion: "2022-04-01",
        query: ["$expand=resourceTypes"],
        paths: ["providerOperations/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.PolicyInsights",
    source: "https://learn.microsoft.com/azure/templates/microsoft.policyinsights/allversions",
    rules: [
      {
        at: ["managementGroup", "subscription", "group", "resource"],
        apiVersion: "2024-10-01",
        method: "POST",
        query: ["$filter", "$top", "$select", "$orderby", "$from", "$to"],
        paths: ["policyStates/latest/queryResults"],
      },
      {
        at: ["managementGroup", "subscription", "group", "resource"],
        apiVersion: "2024-10-01",
        paths: ["remediations/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.ManagedServices",
    source: "https://learn.microsoft.com/azure/templates/microsoft.managedservices/allversions",
    rules: [
      {
        at: ["subscription", "group"],
        apiVersion: "2022-10-01",
        query: ["$expandRegistrationDefinition"],
        paths: ["registrationAssignments/*"],
      },
    ],
  },
];
