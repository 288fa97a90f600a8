import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import { type Caller, ownerKey } from "../../domain/principal.ts";
import type { Gateway } from "../gateway.ts";
import { createSessionServer } from "../session-wire/session-server.ts";
import { AnsweringTransport } from "./answering-transport.ts";
import { messageIds } from "./message-ids.ts";
import { PendingCalls } from "./pending-calls.ts";
import { type EventStream, SessionEventStore, type StoredEvent } from "./session-event-store.ts";
import { writeResponse, writeRpcError } from "./write-response.ts";

export interface HttpSessionOptions {
  gateway: Gateway;
  principal: Caller;
  /** How long a call waits for a client that lost its stream to come back, in milliseconds. */
  resumeGraceMs: number;
  onClosed: (session: HttpSession) => void;
}

/** How soon a client should come back for a stream that it lost, in milliseconds. */
const retryIntervalMs = 1_000;
const streamHeaders = { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" };

/** One MCP session over streamable HTTP: one principal's, with transport, server and events of its own. */
export class HttpSession {
  readonly id = randomUUID();
  /** Who opened it; nobody else may use it. */
  readonly owner: string;
  /** As the latest request knows them. */
  caller: Caller;
  lastUsedAtMs: number;

  readonly #gateway: Gateway;
  readonly #events = new SessionEventStore();
  readonly #pending: PendingCalls;
  readonly #transport: AnsweringTransport;
  readonly #server: Server;
  #openResponses = 0;
  #isInitialized = false;

  private constructor({ gateway, principal, resumeGraceMs, onClosed }: HttpSessionOptions) {
    this.#gateway = gateway;
    this.owner = ownerKey(principal);
    this.caller = principal;
    this.lastUsedAtMs = gateway.clock.now();
    this.#pending = new PendingCalls(gateway.clock, resumeGraceMs);
    this.#transport = new AnsweringTransport(
      {
        sessionIdGenerator: () => this.id,
        eventStore: this.#events,
        retryInterval: retryIntervalMs,
        onsessioninitialized: () => {
          this.#isInitialized = true;
        },
      },
      (id) => this.#pending.answered(id),
    );
    this.#server = createSessionServer(gateway, {
      principal: () => Promise.resolve(this.caller),
      protocolVersion: ({ requestInfo }) => headerOf(requestInfo?.headers["mcp-protocol-version"]),
      hurry: (requestId) => this.#pending.hurry(requestId),
    });
    this.#server.onclose = () => {
      this.#pending.hurryAll();
      onClosed(this);
    };
  }

  static async open(options: HttpSessionOptions): Promise<HttpSession> {
    const session = new HttpSession(options);
    // The SDK's own transport declares `sessionId` in a way that exactOptionalPropertyTypes refuses.
    await session.#server.connect(session.#transport as unknown as Transport);
    return session;
  }

  /** False where the first request was no `initialize` that the transport took. */
  get isInitialized(): boolean {
    return this.#isInitialized;
  }

  get isBusy(): boolean {
    return this.#openResponses > 0 || this.#pending.size > 0;
  }

  /** Answers one request of this session. `body` is the parsed JSON of a POST, and undefined for others. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse, body: unknown): Promise<void> {
    this.#openResponses += 1;
    try {
      if (incoming.method === "GET") await this.#resume(incoming, outgoing);
      else await this.#exchange(incoming, outgoing, body);
    } finally {
      this.#openResponses -= 1;
      this.lastUsedAtMs = this.#gateway.clock.now();
    }
  }

  /** Lets the calls under way answer as they stand, then ends the session. */
  async close(): Promise<void> {
    this.#pending.hurryAll();
    await this.#server.close();
  }

  /** Ends the waiting of every call; resolves when all of them are answered. */
  async drain(): Promise<void> {
    this.#pending.hurryAll();
    await this.#pending.idle();
  }

  async #exchange(incoming: IncomingMessage, outgoing: ServerResponse, body: unknown): Promise<void> {
    const { requested, cancelled } = messageIds(body);
    for (const id of requested) this.#pending.add(id);
    const response = await this.#events.duringPost(requested, () =>
      this.#transport.handleRequest(webRequestOf(incoming), body === undefined ? {} : { parsedBody: body }),
    );
    if (response.status !== 200) for (const id of requested) this.#pending.answered(id);
    for (const id of cancelled) this.#end(id);
    await this.#listen(requested, response, outgoing);
  }

  async #resume(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const lastEventId = headerOf(incoming.headers["last-event-id"]);
    const stream = lastEventId === undefined ? undefined : this.#events.streamOf(lastEventId);
    if (lastEventId !== undefined && !stream) {
      const text = "This session has no such event any more. Call get_diagnosis to go on.";
      writeRpcError(outgoing, 400, -32_000, text);
      return;
    }
    if (lastEventId !== undefined && stream && isAnswered(stream)) {
      // The SDK would keep the stream of an answered request open for ever.
      const frames = this.#events.eventsAfter(lastEventId).map(frameOf).join("");
      outgoing.writeHead(200, { ...streamHeaders, "mcp-session-id": this.id }).end(frames);
      return;
    }
    const response = await this.#transport.handleRequest(webRequestOf(incoming));
    await this.#listen(stream?.requestIds ?? [], response, outgoing);
  }

  async #listen(ids: readonly RequestId[], response: Response, outgoing: ServerResponse): Promise<void> {
    this.#pending.listened(ids);
    try {
      await writeResponse(response, outgoing);
    } finally {
      this.#pending.left(ids);
    }
  }

  /** A cancelled request is never answered, so the SDK would leave its stream open. */
  #end(requestId: RequestId): void {
    this.#events.forget(requestId);
    this.#transport.closeSSEStream(requestId);
    this.#pending.answered(requestId);
  }
}

function webRequestOf(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  return new Request(new URL(incoming.url ?? "/", "http://mcp-gateway.local"), {
    method: incoming.method ?? "GET",
    headers,
  });
}

function isAnswered({ requestIds, unanswered }: EventStream): boolean {
  return requestIds.length > 0 && unanswered.size === 0;
}

function frameOf({ id, message }: StoredEvent): string {
  return `event: message\nid: ${id}\ndata: ${JSON.stringify(message)}\n\n`;
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
