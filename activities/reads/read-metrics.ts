import type { ActivityHandler } from "durable-functions";
import { readMetrics as contract } from "../../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { wrapActivity } from "../wrapping/wrap-activity.ts";
import { performRead } from "./perform-read.ts";

/** Activity `readMetrics`: series of one resource over a time range. */
export function readMetrics(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => performRead(contract, dependencies, input));
}
