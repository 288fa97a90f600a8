import type { Caller } from "../../domain/principal.ts";
import { createDiagnosisApi } from "../../mcp-gateway/function-app/diagnosis-api.ts";
import { createTrace } from "../../services/platform/trace.ts";
import type { Hub } from "./open-hub.ts";

/**
 * Lets the diagnoses go on that wait for this person's sign-in, whoever of their windows signed in. Never rejects: where it
 * cannot be told now, the `login` tool tells it when it is called again.
 */
export async function resumeDiagnoses(
  { functionApp, log, signAssertion }: Pick<Hub, "functionApp" | "log" | "signAssertion">,
  caller: Caller,
): Promise<void> {
  const api = createDiagnosisApi({
    functionApp,
    signAssertion,
    principal: caller,
    trace: createTrace(),
  });
  try {
    const { resumed } = await api.signedIn();
    if (resumed.length > 0) log.info(`${resumed.length} diagnoses go on after a sign-in.`);
  } catch (error) {
    log.warn("Diagnoses that wait for a sign-in could not be told of it.", { error });
  }
}
