import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";

/**
 * Sends a request to the owner's Unix socket (or Windows pipe).
 *
 * @throws the connection's own error (`ECONNREFUSED`, `ENOENT`, `ECONNRESET`) where no owner answers.
 */
export async function sendOverSocket(socketPath: string, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  return await new Promise<Response>((resolve, reject) => {
    const outgoing = httpRequest(
      {
        socketPath,
        method: request.method,
        path: `${url.pathname}${url.search}`,
        headers: {
          ...Object.fromEntries(request.headers),
          ...(body ? { "content-length": String(body.length) } : {}),
        },
        signal: request.signal,
      },
      (incoming) => {
        const headers = new Headers();
        for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2)
          headers.append(incoming.rawHeaders[index]!, incoming.rawHeaders[index + 1]!);
        const status = incoming.statusCode ?? 502;
        const empty = status === 204 || status === 304;
        if (empty) incoming.resume();
        resolve(
          new Response(empty ? null : (Readable.toWeb(incoming) as unknown as ReadableStream), {
            status,
            headers,
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
