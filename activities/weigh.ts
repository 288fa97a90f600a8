import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { weigh as contract } from "../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { planNext } from "./planning.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Output = z.output<(typeof contract)["output"]>;

/** Activity `weigh`: what all evidence so far confirms and refutes, and the reads of the next round. */
export function weigh(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, async (input): Promise<Output> => {
    const planning = await planNext(dependencies, input);
    return { ok: true, value: planning };
  });
}
