import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Report } from "../../domain/contract/report.ts";
import type { PlaybookFile } from "../../domain/playbook-file.ts";
import type { Logger } from "../../services/platform/logging.ts";
import type { Plan, Thinking } from "./thinking.ts";
import { threadEnded, thrownInThread } from "./thinking-failed-error.ts";
import type { ThreadAnswer, ThreadQuestion, ThreadReply, ThreadStart } from "./thread-message.ts";

export interface ThinkingThread extends Thinking {
  /** Starts the thread, so that what it needs is loaded when the first question comes. */
  prepare(): void;
  /** Ends the thread. Questions without an answer are refused. */
  close(): Promise<void>;
}

export interface ThinkInThreadOptions {
  ownPlaybooks: readonly PlaybookFile[];
  log: Pick<Logger, "warn">;
  startThread?: (start: ThreadStart) => Worker;
}

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

interface Thread {
  worker: Worker;
  /** Who waits for an answer of this thread, by the question's number. */
  waiting: Map<number, Waiting>;
}

/**
 * Thinks in a thread of its own: the thread of activities and turns goes on meanwhile, and never loads a playbook. It is
 * started when it is first needed and keeps the process alive only while it thinks; one that dies fails the questions it
 * had, whose activities are retried, and the next question starts another.
 */
export function thinkInThread(options: ThinkInThreadOptions): ThinkingThread {
  const { ownPlaybooks, log, startThread = startThinkingThread } = options;
  let current: Thread | undefined;
  let questions = 0;

  const start = (): Thread => {
    const thread: Thread = { worker: startThread(startOf(ownPlaybooks)), waiting: new Map() };
    thread.worker.unref();
    thread.worker.on("message", (reply: ThreadReply) => {
      if ("warning" in reply) log.warn(reply.warning);
      else settle(thread, reply);
    });
    thread.worker.on("error", (error: unknown) => {
      log.warn("The thread that weighs evidence failed.", { error });
      leave(thread, error);
    });
    thread.worker.on("exit", () => leave(thread, undefined));
    return thread;
  };

  const leave = (thread: Thread, cause: unknown) => {
    if (current === thread) current = undefined;
    for (const { reject } of thread.waiting.values()) reject(threadEnded(cause));
    thread.waiting.clear();
  };

  const ask = (asked: Pick<ThreadQuestion, "kind" | "question">): Promise<unknown> =>
    new Promise((resolve, reject) => {
      current ??= start();
      const { worker, waiting } = current;
      questions += 1;
      waiting.set(questions, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...asked, id: questions });
    });

  return {
    plan: async (question) => (await ask({ kind: "plan", question })) as Plan,
    report: async (question) => (await ask({ kind: "report", question })) as Report,
    verification: async (question) => (await ask({ kind: "verification", question })) as Report,
    prepare() {
      current ??= start();
    },
    async close() {
      await current?.worker.terminate();
    },
  };
}

function settle({ worker, waiting }: Thread, reply: ThreadAnswer): void {
  const asked = waiting.get(reply.id);
  waiting.delete(reply.id);
  if (waiting.size === 0) worker.unref();
  if ("answer" in reply) asked?.resolve(reply.answer);
  else asked?.reject(thrownInThread(reply));
}

function startOf(ownPlaybooks: readonly PlaybookFile[]): ThreadStart {
  // Node names the folder of its own version; it is asked for with the one above.
  const cache = getCompileCacheDir?.();
  return cache === undefined ? { ownPlaybooks } : { ownPlaybooks, compileCache: dirname(cache) };
}

/** The thread's file ends as this one does: `.ts` from source, `.js` when compiled. */
export function startThinkingThread(workerData: ThreadStart): Worker {
  const file = import.meta.url.endsWith(".ts") ? "./thinking-thread.ts" : "./thinking-thread.js";
  return new Worker(new URL(file, import.meta.url), { workerData });
}
