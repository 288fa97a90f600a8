import type { ActivityHandler } from "durable-functions";
import * as df from "durable-functions";
import { type ActivityName, activityCatalogue } from "../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { askModel } from "./model/ask-model.ts";
import { makePlan } from "./make-plan.ts";
import { readSignals } from "./read-signals.ts";
import { queryLogs } from "./reads/query-logs.ts";
import { queryResourceGraph } from "./reads/query-resource-graph.ts";
import { readArm } from "./reads/read-arm.ts";
import { readGraph } from "./reads/read-graph.ts";
import { readMetrics } from "./reads/read-metrics.ts";
import { record } from "./record.ts";
import { weigh } from "./weigh.ts";
import { writeReport } from "./write-report.ts";
import { writeVerification } from "./write-verification.ts";

type CreateActivity = (dependencies: ActivityDependencies) => ActivityHandler;

/** One handler for each activity of the catalogue: a name without one would leave its instances Running for ever. */
export const activities: Readonly<Record<ActivityName, CreateActivity>> = {
  readSignals,
  makePlan,
  readArm,
  queryResourceGraph,
  queryLogs,
  readMetrics,
  readGraph,
  weigh,
  askModel,
  writeReport,
  writeVerification,
  record,
};

/** Registers every activity under its name in the catalogue. */
export function registerActivities(dependencies: ActivityDependencies): void {
  for (const [key, create] of Object.entries(activities))
    df.app.activity(activityCatalogue[key as ActivityName].name, { handler: create(dependencies) });
}
