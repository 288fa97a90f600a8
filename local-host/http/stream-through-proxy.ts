import type { TypedData } from "../seam/core-types.ts";

interface StreamedRequest {
  /** The proxy that `@azure/functions` has opened for streaming. */
  proxyUrl: string;
  invocationId: string;
  request: Request;
  url: URL;
  parameters: Record<string, string>;
  body: Uint8Array;
}

/**
 * Makes an invocation in HTTP streaming mode: the function is invoked, and at the same time the request itself is sent
 * to the app's proxy, which answers it. In this mode `request.params` holds the query's values too, as on Azure.
 */
export async function streamThroughProxy(
  streamed: StreamedRequest,
  invoke: (triggerMetadata: Record<string, TypedData>) => Promise<{ respond(): Promise<unknown> }>,
): Promise<Response> {
  const { request, url, parameters, body } = streamed;
  const query = Object.fromEntries(url.searchParams);
  const headers = Object.fromEntries(request.headers);
  const metadata: Record<string, TypedData> = {
    Headers: { json: JSON.stringify(headers) },
    Query: { json: JSON.stringify(query) },
  };
  for (const [name, value] of Object.entries({ ...query, ...parameters })) metadata[name] = { string: value };
  const abort = new AbortController();
  const invoked = invoke(metadata)
    .then((invocation) => invocation.respond())
    .catch((error: unknown) => {
      abort.abort(error);
      throw error;
    });
  const answered = fetch(new URL(`${url.pathname}${url.search}`, streamed.proxyUrl), {
    method: request.method,
    headers: {
      ...forwarded(headers),
      "x-ms-invocation-id": streamed.invocationId,
      "x-forwarded-host": url.host,
      "x-forwarded-proto": url.protocol.slice(0, -1),
    },
    ...(body.length > 0 && request.method !== "GET" && request.method !== "HEAD"
      ? { body: new Uint8Array(body) }
      : {}),
    redirect: "manual",
    signal: abort.signal,
  });
  const [response] = await Promise.all([answered, invoked]);
  const kept = new Headers(response.headers);
  kept.delete("x-ms-invocation-id");
  return new Response(response.body, { status: response.status, headers: kept });
}

/** Headers that belong to a connection, not to a request. */
function forwarded(headers: Record<string, string>): Record<string, string> {
  const own = new Set([
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
  ]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name)));
}
