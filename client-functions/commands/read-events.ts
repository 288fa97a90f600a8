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
import { readableDiagnosis } from "./own-diagnosis.ts";

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
const lingerMs = 15;

/**
 * `GET /api/diagnoses/{id}/events`: the lines after the cursor; where there is none yet, the first one within `wait_ms`, a
 * change of status (a question, say), or the end.
 *
 * Whoever waits comes again, so that lines which are there are given at once and the engine is asked only where there are
 * none: an end that has lines before it is told by the next answer. Without `wait_ms` the answer is the whole state of now.
 *
 * @throws ApiRefusalError 400, 404, 503
 */
export async function readEvents(
  diagnosisId: string,
  request: Pick<HttpRequest, "query">,
  context: CommandContext,
): Promise<Answer> {
  const { after, wait_ms: waitMs } = parseQuery(EventsQuerySchema, request);
  const record = await readableDiagnosis(diagnosisId, context);
  const answer =
    waitMs === 0
      ? await look(record, after, context)
      : await follow(record, after, Math.min(waitMs, longestWaitMs), context);
  return { status: 200, body: answer };
}

async function follow(
  record: DiagnosisRecord,
  after: number,
  waitMs: number,
  context: CommandContext,
): Promise<EventsAnswer> {
  const { ended, stores } = context;
  const { journal } = stores;
  const { diagnosisId } = record;
  const endsAt = performance.now() + waitMs;
  const seenStatus = lastSeenStatus(record);
  // The index knows of an end before the engine shows it; who comes when it does has missed the wake.
  if (seenStatus === undefined) await ended.waitFor(diagnosisId, lingerMs);
  const isOver = seenStatus === undefined || ended.isExpected(diagnosisId);
  const first = isOver ? await look(record, after, context) : undefined;
  if (first?.ended) return first;
  const statusBefore = seenStatus ?? first?.status;
  for (let lookMs = firstLookMs; ; lookMs = Math.min(rarestLookMs, lookMs * 1.5)) {
    const leftMs = endsAt - performance.now();
    const isWoken = await journal.waitFor(diagnosisId, after, Math.max(0, Math.min(leftMs, lookMs)));
    // Lines that come together are given together, but the first of all at once.
    if (isWoken && after > 0) await ended.waitFor(diagnosisId, lingerMs);
    if (isWoken && !ended.isExpected(diagnosisId)) {
      const events = await journal.read(diagnosisId, after, eventsPerAnswer);
      const cursor = events.at(-1)?.seq ?? after;
      return { events, cursor, status: seenStatus ?? "running", ended: false };
    }
    const answer = await look(await readableDiagnosis(diagnosisId, context), after, context);
    const isNew = answer.events.length > 0 || answer.ended || answer.status !== statusBefore;
    if (isNew || performance.now() >= endsAt) return answer;
  }
}

/** The index holds the status that somebody saw last, or, before the instance has ended, how it is going to end. */
function lastSeenStatus({ status }: DiagnosisRecord): DiagnosisStatus | undefined {
  return status === "running" || status === "input_required" ? status : undefined;
}

/** The state is read before the lines: once it is terminal, every line has been written. */
async function look(record: DiagnosisRecord, after: number, context: CommandContext): Promise<EventsAnswer> {
  const state = await observeDiagnosis(record, context);
  const events = await context.stores.journal.read(record.diagnosisId, after, eventsPerAnswer);
  return {
    events,
    cursor: events.at(-1)?.seq ?? after,
    status: state.status,
    ended: state.isTerminal && events.length < eventsPerAnswer,
  };
}
