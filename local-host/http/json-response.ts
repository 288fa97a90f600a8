/** A JSON answer as ASP.NET sends it. */
export function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
}

export function emptyResponse(status: number): Response {
  return new Response(null, { status });
}

/** The extension's error body. Its stack is .NET's own, and left out. */
export function errorResponse(status: number, message: string, exception?: string): Response {
  return jsonResponse(status, {
    Message: message,
    ...(exception === undefined ? {} : { ExceptionMessage: exception }),
  });
}
