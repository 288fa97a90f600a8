import * as df from "durable-functions";
import { orchestrationNames } from "../domain/diagnosis.ts";
import { createDiagnose, type DiagnoseOptions } from "./diagnose.ts";
import { createVerifyFix } from "./verify-fix.ts";

/** Registers the orchestrations under the names that stand in histories. */
export function registerOrchestrations(options: DiagnoseOptions): void {
  df.app.orchestration(orchestrationNames.diagnose, createDiagnose(options));
  df.app.orchestration(orchestrationNames.verifyFix, createVerifyFix(options));
}
