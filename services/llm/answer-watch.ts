/** Why an answer was given up. */
export type WatchEnd = "caller" | "time" | "silence" | "size";

export interface WatchOptions {
  readonly timeoutMs: number;
  /** Counts from the answer's beginning: a model that thinks says nothing before it. */
  readonly idleTimeoutMs: number;
  /** Of everything that the server sends for one question. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Ends one exchange with the model when its caller, its time, a silence or its size asks for it. */
export interface AnswerWatch {
  readonly signal: AbortSignal;
  /** As the global one, but watched. A refusal's text can be read afterwards. */
  readonly fetch: typeof globalThis.fetch;
  /** The model has begun to answer: from here on it may not fall silent. */
  begin(): void;
  /** Undefined while nothing has ended it. */
  endedBy(): WatchEnd | undefined;
  /** The body of a 4xx. */
  refusal(): string;
  /** Takes the timers off. */
  close(): void;
}

export function watchAnswer(options: WatchOptions): AnswerWatch {
  const controller = new AbortController();
  let ended: WatchEnd | undefined;
  let silence: NodeJS.Timeout | undefined;
  let refusal = "";
  let sizeBytes = 0;

  function end(why: WatchEnd): void {
    ended ??= why;
    controller.abort();
  }
  const onAbort = () => end("caller");
  const time = setTimeout(() => end("time"), options.timeoutMs);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });

  const watched = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, stream) {
        silence?.refresh();
        sizeBytes += chunk.length;
        if (sizeBytes <= options.maxBytes) return stream.enqueue(chunk);
        end("size");
        stream.terminate();
      },
    });

  return {
    signal: controller.signal,
    begin() {
      silence ??= setTimeout(() => end("silence"), options.idleTimeoutMs);
    },
    async fetch(input, init) {
      const response = await fetch(input, init);
      if (response.body === null) return response;
      const body = response.body.pipeThrough(watched());
      if (response.ok) return new Response(body, response);
      refusal = await new Response(body).text();
      return new Response(refusal, response);
    },
    endedBy: () => ended,
    refusal: () => refusal,
    close() {
      clearTimeout(time);
      clearTimeout(silence);
      options.signal?.removeEventListener("abort", onAbort);
    },
  };
}
