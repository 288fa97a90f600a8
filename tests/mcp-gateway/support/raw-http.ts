import {
  Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request,
} from "node:http";
import { onTestFinished } from "vitest";

/** A message as it came in an event stream. */
interface RawEvent {
  id: string;
  /** Undefined for a priming event. */
  message: { id?: unknown; method?: string; params?: unknown; result?: unknown; error?: unknown } | undefined;
}

export interface RawAnswer {
  status: number;
  headers: IncomingMessage["headers"];
  /** The whole body; never resolves while a stream is open. */
  text(): Promise<string>;
  /** The next event of a stream; undefined at its end. */
  next(): Promise<RawEvent | undefined>;
  /** Drops the connection, as a lost network does. */
  drop(): void;
}

const accept = "application/json, text/event-stream";

/** Sends one HTTP request with headers of its own choosing, on a connection of its own. */
export async function send(
  url: string,
  {
    body,
    ...options
  }: Omit<RequestOptions, "headers"> & { headers?: OutgoingHttpHeaders; body?: string | Buffer } = {},
): Promise<RawAnswer> {
  const agent = new Agent({ keepAlive: false });
  const headers = { accept, "content-type": "application/json", ...options.headers };
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(url, { agent, ...options, headers }, resolve);
    outgoing.on("error", reject);
    outgoing.end(body);
  });
  onTestFinished(() => void incoming.destroy());
  const chunks = incoming.setEncoding("utf8")[Symbol.asyncIterator]() as AsyncIterator<string>;
  let buffer = "";
  const frame = async (): Promise<string | undefined> => {
    for (let end = buffer.indexOf("\n\n"); ; end = buffer.indexOf("\n\n")) {
      if (end >= 0) {
        const text = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return text;
      }
      const { done, value } = await chunks.next();
      if (done) return undefined;
      buffer += value;
    }
  };
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    async text() {
      let text = buffer;
      for (let part = await chunks.next(); !part.done; part = await chunks.next()) text += part.value;
      return text;
    },
    async next() {
      for (let text = await frame(); text !== undefined; text = await frame()) {
        const event = eventOf(text);
        if (event) return event;
      }
      return undefined;
    },
    drop: () => void incoming.destroy(),
  };
}

function eventOf(frame: string): RawEvent | undefined {
  const field = (name: string) =>
    frame
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const data = field("data");
  if (data === undefined) return undefined;
  return {
    id: field("id") ?? "",
    message: data === "" ? undefined : (JSON.parse(data) as RawEvent["message"]),
  };
}

/** One MCP session over plain HTTP requests, for what the SDK's client hides. */
export class RawSession {
  readonly url: string;
  readonly headers: Record<string, string>;
  #nextId = 1;

  private constructor(url: string, headers: Record<string, string>) {
    this.url = url;
    this.headers = headers;
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<RawSession> {
    const params = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "raw", version: "1" },
    };
    const answer = await send(url, {
      method: "POST",
      headers,
      body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params }),
    });
    const sessionId = String(answer.headers["mcp-session-id"]);
    await answer.text();
    return new RawSession(url, {
      ...headers,
      "mcp-session-id": sessionId,
      "mcp-protocol-version": "2025-11-25",
    });
  }

  get id(): string {
    return this.headers["mcp-session-id"] ?? "";
  }

  /** Posts a request; its answer comes as events. */
  async request(method: string, params: object): Promise<RawAnswer & { requestId: number }> {
    const id = this.#nextId++;
    const body = JSON.stringify({ jsonrpc: "2.0", id, method, params });
    return { requestId: id, ...(await send(this.url, { method: "POST", headers: this.headers, body })) };
  }

  async notify(method: string, params: object): Promise<number> {
    const body = JSON.stringify({ jsonrpc: "2.0", method, params });
    return (await send(this.url, { method: "POST", headers: this.headers, body })).status;
  }

  /** Comes back for a lost stream. */
  async resume(lastEventId: string): Promise<RawAnswer> {
    return await send(this.url, {
      method: "GET",
      headers: { ...this.headers, "last-event-id": lastEventId },
    });
  }
}
