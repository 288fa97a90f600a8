import type { ActivityHandler } from "durable-functions";
import { queryLogs as contract } from "../../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { wrapActivity } from "../wrapping/wrap-activity.ts";
import { performRead } from "./perform-read.ts";

/** Activity `queryLogs`: one KQL query over a Log Analytics workspace or an Application Insights component. */
export function queryLogs(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => performRead(contract, dependencies, input));
}
