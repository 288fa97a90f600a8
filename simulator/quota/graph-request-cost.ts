import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";

/** Base costs by the shape of the path, as the table of the documentation lists them; every other request costs 1. */
const baseCosts: readonly (readonly [path: RegExp, cost: number])[] = [
  [/^applications$/, 2],
  [/^applications\/\*\/extensionproperties$/, 2],
  [/^groups\/\*\/members$/, 3],
  [/^groups\/\*\/transitivemembers$/, 5],
  [/^users\/\*\/(?:licensedetails|memberof|ownedobjects|transitivememberof)$/, 2],
  [/^oauth2permissiongrants(?:\/\*)?$/, 2],
  [/^serviceprincipals\/\*\/approleassignments$/, 2],
  [/^subscribedskus$/, 3],
  [/^users$/, 2],
];

/**
 * The resource units that a read of Microsoft Graph costs: `$select` and a `$top` below 20 make it cheaper by one each,
 * `$expand` dearer by one, and none costs less than one.
 *
 * @param segments the path below the version, keys as segments of their own; `me` counts as the user whom it means.
 * @see https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export function graphRequestCost(segments: readonly string[], request: SimulatedRequest): number {
  const path = (segments[0]?.toLowerCase() === "me" ? ["users", "me", ...segments.slice(1)] : segments)
    .map((segment, index) => (index === 1 ? "*" : segment.toLowerCase()))
    .filter((segment) => !segment.startsWith("microsoft.graph."))
    .join("/");
  const base = baseCosts.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  const top = parameter(request, "$top");
  const cheaper =
    (parameter(request, "$select") === undefined ? 0 : 1) + (top !== undefined && Number(top) < 20 ? 1 : 0);
  const dearer = parameter(request, "$expand") === undefined ? 0 : 1;
  return Math.max(1, base + dearer - cheaper);
}
