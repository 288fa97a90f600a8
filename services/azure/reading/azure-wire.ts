import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isLoopback } from "../../../domain/loopback.ts";
import {
  AzureConnectionError,
  AzureTimeoutError,
  ReadCancelledError,
  WireRefusedError,
} from "./wire-faults.ts";

export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How messages name it, without host and token. */
  readonly read: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** True where the body was longer than `maxBytes`; `text` is then its beginning. */
  readonly isCut: boolean;
}

export interface WireOptions {
  /** For the whole exchange: connection, headers and the last byte of the body. */
  readonly timeoutMs: number;
  /** Of the decompressed body. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * One exchange over HTTP. Redirects are not followed: a 3xx is an answer like any other, so that no token ever goes to
 * a host that was not configured.
 *
 * @throws AzureConnectionError, AzureTimeoutError, ReadCancelledError (the caller's signal), WireRefusedError.
 */
export async function exchange(request: WireRequest, options: WireOptions): Promise<WireAnswer> {
  if (request.url.protocol !== "https:" && !isLoopback(request.url.hostname))
    throw new WireRefusedError(request.read, "plain HTTP is for this machine only");
  const ending = endingOf(options);
  try {
    const response = await send(request, ending.signal);
    const body = await bodyOf(response, options);
    return { status: response.statusCode ?? 0, headers: headersOf(response), ...body };
  } catch (error) {
    if (options.signal?.aborted) throw new ReadCancelledError(request.read, { cause: error });
    if (ending.isTimedOut()) throw new AzureTimeoutError(request.read, options.timeoutMs, { cause: error });
    throw new AzureConnectionError(request.read, { cause: error });
  } finally {
    ending.clear();
  }
}

/** Ends an exchange after its time, or when its caller gives up. */
function endingOf({ timeoutMs, signal }: WireOptions) {
  const ending = new AbortController();
  const end = () => ending.abort();
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    end();
  }, timeoutMs);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  return {
    signal: ending.signal,
    isTimedOut: () => isTimedOut,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
    },
  };
}

/**
 * Node's own client rather than `fetch`: a diagnosis makes many small reads, and it takes half the processor time for
 * each. Its global agents keep connections, and heed `NODE_USE_ENV_PROXY` as `fetch` does.
 */
function send({ url, method, headers, body }: WireRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const start = url.protocol === "https:" ? httpsRequest : httpRequest;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      method,
      headers: { "accept-encoding": "gzip", ...headers, ...length },
      signal,
    });
    outgoing.once("response", resolve);
    // It stays: a connection that breaks after the answer has begun is told here, too.
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
  return headers;
}

function bodyOf(
  response: IncomingMessage,
  { maxBytes }: WireOptions,
): Promise<{ text: string; isCut: boolean }> {
  return new Promise((resolve, reject) => {
    const body = unpacked(response, reject);
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const end = (isCut: boolean) => resolve({ text: textOf(chunks), isCut });
    body.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= maxBytes) return void chunks.push(chunk);
      end(true);
      response.destroy();
    });
    body.once("end", () => end(false));
    body.on("error", reject);
    response.on("error", reject);
    response.once("close", () => {
      if (!response.complete) reject(new TypeError("The connection broke within the answer."));
    });
  });
}

function unpacked(response: IncomingMessage, reject: (error: Error) => void): Readable {
  if (!/^(?:x-)?gzip$/iu.test(response.headers["content-encoding"] ?? "")) return response;
  return pipeline(response, createGunzip(), (error) => error && reject(error));
}

/** Without a byte order mark, as `fetch` decodes it. */
function textOf(chunks: readonly Buffer[]): string {
  return new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
}
