import type { Answer } from "../../http/answer.ts";
import type { SimulatedRequest } from "../../http/simulated-request.ts";
import type { ArmPath } from "../../tenant/arm-path.ts";
import { fieldOf } from "../../tenant/field.ts";
import type { World } from "../../world.ts";
import { filterItems, listAnswer } from "../list-answer.ts";
import { relationOf } from "./list-inherited.ts";

/** Lists the policy definitions that can be assigned at a scope: its own and those of the tenant and groups above. */
export function listPolicyDefinitions(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const found = world.index.all().filter((entry) => {
    const relation = entry.type === path.type ? relationOf(entry.path.scope, path.scope) : undefined;
    return relation === "at" || relation === "above";
  });
  const passing = filterItems(request, found, ({ body }) => fieldOf(body, "properties"));
  return Array.isArray(passing) ? listAnswer(request, world, passing) : passing;
}
