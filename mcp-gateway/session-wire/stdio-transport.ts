import type { Readable, Writable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CancelledNotificationSchema,
  ErrorCode,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { LineSplitter } from "./line-splitter.ts";

/** Ten megabytes of source code, escaped as JSON, and what surrounds them. */
export const maxLineBytes = 16 * 1024 * 1024;

/**
 * MCP over a pair of streams, one JSON-RPC message a line. Unlike the SDK's own, it answers a broken line with a JSON-RPC
 * error and lives on, has room for the largest request, and knows which requests are not answered yet.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport["onmessage"]>;
  /** The revision that the server agreed to in its answer to `initialize`. */
  protocolVersion: string | undefined;

  readonly #input: Readable;
  readonly #output: Writable;
  readonly #lines: LineSplitter;
  readonly #unanswered = new Set<RequestId>();
  #onIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
    this.#lines = new LineSplitter(
      maxLineBytes,
      (line) => this.#receive(line),
      () =>
        this.#refuse(
          ErrorCode.InvalidRequest,
          `A message may have ${maxLineBytes} bytes at most. Send less source code.`,
        ),
    );
  }

  async start(): Promise<void> {
    this.#input.on("data", this.#onData);
    this.#input.on("error", this.#onError);
    this.#output.on("error", this.#onError);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if ("result" in message) {
      const version = message.result["protocolVersion"];
      if (typeof version === "string") this.protocolVersion = version;
    }
    await this.#write(message);
    if (!("method" in message) && message.id !== undefined) this.#settle(message.id);
  }

  /** Resolves when every request that came in is answered or cancelled; reads what came without a line end before. */
  async idle(): Promise<void> {
    this.#lines.end();
    if (this.#unanswered.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#input.off("data", this.#onData);
    this.#input.pause();
    this.onclose?.();
  }

  readonly #onData = (chunk: Buffer | string) => {
    this.#lines.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  };

  /** Kept after `close`: a broken pipe that shows itself later must not end the process. */
  readonly #onError = (error: Error) => {
    if (!this.#isClosed) this.onerror?.(error);
  };

  #receive(line: string): void {
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#refuse(ErrorCode.ParseError, "This line is not JSON. Send one JSON-RPC message a line.");
      return;
    }
    const parsed = JSONRPCMessageSchema.safeParse(json);
    if (!parsed.success) {
      this.#refuse(ErrorCode.InvalidRequest, "This is not a JSON-RPC 2.0 message.", idOf(json));
      return;
    }
    const message = parsed.data;
    if ("method" in message && "id" in message) this.#unanswered.add(message.id);
    this.onmessage?.(message);
    const cancelled = CancelledNotificationSchema.safeParse(message);
    if (cancelled.success && cancelled.data.params.requestId !== undefined)
      this.#settle(cancelled.data.params.requestId);
  }

  #refuse(code: ErrorCode, text: string, id: RequestId | null = null): void {
    void this.#write({ jsonrpc: "2.0", id, error: { code, message: text } });
  }

  #settle(id: RequestId): void {
    this.#unanswered.delete(id);
    if (this.#unanswered.size === 0) this.#onIdle?.();
  }

  /** Resolves when the stream took the line; a stream that closes meanwhile takes it nowhere. */
  async #write(message: object): Promise<void> {
    if (this.#output.destroyed || this.#output.writableEnded) return;
    if (this.#output.write(`${JSON.stringify(message)}\n`)) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        this.#output.off("drain", end);
        this.#output.off("close", end);
        resolve();
      };
      this.#output.on("drain", end);
      this.#output.on("close", end);
    });
  }
}

function idOf(json: unknown): RequestId | null {
  const id = typeof json === "object" && json !== null && "id" in json ? json.id : null;
  return typeof id === "string" || typeof id === "number" ? id : null;
}
