import { app } from "@azure/functions";
import * as df from "durable-functions";
import { registerClientFunctions } from "../../../client-functions/register-client-functions.ts";
import { type DiagnosisInput, eventNames, orchestrationNames } from "../../../domain/diagnosis.ts";
import type { Principal } from "../../../domain/principal.ts";
import { openStores } from "../../../services/stores/open-stores.ts";
import { aReport } from "../../services/stores/contracts/a-report.ts";

/**
 * A function app with the real client functions and a `diagnose` that asks one question: "stop" fails it, anything else
 * completes it, a cancellation ends it. Its folder is in `SMALL_APP_DIRECTORY`; an assertion is an object ID.
 */
const stores = openStores({ directory: process.env["SMALL_APP_DIRECTORY"] ?? "" });
const principal = (objectId: string): Principal => ({
  tenantId: "t1",
  objectId,
  userPrincipalName: `${objectId}@contoso.com`,
});

registerClientFunctions({
  app,
  df,
  stores,
  buildId: "small-1",
  verifyAssertion: async (assertion) => ({ principal: principal(assertion) }),
});

df.app.activity("writeLine", {
  handler: async ({ diagnosisId, stepId }: { diagnosisId: string; stepId: string }) => {
    await stores.journal.append({
      diagnosisId,
      stepId,
      phase: "note",
      message: stepId,
      done: 1,
      total: 2,
      at: "2026-03-01T10:00:00Z",
    });
    return {};
  },
});

df.app.activity("putReport", {
  handler: async ({ diagnosisId }: { diagnosisId: string }) => {
    await stores.reports.put(diagnosisId, aReport());
    return {};
  },
});

df.app.orchestration(orchestrationNames.diagnose, function* (context) {
  const { diagnosis_id: diagnosisId } = context.df.getInput() as DiagnosisInput;
  const status = { round: 1, done: 1, total: 2 };
  yield context.df.callActivity("writeLine", { diagnosisId, stepId: "first" });
  context.df.setCustomStatus({ phase: "input_required", ...status, question: { id: "q1", text: "Go on?" } });
  const answered = context.df.waitForExternalEvent(eventNames.answer);
  const cancelled = context.df.waitForExternalEvent(eventNames.cancel);
  const first = (yield context.df.Task.any([answered, cancelled])) as typeof answered;
  context.df.setCustomStatus({ phase: "ended", ...status });
  const ended = { root_cause: "unknown", confidence: "none" };
  if (first === cancelled) return { ...ended, status: "cancelled", ended_because: "cancelled" };
  if ((first.result as { answer: string }).answer === "stop")
    throw new Error("stopped at /srv/secret-path.ts:1");
  yield context.df.callActivity("writeLine", { diagnosisId, stepId: "second" });
  yield context.df.callActivity("putReport", { diagnosisId });
  return {
    status: "completed",
    report_ref: "report",
    root_cause: "keyvault.firewall-deny",
    confidence: "proven",
    ended_because: "settled",
  };
});

app.hook.appTerminate(() => stores.close());
