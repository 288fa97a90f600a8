import type { ActivityHandler } from "durable-functions";
import { queryResourceGraph as contract } from "../../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { wrapActivity } from "../wrapping/wrap-activity.ts";
import { performRead } from "./perform-read.ts";

/** Activity `queryResourceGraph`: one Resource Graph query over the subscriptions that the developer can see. */
export function queryResourceGraph(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => performRead(contract, dependencies, input));
}
