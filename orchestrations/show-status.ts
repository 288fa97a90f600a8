import type { OrchestrationContext } from "durable-functions";
import type { DiagnosisCustomStatus } from "../domain/diagnosis.ts";

/**
 * Sets the custom status. The extension clears it in each turn whose answer has none; since every turn replays from the
 * start, it is enough to have set one before the first yield, and a new one before each yield that changes it.
 */
export function showStatus(context: OrchestrationContext, status: DiagnosisCustomStatus): void {
  context.df.setCustomStatus(status);
}

const messageCharacters = 500;

/** The diagnosis waits for its developer to sign in again. */
export function showSignInRequired(
  context: OrchestrationContext,
  why: string,
  at: Pick<DiagnosisCustomStatus, "round" | "done" | "total">,
): void {
  showStatus(context, { phase: "sign_in_required", ...at, message: why.slice(0, messageCharacters) });
}
