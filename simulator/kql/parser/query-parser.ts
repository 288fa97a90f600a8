import { Worker } from "node:worker_threads";
import type { ParseOutcome, ParseReply, ParseRequest } from "./parse-message.ts";

const mostQueriesKept = 500;

/**
 * Parses KQL with Microsoft's own parser, in a thread that is started by the first query. The thread does not keep the
 * process alive, and what was parsed is kept: the same texts come again and again.
 */
export class QueryParser {
  #worker: Worker | undefined;
  #nextId = 1;
  readonly #waiting = new Map<
    number,
    { resolve: (outcome: ParseOutcome) => void; reject: (error: Error) => void }
  >();
  readonly #known = new Map<string, Promise<ParseOutcome>>();

  parse(text: string): Promise<ParseOutcome> {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const outcome = new Promise<ParseOutcome>((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      const worker = this.#started();
      worker.ref();
      worker.postMessage({ id, text } satisfies ParseRequest);
    });
    if (this.#known.size >= mostQueriesKept) this.#known.clear();
    this.#known.set(text, outcome);
    outcome.catch(() => this.#known.delete(text));
    return outcome;
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    // The thread's file ends like this one: `.ts` from source, `.js` when compiled.
    const thread = import.meta.url.endsWith(".ts")
      ? new URL("./parse-thread.ts", import.meta.url)
      : new URL("./parse-thread.js", import.meta.url);
    const worker = new Worker(thread);
    worker.on("message", ({ id, outcome }: ParseReply) => {
      this.#waiting.get(id)?.resolve(outcome);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) worker.unref();
    });
    worker.on("error", (error: unknown) => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(error as Error);
      this.#waiting.clear();
    });
    this.#worker = worker;
    return worker;
  }
}

/** One for the process: parsing depends on nothing but the text, and a second thread would cost another 150 MB. */
export const sharedQueryParser = new QueryParser();
