import type { CommandContext } from "../command-context.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";

/** An identical request is joined only while it runs; the index may not know yet that it no longer does. */
export async function closeWhatHasEnded(hash: string, context: CommandContext): Promise<void> {
  const running = await context.stores.diagnoses.findRunning(context.principal, hash);
  if (running?.startedAt !== undefined) await observeDiagnosis(running, context);
}
