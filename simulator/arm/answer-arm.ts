import { answerActivityLog } from "../activity-log/answer-activity-log.ts";
import type { Answer } from "../http/answer.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { answerMetricDefinitions, answerMetricNamespaces } from "../metrics/answer-metric-definitions.ts";
import { answerMetrics } from "../metrics/answer-metrics.ts";
import { answerResourceGraph } from "../resource-graph/answer-resource-graph.ts";
import { type ArmPath, parseArmPath, readActionOf } from "../tenant/arm-path.ts";
import type { World } from "../world.ts";
import { answerContainer } from "./answer-container.ts";
import { authorizationFailed, invalidApiVersion, missingApiVersion } from "./arm-errors.ts";
import { inheritedTypes, listInherited } from "./authorization/list-inherited.ts";
import { listPermissions } from "./authorization/list-permissions.ts";
import { listPolicyDefinitions } from "./authorization/list-policy-definitions.ts";
import { queryPolicyStates } from "./authorization/query-policy-states.ts";
import { getRoleDefinition, listRoleDefinitions } from "./authorization/role-definitions.ts";
import { missingScope } from "./missing-scope.ts";
import { getResource, listResources } from "./resources.ts";

type Handler = (path: ArmPath, request: SimulatedRequest, world: World) => Answer | Promise<Answer>;

/** Collections that are more than the direct children of their parent. */
const collections: Record<string, Handler> = {
  "microsoft.insights/metrics": answerMetrics,
  "microsoft.insights/metricdefinitions": answerMetricDefinitions,
  "microsoft.insights/metricnamespaces": answerMetricNamespaces,
  "microsoft.insights/eventtypes/values": answerActivityLog,
  "microsoft.authorization/permissions": listPermissions,
  "microsoft.authorization/roledefinitions": listRoleDefinitions,
  "microsoft.authorization/policydefinitions": listPolicyDefinitions,
  "microsoft.authorization/policysetdefinitions": listPolicyDefinitions,
  ...Object.fromEntries(inheritedTypes.map((type) => [type, listInherited])),
};

const apiVersionPattern = /^\d{4}-\d{2}-\d{2}(-[a-z0-9.]+)?$/i;
const deploymentAlias = /^(\/subscriptions\/[^/]+(?:\/resourcegroups\/[^/]+)?)(\/deployments(?:\/.*)?)$/i;

/** Answers an ARM request: reads of the tenant, and the two read-only POSTs; every other POST, PUT or DELETE is denied. */
export async function answerArm(request: SimulatedRequest, world: World): Promise<Answer> {
  // ARM takes `…/deployments` without its provider too.
  const path = parseArmPath(request.path.replace(deploymentAlias, "$1/providers/Microsoft.Resources$2"));
  const apiVersion = parameter(request, "api-version");
  if (apiVersion === undefined) return missingApiVersion();
  if (!apiVersionPattern.test(apiVersion)) return invalidApiVersion(apiVersion);
  if (request.method === "POST" && path.key === "/providers/microsoft.resourcegraph/resources")
    return answerResourceGraph(request, world);
  if (request.method === "POST" && path.type === "microsoft.policyinsights/policystates/queryresults")
    return denied(path, world) ?? queryPolicyStates(path, request, world);
  if (request.method !== "GET" && request.method !== "HEAD") return refuseChange(path, request.method, world);
  const refused = denied(path, world);
  if (refused !== undefined) return refused;
  if (path.provider === undefined || path.types.length === 0) return answerContainer(path, request, world);
  const existing = world.index.get(path.key);
  if (existing !== undefined) return getResource(existing);
  if (path.type === "microsoft.authorization/roledefinitions" && !path.isCollection)
    return getRoleDefinition(path, world);
  const handler = path.isCollection ? collections[path.type] : undefined;
  if (handler === undefined) return listResources(path, request, world);
  return missingScope(path, world) ?? handler(path, request, world);
}

function denied(path: ArmPath, world: World): Answer | undefined {
  const action = readActionOf(path);
  if (!world.denials.denies(path.key, action)) return undefined;
  return authorizationFailed(world.signedIn, action, path.isCollection ? parentIdOf(path) : path.path);
}

/** Nobody may change the simulated tenant: what ARM says to a caller without the right. */
function refuseChange(path: ArmPath, method: string, world: World): Answer {
  const type = [path.provider ?? "Microsoft.Resources", ...path.types].join("/");
  const verb = method === "DELETE" ? "delete" : method === "POST" ? "action" : "write";
  return authorizationFailed(
    world.signedIn,
    `${type}/${verb}`,
    path.isCollection ? parentIdOf(path) : path.path,
  );
}

/** The id above a collection: its parent resource, or the scope above `/providers/…`. */
function parentIdOf(path: ArmPath): string {
  const segments = path.path.split("/");
  return segments.slice(0, path.types.length > 1 ? -1 : -3).join("/") || "/";
}
