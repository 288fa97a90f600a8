import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { EventStore } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";

/** One response stream of a session: what was sent on it, and what it still has to answer. */
export interface EventStream {
  id: string;
  /** The requests that came with the POST that opened the stream; empty for the session's own GET stream. */
  requestIds: readonly RequestId[];
  unanswered: Set<RequestId>;
  events: StoredEvent[];
}

export interface StoredEvent {
  id: string;
  message: JSONRPCMessage;
  sizeBytes: number;
}

const maxBytesDefault = 1024 * 1024;

/**
 * The events of ONE session, for a client that lost a stream and comes back with Last-Event-ID. A store over all sessions
 * would replay one session's answers to another (the SDK does not ask whose event it is), so each session has its own.
 * Bounded: the oldest events of finished streams go first.
 */
export class SessionEventStore implements EventStore {
  readonly #maxBytes: number;
  readonly #streams = new Map<string, EventStream>();
  readonly #posts = new AsyncLocalStorage<readonly RequestId[]>();
  #sizeBytes = 0;

  constructor(maxBytes = maxBytesDefault) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Runs the handling of a POST. The SDK names a stream only to the store and a request only to itself; whatever is
   * stored while this POST is handled, or later by its handlers, belongs to its requests.
   */
  duringPost<T>(requestIds: readonly RequestId[], run: () => T): T {
    return this.#posts.run(requestIds, run);
  }

  async storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    const stream = this.#streams.get(streamId) ?? this.#open(streamId);
    const id = randomUUID();
    const sizeBytes = Buffer.byteLength(JSON.stringify(message));
    stream.events.push({ id, message, sizeBytes });
    if (!("method" in message) && "id" in message && message.id !== undefined)
      stream.unanswered.delete(message.id);
    this.#sizeBytes += sizeBytes;
    this.#evict(stream);
    return id;
  }

  /** The stream on which an event was sent; undefined for an event of another session, or one that is gone. */
  streamOf(eventId: string): EventStream | undefined {
    return [...this.#streams.values()].find((stream) => stream.events.some((event) => event.id === eventId));
  }

  /** What was sent on the event's stream after it. Priming events carry nothing and are not sent again. */
  eventsAfter(eventId: string): StoredEvent[] {
    const events = this.streamOf(eventId)?.events ?? [];
    const at = events.findIndex((event) => event.id === eventId);
    return events.slice(at + 1).filter(({ message }) => Object.keys(message).length > 0);
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = this.streamOf(lastEventId);
    if (!stream) throw new UnknownEventError();
    for (const { id, message } of this.eventsAfter(lastEventId)) await send(id, message);
    return stream.id;
  }

  /** A cancelled request is never answered: its stream is over and cannot be resumed. */
  forget(requestId: RequestId): void {
    for (const stream of this.#streams.values()) {
      if (!stream.unanswered.delete(requestId) || stream.unanswered.size > 0) continue;
      this.#streams.delete(stream.id);
      this.#sizeBytes -= sum(stream.events);
    }
  }

  #open(id: string): EventStream {
    const isOwnStream = id.startsWith("_GET");
    const requestIds = isOwnStream ? [] : (this.#posts.getStore() ?? []);
    const stream = { id, requestIds, unanswered: new Set(requestIds), events: [] };
    this.#streams.set(id, stream);
    return stream;
  }

  #evict(newest: EventStream): void {
    for (const stream of [...this.#streams.values()].filter((each) => each.unanswered.size === 0))
      if (this.#sizeBytes > this.#maxBytes && stream !== newest) {
        this.#streams.delete(stream.id);
        this.#sizeBytes -= sum(stream.events);
      }
    while (this.#sizeBytes > this.#maxBytes && newest.events.length > 1)
      this.#sizeBytes -= newest.events.shift()?.sizeBytes ?? 0;
  }
}

/** The client names an event that this session does not have. */
class UnknownEventError extends Error {
  override readonly name = "UnknownEventError";
  readonly code = "UnknownEvent";

  constructor() {
    super("This session has no such event any more. Call get_diagnosis to go on.");
  }
}

function sum(events: readonly StoredEvent[]): number {
  return events.reduce((bytes, event) => bytes + event.sizeBytes, 0);
}
