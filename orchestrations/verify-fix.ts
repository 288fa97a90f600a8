import type { OrchestrationHandler } from "durable-functions";
import { VerificationInputSchema } from "../domain/diagnosis.ts";
import { type DiagnoseOptions, reachVerdict } from "./diagnose.ts";

/**
 * The orchestration `verifyFix`: the request of a diagnosis is diagnosed again with reads of its own, until the causes that
 * were found are decided anew; its report says what has become of them.
 *
 * The order of its yields is a contract with every running instance, as that of `diagnose`.
 */
export function createVerifyFix(options: DiagnoseOptions): OrchestrationHandler {
  return function* verifyFix(context) {
    return yield* reachVerdict(context, VerificationInputSchema.parse(context.df.getInput()), options);
  };
}
