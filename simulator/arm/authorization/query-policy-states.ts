import { type Answer, ok } from "../../http/answer.ts";
import type { SimulatedRequest } from "../../http/simulated-request.ts";
import { type ArmPath, covers } from "../../tenant/arm-path.ts";
import { fieldOf } from "../../tenant/field.ts";
import type { World } from "../../world.ts";
import { filterItems } from "../list-answer.ts";
import { missingScope } from "../missing-scope.ts";

/**
 * `POST {scope}/providers/Microsoft.PolicyInsights/policyStates/{latest|default}/queryResults`: the compliance records at
 * and below a scope.
 *
 * @see https://learn.microsoft.com/rest/api/policyinsights/policy-states/list-query-results-for-resource-group
 */
export function queryPolicyStates(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const missing = missingScope(path, world);
  if (missing !== undefined) return missing;
  const states = world.index
    .all()
    .filter(
      ({ type, path: own }) =>
        type === "microsoft.policyinsights/policystates" && covers(path.scope, own.key),
    )
    .map(({ body }) => fieldOf(body, "properties"));
  const passing = filterItems(request, states, (state) => state);
  if (!Array.isArray(passing)) return passing;
  const context = `${world.origin}${path.path}/$metadata#latest`;
  return ok({ "@odata.context": context, "@odata.count": passing.length, value: passing });
}
