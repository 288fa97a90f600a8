import type { OrchestrationContext } from "durable-functions";
import type { DiagnosisCustomStatus } from "../domain/diagnosis.ts";

/**
 * Sets the custom status. The extension clears it in each turn whose answer has none; since every turn replays from the
 * start, it is enough to have set one before the first yield, and a new one before each yield that changes it.
 */
export function showStatus(context: OrchestrationContext, status: DiagnosisCustomStatus): void {
  context.df.setCustomStatus(status);
}
