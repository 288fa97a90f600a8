import { z } from "zod";
import {
  ApiErrorSchema,
  apiRoutes,
  type DiagnosisView,
  DiagnosisViewSchema,
  HistoryAnswerSchema,
} from "../../domain/function-app-api.ts";
import type { Hub } from "../hub/open-hub.ts";
import { UsageError } from "../usage-error.ts";

/** The history as this function app sends it: with the build that recorded each turn. */
const RecordingSchema = HistoryAnswerSchema.extend({
  turns: z.array(
    z.looseObject({
      turn: z.int().min(1),
      recorded_at: z.string(),
      trigger: z.unknown(),
      execution_id: z.string().optional(),
      build_id: z.string().optional(),
    }),
  ),
});
type RecordedTurns = z.infer<typeof RecordingSchema>["turns"];

/** What is kept of a diagnosis that can be replayed. */
export interface Recording {
  diagnosisId: string;
  /** How the diagnosis stands by what is stored of it. */
  status: DiagnosisView["status"];
  turns: RecordedTurns;
}

/** The function app did not give the history. The message says what it answered. */
export class HistoryUnreadableError extends Error {
  override readonly name = "HistoryUnreadableError";
  readonly code = "HistoryUnreadable";
}

/**
 * Reads a diagnosis's raw history through the function app, in the name of who is signed in.
 *
 * @throws UsageError for a diagnosis that is unknown here or somebody else's; HistoryUnreadableError for any other refusal.
 */
export async function fetchRecording(hub: Hub, diagnosisId: string): Promise<Recording> {
  const view = DiagnosisViewSchema.parse(await get(hub, apiRoutes.diagnosis, diagnosisId));
  const { turns } = RecordingSchema.parse(await get(hub, apiRoutes.history, diagnosisId));
  return { diagnosisId, status: view.status, turns };
}

async function get(hub: Hub, route: string, diagnosisId: string): Promise<unknown> {
  const principal = await hub.principal();
  const path = route.replace("{id}", encodeURIComponent(diagnosisId));
  const response = await hub.functionApp.send(
    new Request(`http://function-app.local/api/${path}`, {
      headers: { authorization: `Bearer ${await hub.signAssertion(principal)}` },
    }),
  );
  if (response.ok) return await response.json();
  if (response.status === 404)
    throw new UsageError(
      `${principal.userPrincipalName} has no diagnosis ${JSON.stringify(diagnosisId)} here. Check the ID; a diagnosis that was made with --scenario or another AZEBAL_DATA_DIR is found with the same ones only.`,
    );
  const failure = ApiErrorSchema.safeParse(await response.json().catch(() => undefined)).data;
  throw new HistoryUnreadableError(
    `The function app answered ${response.status} when asked for ${path}${failure ? `: ${failure.error.message}` : "."}`,
  );
}
