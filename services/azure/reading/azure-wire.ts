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
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: "manual",
      signal,
    });
    return { status: response.status, headers: response.headers, ...(await bodyOf(response, options)) };
  } catch (error) {
    if (options.signal?.aborted) throw new ReadCancelledError(request.read, { cause: error });
    if (timeout.aborted) throw new AzureTimeoutError(request.read, options.timeoutMs, { cause: error });
    throw new AzureConnectionError(request.read, { cause: error });
  }
}

async function bodyOf(
  response: Response,
  { maxBytes }: WireOptions,
): Promise<{ text: string; isCut: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) return { text, isCut: true };
    text += decoder.decode(chunk, { stream: true });
  }
  return { text: text + decoder.decode(), isCut: false };
}
