import type { IncomingMessage } from "node:http";

/** A request body, or why there is none. */
export type JsonBody = { kind: "json"; value: unknown } | { kind: "too_large" } | { kind: "malformed" };

/**
 * Reads a JSON body of at most `maxBytes`, and never holds more than that. What is too much is still taken from the
 * connection, and thrown away: a client that is cut off while it sends never reads why.
 *
 * @throws RequestBrokenError when the client goes away before the end.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<JsonBody> {
  const bytes = await collectBody(request, maxBytes);
  if (!bytes) return { kind: "too_large" };
  try {
    return { kind: "json", value: JSON.parse(bytes.toString("utf8")) };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "malformed" };
    throw error;
  }
}

/** The bytes of a body of at most `maxBytes`; undefined where it is longer. @throws RequestBrokenError */
export function collectBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let parts: Buffer[] = [];
    let sizeBytes = Number(request.headers["content-length"] ?? 0) > maxBytes ? Number.POSITIVE_INFINITY : 0;
    request.on("data", (part: Buffer) => {
      sizeBytes += part.length;
      if (sizeBytes <= maxBytes) {
        parts.push(part);
        return;
      }
      parts = [];
      resolve(undefined);
    });
    request.on("end", () => resolve(sizeBytes <= maxBytes ? Buffer.concat(parts) : undefined));
    request.on("error", (error) => reject(new RequestBrokenError({ cause: error })));
    request.on("close", () => reject(new RequestBrokenError()));
  });
}

/** The client went away while it sent its request. */
export class RequestBrokenError extends Error {
  override readonly name = "RequestBrokenError";
  readonly code = "RequestBroken";

  constructor(options?: ErrorOptions) {
    super("The client closed the connection before its request was complete.", options);
  }
}
