import type { ActivityHandler } from "durable-functions";
import { readArm as contract } from "../../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { wrapActivity } from "../wrapping/wrap-activity.ts";
import { performRead } from "./perform-read.ts";

/** Activity `readArm`: one ARM GET, lists over all their pages. The Activity Log is one of its paths. */
export function readArm(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => performRead(contract, dependencies, input));
}
