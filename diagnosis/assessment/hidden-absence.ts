import type { Citation } from "../../domain/citation.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import { isObject } from "../../domain/json-value.ts";
import { childOf, type EvidenceDocument } from "../evaluation/place.ts";

/**
 * What Azure says with 404 of a scope that the caller does not see, or of a type that it does not know: neither tells
 * whether the resource is there. What the caller sees and may not read is 403.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found
 */
const scopeCodes: ReadonlySet<string> = new Set([
  "InvalidResourceNamespace",
  "InvalidResourceType",
  "InvalidSubscriptionId",
  "MissingSubscription",
  "NoRegisteredProviderFound",
  "SubscriptionNotFound",
  "TenantNotFound",
]);

type Documents = ReadonlyMap<string, EvidenceDocument>;

/**
 * Why a "not found" proves no absence, as a code; undefined where it does. A page instead of a service's error comes from
 * a proxy; a subscription that the caller does not see answers for nothing in it.
 */
export function hiddenAbsence(document: EvidenceDocument, byId: Documents): string | undefined {
  const { body, evidence } = document;
  if (typeof body === "string") return `HTTP ${evidence.status}`;
  const own = childOf(childOf(body, "error"), "code") ?? childOf(body, "code") ?? childOf(body, "Code");
  const code = typeof own === "string" ? own : `HTTP ${evidence.status}`;
  if (scopeCodes.has(code)) return code;
  const subscription = /^arm \/subscriptions\/([^/?]+)/u.exec(evidence.requestKey)?.[1];
  const visible = visibleSubscriptions(byId);
  return subscription === undefined || visible.size === 0 || visible.has(subscription) ? undefined : code;
}

/** In lower case; empty where nothing is known of them. */
function visibleSubscriptions(byId: Documents): ReadonlySet<string> {
  const list = childOf(byId.get(fixedEvidence.subscriptions)?.body, "value");
  const ids = (Array.isArray(list) ? list : []).flatMap((row) => {
    const id = isObject(row) ? row["subscriptionId"] : undefined;
    return typeof id === "string" ? [id.toLowerCase()] : [];
  });
  return new Set(ids);
}

/**
 * The answers in whose rows a proof found something missing although Azure leaves out of them what the caller may not
 * read: such an absence is likely at best.
 */
export function unseenIn(proof: readonly Citation[], byId: Documents): string[] {
  const found = proof.filter(
    ({ op, pointer, evidenceId }) =>
      op === "none_match" &&
      /^\/(?:data|value)$/u.test(pointer) &&
      isCutByRights(byId.get(evidenceId)?.evidence.requestKey ?? ""),
  );
  return [...new Set(found.map(({ evidenceId }) => evidenceId))];
}

/**
 * Resource Graph, and ARM's lists of resources over a subscription or a resource group. Lists below one resource, and those
 * that take a right of their own (role assignments, locks, quotas, what was deleted), are whole or refused.
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/overview#permissions-in-azure-resource-graph
 */
function isCutByRights(requestKey: string): boolean {
  if (requestKey.startsWith("resource_graph ")) return true;
  const list = overContainer.exec(requestKey.replace(/\?.*$/u, ""));
  return list !== null && !withOwnRight.test(list[1] ?? "");
}

const overContainer =
  /^arm \/subscriptions(?:\/[^/]+(?:\/resourcegroups|\/resources|\/resourcegroups\/[^/]+\/resources|(?:\/resourcegroups\/[^/]+)?\/providers\/([^/]+\/[^/]+)))?$/u;
const withOwnRight =
  /^microsoft\.(?:authorization|features|insights|policyinsights|quota|resourcehealth)\/|\/(?:deleted\w*|deployments|skus|usages)$/u;
