import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type ProgressEvent, ProgressEventSchema } from "../../../domain/contract/progress-event.ts";
import type { NewProgressEvent, ProgressJournal } from "../progress-journal.ts";
import { ProgressWaiters } from "../progress-waiters.ts";
import { appendLine } from "./journal-script.ts";
import { ProgressAnnouncements } from "./progress-announcements.ts";
import { RedisConnection, type RedisSettings } from "./redis-connection.ts";

export interface RedisProgressJournal extends ProgressJournal {
  close(): void;
}

/**
 * How long after its last line a journal is kept. Nothing is trimmed before: a client may come back with any cursor, and a
 * diagnosis writes a few lines for each of its steps, whose number is bounded. It is far above the longest silence of a
 * diagnosis that still runs (a day), so that numbers never begin again.
 */
const defaultRetentionMs = 7 * 24 * 60 * 60 * 1_000;

const AppendedSchema = z.tuple([z.int().min(1), z.literal([0, 1])]).rest(z.array(z.string()));

/**
 * The journal of each diagnosis as a Redis stream whose entry IDs are `seq-0`: the cursor is the entry ID. All keys of a
 * diagnosis lie in one hash slot (`{id}`). Any number of waits takes two connections: decision 0006 says why.
 *
 * What Redis has answered is as durable as it is configured: with `appendfsync always` no line is lost, with `everysec`
 * those of the last second may be when its machine dies.
 */
export function createRedisProgressJournal(
  settings: RedisSettings,
  options: { retentionMs?: number } = {},
): RedisProgressJournal {
  const retentionMs = options.retentionMs ?? defaultRetentionMs;
  const origin = randomUUID();
  const commands = new RedisConnection(settings, "journal");
  const prefix = commands.keyPrefix;
  const waiters = new ProgressWaiters();
  const channelOf = (diagnosisId: string) => keyOf(prefix, diagnosisId, "news");
  const linesOf = (diagnosisId: string) => keyOf(prefix, diagnosisId, "lines");
  const announcements = new ProgressAnnouncements({
    settings,
    channelOf,
    waiters,
    isOwn: (announcement) => announcement.endsWith(origin),
    isEnd: (announcement) => announcement.startsWith("end "),
  });

  const read = async (diagnosisId: string, after: number, limit: number) => {
    const entries = await commands.run((client) =>
      client.xrange(linesOf(diagnosisId), `${after + 1}-0`, "+", "COUNT", limit),
    );
    return entries.map(([id, fields]) => eventOf(diagnosisId, Number.parseInt(id, 10), fields));
  };

  return {
    async append(event) {
      const { diagnosisId } = event;
      const reply = await commands.run((client) =>
        appendLine(
          client,
          [linesOf(diagnosisId), keyOf(prefix, diagnosisId, "steps")],
          [String(retentionMs), channelOf(diagnosisId), `line ${origin}`, ...fieldsOf(event)],
        ),
      );
      const [seq, isNew, fields = []] = AppendedSchema.parse(reply);
      if (isNew === 1) waiters.notify(diagnosisId);
      return fields.length === 0 ? { ...event, seq } : eventOf(diagnosisId, seq, fields);
    },

    async read(diagnosisId, after, limit) {
      return limit < 1 ? [] : await read(diagnosisId, after, limit);
    },

    async last(diagnosisId) {
      const [entry] = await commands.run((client) =>
        client.xrevrange(linesOf(diagnosisId), "+", "-", "COUNT", 1),
      );
      return entry && eventOf(diagnosisId, Number.parseInt(entry[0], 10), entry[1]);
    },

    async waitFor(diagnosisId, after, timeoutMs, signal) {
      announcements.follow(diagnosisId);
      const look = async () => (await read(diagnosisId, after, 1)).length > 0;
      return await waiters.wait(diagnosisId, look, timeoutMs, signal);
    },

    wake(diagnosisId) {
      waiters.end(diagnosisId);
      // Others that do not hear of it come to the end of their own time.
      commands.run((client) => client.publish(channelOf(diagnosisId), `end ${origin}`)).catch(() => {});
    },

    close() {
      waiters.endAll();
      announcements.close();
      commands.close();
    },
  };
}

/** The braces make the diagnosis alone decide the slot of a cluster; it is escaped, so that it holds none itself. */
function keyOf(prefix: string, diagnosisId: string, what: string): string {
  return `${prefix}{${encodeURIComponent(diagnosisId)}}:${what}`;
}

function fieldsOf({ stepId, phase, message, done, total, at }: NewProgressEvent): string[] {
  const line = { step_id: stepId, phase, message, done, total, at };
  return Object.entries(line).flatMap(([name, value]) => [name, String(value)]);
}

function eventOf(diagnosisId: string, seq: number, fields: readonly string[]): ProgressEvent {
  const line = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) line.set(fields[index]!, fields[index + 1]!);
  return ProgressEventSchema.parse({
    seq,
    diagnosisId,
    stepId: line.get("step_id"),
    phase: line.get("phase"),
    message: line.get("message"),
    done: Number(line.get("done")),
    total: Number(line.get("total")),
    at: line.get("at"),
  });
}
