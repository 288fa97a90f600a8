import { chmodSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { ProcessLock } from "../../local-host/storage/process-lock.ts";
import { takeOwnerLock } from "./owner-lock.ts";
import { sendOverSocket } from "./send-over-socket.ts";
import { createFetchServer, type FetchHandler } from "./serve-fetch.ts";
import { socketPathOf } from "./socket-path.ts";

/** The function app as the owner runs it. */
export interface RunningFunctionApp {
  fetch: FetchHandler;
  stop(): Promise<void>;
}

export interface FunctionAppConnectionOptions {
  hubDirectory: string;
  /** Starts the function app in this process; called only while it holds the owner lock. */
  run: () => Promise<RunningFunctionApp>;
}

type Held = { lock: ProcessLock; app: RunningFunctionApp; server: Server };

const noOwner = new Set(["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"]);
const attempts = 40;
const pauseMs = 50;

/**
 * The function app of a hub, wherever it runs: in this process, if it is the first of this user, or in the process that
 * owns the hub, over its socket. When the owner dies, the next request of any process takes its place.
 */
export class FunctionAppConnection {
  readonly #options: FunctionAppConnectionOptions;
  readonly #socketPath: string;
  #held: Promise<Held | undefined> | undefined;
  #closed = false;

  constructor(options: FunctionAppConnectionOptions) {
    this.#options = options;
    this.#socketPath = socketPathOf(options.hubDirectory);
  }

  /**
   * Sends one request to the function app. A request whose owner died before it answered is sent again to the next
   * owner: every command of the app is safe to repeat.
   *
   * @throws OwnerUnreachableError when another process holds the hub but does not answer.
   */
  async send(request: Request): Promise<Response> {
    const body = request.body === null ? undefined : await request.arrayBuffer();
    for (let attempt = 0; ; attempt += 1) {
      // A request without a body can be sent as often as need be.
      const copy =
        body === undefined ? request : new Request(request, { method: request.method, body, duplex: "half" });
      const held = await this.#own();
      if (held) return await held.app.fetch(copy);
      try {
        return await sendOverSocket(this.#socketPath, copy);
      } catch (error) {
        if (!isNoOwner(error)) throw error;
        if (attempt >= attempts)
          throw new OwnerUnreachableError(this.#options.hubDirectory, { cause: error });
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  /** Tries to own the hub now, so that the first request does not wait for the start. */
  async warm(): Promise<void> {
    await this.#own();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const held = await this.#held?.catch(() => undefined);
    if (!held) return;
    held.server.closeAllConnections();
    held.server.close();
    await held.app.stop();
    rmSync(this.#socketPath, { force: true });
    held.lock.release();
  }

  async #own(): Promise<Held | undefined> {
    if (this.#closed) throw new OwnerUnreachableError(this.#options.hubDirectory);
    this.#held ??= this.#take();
    try {
      const held = await this.#held;
      if (!held) this.#held = undefined;
      return held;
    } catch (error) {
      this.#held = undefined;
      throw error;
    }
  }

  async #take(): Promise<Held | undefined> {
    const lock = await takeOwnerLock(join(this.#options.hubDirectory, "owner.lock"));
    if (!lock) return undefined;
    try {
      const app = await this.#options.run();
      const server = createFetchServer((request) => app.fetch(request));
      rmSync(this.#socketPath, { force: true });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(this.#socketPath, resolve);
      });
      if (process.platform !== "win32") chmodSync(this.#socketPath, 0o600);
      server.unref();
      return { lock, app, server };
    } catch (error) {
      lock.release();
      throw error;
    }
  }
}

function isNoOwner(error: unknown): boolean {
  return error instanceof Error && "code" in error && noOwner.has(String(error.code));
}

/** Another process owns the hub's folder but does not answer on its socket. */
export class OwnerUnreachableError extends Error {
  override readonly name = "OwnerUnreachableError";
  readonly code = "OwnerUnreachable";

  constructor(hubDirectory: string, options?: ErrorOptions) {
    super(
      `Another azebal process owns ${hubDirectory} but does not answer. Wait a moment and try again; if it stays so, end that process, or set AZEBAL_DATA_DIR to another folder.`,
      options,
    );
  }
}
