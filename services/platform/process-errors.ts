import type { Logger } from "./logging.ts";

export interface ProcessErrorOptions {
  readonly logger: Pick<Logger, "error">;
  /** Ends the process; `process.exit` where absent. */
  readonly exit?: (code: number) => void;
  /** Whose errors; the current process where absent. */
  readonly source?: Pick<NodeJS.EventEmitter, "on" | "off">;
}

/**
 * The one global error handler. An exception that nobody caught, or a rejection that nobody handled, leaves the process
 * in a state that nobody knows: it is logged in one line, and the process ends with exit code 1. What was accepted is
 * durable and goes on with the next start.
 *
 * @returns a function that takes the handler off again.
 */
export function handleProcessErrors(options: ProcessErrorOptions): () => void {
  const source = options.source ?? process;
  const exit = options.exit ?? ((code: number) => process.exit(code));
  let isEnding = false;
  const end = (message: string) => (error: unknown) => {
    if (isEnding) return;
    isEnding = true;
    options.logger.error(message, { error });
    exit(1);
  };
  const onException = end(
    "The process ends because of an error that nothing caught. Start it again; nothing is lost.",
  );
  const onRejection = end(
    "The process ends because a promise failed unheeded. Start it again; nothing is lost.",
  );
  source.on("uncaughtException", onException);
  source.on("unhandledRejection", onRejection);
  return () => {
    source.off("uncaughtException", onException);
    source.off("unhandledRejection", onRejection);
  };
}
