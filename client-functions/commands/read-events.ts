import type { HttpRequest } from "@azure/functions";
import { z } from "zod";
import type { DiagnosisStatus } from "../../domain/contract/envelope.ts";
import type { EventsAnswer } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { parseQuery } from "../http/parse-input.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";
import { ownDiagnosis } from "./own-diagnosis.ts";

const EventsQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  wait_ms: z.coerce
    .number()
    .int()
    .min(0)
    .max(limits.waitSecondsMax * 1_000)
    .default(0),
});

const eventsPerAnswer = 200;
/** One poll holds a connection no longer than this, whatever was asked; the caller comes again with its cursor. */
const longestWaitMs = 60_000;
/** An event ends a wait at once. An end without an event is noticed this soon at first, then ever more rarely. */
const firstLookMs = 100;
const rarestLookMs = 2_000;

/**
 * `GET /api/diagnoses/{id}/events`: the lines after the cursor; where there is none yet, the first one within `wait_ms`, a
 * change of status (a question, say), or the end.
 *
 * @throws ApiRefusalError 400, 404, 503
 */
export async function readEvents(
  diagnosisId: string,
  request: Pick<HttpRequest, "query">,
  context: CommandContext,
): Promise<Answer> {
  const { after, wait_ms: waitMs } = parseQuery(EventsQuerySchema, request);
  const record = await ownDiagnosis(diagnosisId, context);
  const endsAt = performance.now() + Math.min(waitMs, longestWaitMs);
  let lookMs = firstLookMs;
  let answer = await look(record.diagnosisId, after, context);
  const statusBefore = lastSeenStatus(record) ?? answer.status;
  while (hasNothingNew(answer, statusBefore) && performance.now() < endsAt) {
    const leftMs = endsAt - performance.now();
    await context.stores.journal.waitFor(record.diagnosisId, after, Math.max(0, Math.min(leftMs, lookMs)));
    lookMs = Math.min(rarestLookMs, lookMs * 1.5);
    answer = await look(record.diagnosisId, after, context);
  }
  return { status: 200, body: answer };
}

/** The index holds the status that somebody saw last, or, before the instance has ended, how it is going to end. */
function lastSeenStatus({ status }: DiagnosisRecord): DiagnosisStatus | undefined {
  return status === "running" || status === "input_required" ? status : undefined;
}

function hasNothingNew(answer: EventsAnswer, statusBefore: DiagnosisStatus): boolean {
  return answer.events.length === 0 && !answer.ended && answer.status === statusBefore;
}

/** The state is read before the lines: once it is terminal, every line has been written. */
async function look(diagnosisId: string, after: number, context: CommandContext): Promise<EventsAnswer> {
  const record = await ownDiagnosis(diagnosisId, context);
  const state = await observeDiagnosis(record, context);
  const events = await context.stores.journal.read(diagnosisId, after, eventsPerAnswer);
  return {
    events,
    cursor: events.at(-1)?.seq ?? after,
    status: state.status,
    ended: state.isTerminal && events.length < eventsPerAnswer,
  };
}
