import type { FinishedSpan, SpanSink } from "../tracing.ts";

export interface LateSinkOptions {
  /** Loads the sink proper: megabytes of code, which nobody should wait for. */
  open: () => Promise<SpanSink>;
  warn: (message: string) => void;
  /** After the first span. */
  delayMs?: number;
}

/** As many as the queue behind it holds. */
export const mostWaitingSpans = 2_048;

const defaultDelayMs = 1_000;

/**
 * A sink that opens another one a while after the first span, so that neither the start of a process nor the first call
 * waits for it. Until then spans wait here, a bounded number of them: later ones are dropped.
 */
export function createLateSink({ open, warn, delayMs = defaultDelayMs }: LateSinkOptions): SpanSink {
  let waiting: FinishedSpan[] = [];
  let timer: NodeJS.Timeout | undefined;
  let opening: Promise<SpanSink | undefined> | undefined;
  let opened: SpanSink | undefined;
  let isLost = false;

  async function load(): Promise<SpanSink | undefined> {
    try {
      const sink = await open();
      for (const span of waiting) sink.send(span);
      opened = sink;
    } catch (error) {
      isLost = true;
      const reason = error instanceof Error ? error.name : typeof error;
      warn(`Traces are not sent: OpenTelemetry cannot be loaded (${reason}). Diagnoses go on without.`);
    } finally {
      waiting = [];
    }
    return opened;
  }

  const opener = () => (opening ??= load());

  return {
    send(span) {
      if (opened !== undefined) return opened.send(span);
      if (isLost || waiting.length >= mostWaitingSpans) return;
      waiting.push(span);
      timer ??= setTimeout(() => void opener(), delayMs).unref();
    },

    async close(withinMs) {
      clearTimeout(timer);
      if (opening === undefined && waiting.length === 0) return;
      const endsMs = performance.now() + withinMs;
      const limit = Promise.withResolvers<undefined>();
      const limitTimer = setTimeout(() => limit.resolve(undefined), withinMs);
      const sink = await Promise.race([opener(), limit.promise]);
      clearTimeout(limitTimer);
      await sink?.close(Math.max(0, endsMs - performance.now()));
    },
  };
}
