import type { ActivityHandler } from "durable-functions";
import { readGraph as contract } from "../../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { wrapActivity } from "../wrapping/wrap-activity.ts";
import { performRead } from "./perform-read.ts";

/** Activity `readGraph`: one Microsoft Graph GET. */
export function readGraph(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => performRead(contract, dependencies, input));
}
