import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { makePlan as contract } from "../domain/activity-catalogue.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { planNext } from "./planning.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Output = z.output<(typeof contract)["output"]>;

/** Activity `makePlan`: the candidate causes that the signals raise, and the first round of reads that tells them apart. */
export function makePlan(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(
    contract,
    dependencies,
    async ({ diagnosisId, verifies, readsLeft }): Promise<Output> => {
      const planning = await planNext(dependencies, {
        diagnosisId,
        verifies,
        readsLeft,
        nextStep: 1,
        unread: [],
      });
      return { ok: true, value: planning };
    },
  );
}
