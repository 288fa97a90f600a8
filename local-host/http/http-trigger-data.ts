import type { HttpCookie, HttpData, TypedData } from "../seam/core-types.ts";

/** A request as the host hands it to the worker. `body` is already read. */
export function toTriggerData(
  request: Request,
  url: URL,
  parameters: Record<string, string>,
  body: Uint8Array,
): TypedData {
  const http: HttpData = {
    url: request.url,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    params: parameters,
    query: Object.fromEntries(url.searchParams),
  };
  if (body.length > 0) http.body = { bytes: body };
  return { http };
}

/** The worker's answer as a response; a handler that returned nothing answers 204, as on Azure. */
export function toResponse(value: TypedData | null | undefined): Response {
  const http = value?.http;
  if (!http) return new Response(null, { status: 204 });
  const headers = new Headers(http.headers);
  for (const cookie of http.cookies ?? []) headers.append("set-cookie", cookieText(cookie));
  const status = Number(http.statusCode ?? "200");
  const hasNoBody = status === 204 || status === 205 || status === 304;
  const bytes = http.body?.bytes;
  const body = hasNoBody || !bytes || bytes.length === 0 ? null : new Uint8Array(bytes);
  return new Response(body, { status, headers });
}

function cookieText(cookie: HttpCookie): string {
  const expires = cookie.expires?.value?.seconds;
  const maxAge = cookie.maxAge?.value;
  return [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    cookie.domain?.value && `Domain=${cookie.domain.value}`,
    cookie.path?.value && `Path=${cookie.path.value}`,
    expires !== undefined && `Expires=${new Date(expires * 1000).toUTCString()}`,
    maxAge !== undefined && `Max-Age=${maxAge}`,
    cookie.secure?.value && "Secure",
    cookie.httpOnly?.value && "HttpOnly",
    sameSite(cookie.sameSite),
  ]
    .filter(Boolean)
    .join("; ");
}

function sameSite(value: string | undefined): string | undefined {
  const known = { lax: "Lax", strict: "Strict", explicitnone: "None" } as const;
  const text = known[(value ?? "").toLowerCase() as keyof typeof known];
  return text && `SameSite=${text}`;
}
