import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

export const tracesClosed = "TracesClosed";

/** Why a connection is refused after the end: no code that anybody tries again. */
class TracesClosedError extends Error {
  override readonly name = "TracesClosedError";
  readonly code = tracesClosed;

  constructor() {
    super("No more traces are sent: the process ends.");
  }
}

/** Keeps no process alive: once closed it has no connection, and opens none. */
export class ClosableHttpAgent extends HttpAgent {
  #isClosed = false;

  override createConnection(...given: Parameters<HttpAgent["createConnection"]>) {
    if (this.#isClosed) throw new TracesClosedError();
    return super.createConnection(...given);
  }

  close(): void {
    this.#isClosed = true;
    this.destroy();
  }
}

/** Keeps no process alive: once closed it has no connection, and opens none. */
export class ClosableHttpsAgent extends HttpsAgent {
  #isClosed = false;

  override createConnection(...given: Parameters<HttpsAgent["createConnection"]>) {
    if (this.#isClosed) throw new TracesClosedError();
    return super.createConnection(...given);
  }

  close(): void {
    this.#isClosed = true;
    this.destroy();
  }
}
