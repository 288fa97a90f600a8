import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import { languageOf } from "../../domain/language.ts";
import { limits } from "../../domain/limits.ts";
import { oneLine } from "../../domain/redaction/one-line.ts";
import type { CallPort } from "../call-port.ts";
import type { Clock } from "../clock.ts";

/**
 * Three regular notifications a second leave room for the last one, which is sent at once when the call ends: never more
 * than four within any second.
 */
const leastGapMs = 340;
/** Silence, not slowness, makes a client give up; the margin is for a busy machine. */
const heartbeatMs = limits.heartbeatSeconds * 1_000 - 3_000;
/** Some clients cut the row of a tool at about this length: one event must fit into it, several joined need not. */
const eventCharacters = 400;
const messageCharacters = 800;
const separator = " · ";

export interface ProgressReporter {
  event(event: ProgressEvent): void;
  /** Ends the report: sends what is still held back, then nothing more. */
  end(): Promise<void>;
}

/**
 * Tells the client what a diagnosis does, on the call's progress token. `progress` counts the reads that are done and
 * always increases: notifications in between add a thousandth. Events that come faster than the rate are joined into one
 * message, newest last, each read by its latest; the heartbeat says what is still being read and for how long.
 */
export function createProgressReporter(
  notify: NonNullable<CallPort["notifyProgress"]>,
  clock: Clock,
  startedAtMs: number,
): ProgressReporter {
  const openReads = new Map<string, string>();
  let held: ProgressEvent[] = [];
  let last: ProgressEvent | undefined;
  let thousandths = -1;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let isEnded = false;
  let sending: Promise<void> = Promise.resolve();
  let cancelFlush = () => {};
  let cancelHeartbeat = () => {};

  function send(message: string): void {
    thousandths = Math.max((last?.done ?? 0) * 1_000, thousandths + 1);
    const progress = thousandths / 1_000;
    const total = last && last.total >= progress && last.total > 0 ? { total: last.total } : {};
    const notice = { progress, ...total, message };
    // A client that is gone is noticed by the call's signal; its progress has nobody to tell.
    sending = sending.then(() => notify(notice)).catch(() => {});
    sentAtMs = clock.now();
    cancelHeartbeat();
    cancelHeartbeat = clock.schedule(heartbeatMs, beat);
  }

  function flush(): void {
    cancelFlush();
    cancelFlush = () => {};
    if (held.length === 0) return;
    const messages = held.map((event) => event.message);
    held = [];
    send(joined(messages));
  }

  function beat(): void {
    if (!isEnded) send(heartbeatMessage([...openReads.values()].at(-1), last, clock.now() - startedAtMs));
  }

  cancelHeartbeat = clock.schedule(heartbeatMs, beat);

  return {
    event(event) {
      if (isEnded) return;
      last = event;
      if (event.phase === "started") openReads.set(event.stepId, event.message);
      else if (event.phase !== "waiting") openReads.delete(event.stepId);
      const mayGoAtOnce = held.length === 0 && clock.now() - sentAtMs >= leastGapMs;
      // What a read decided says that it began, too.
      const isFirst = held.length === 0;
      held = [...held.filter((other) => other.stepId !== event.stepId || !isProvisional(other)), event];
      if (mayGoAtOnce) flush();
      else if (isFirst) cancelFlush = clock.schedule(sentAtMs + leastGapMs - clock.now(), flush);
    },
    async end() {
      flush();
      isEnded = true;
      cancelHeartbeat();
      await sending;
    },
  };
}

/** An event that a later one of the same step makes old. */
function isProvisional({ phase }: ProgressEvent): boolean {
  return phase === "started" || phase === "waiting";
}

/** As many of the newest messages as fit, in their order; how many are left out is said first. */
function joined(messages: readonly string[]): string {
  const kept: string[] = [];
  let characters = 0;
  for (const message of messages.toReversed()) {
    const line = oneLine(message, eventCharacters);
    if (kept.length > 0 && characters + separator.length + line.length > messageCharacters) break;
    kept.unshift(line);
    characters += separator.length + line.length;
  }
  const leftOut = messages.length - kept.length;
  return `${leftOut > 0 ? `(+${leftOut}) ` : ""}${kept.join(separator)}`;
}

function heartbeatMessage(
  openRead: string | undefined,
  last: ProgressEvent | undefined,
  elapsedMs: number,
): string {
  const seconds = Math.round(elapsedMs / 1_000);
  const subject = oneLine(openRead ?? last?.message ?? "", eventCharacters - 40);
  if (languageOf(subject) === "ko")
    return last?.phase === "waiting" || openRead === undefined
      ? `아직 진행 중: ${subject}, ${seconds}초`
      : `아직 읽는 중: ${subject}, ${seconds}초`;
  if (last?.phase === "waiting")
    return `still waiting: ${oneLine(last.message, eventCharacters - 40)}, ${seconds} s`;
  if (openRead !== undefined) return `still reading ${subject}, ${seconds} s`;
  return subject === "" ? `still working, ${seconds} s` : `still working after: ${subject}, ${seconds} s`;
}
