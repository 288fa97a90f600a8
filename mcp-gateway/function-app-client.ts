/** Stands for the function app's origin in requests; only path, query, headers and body matter to a client. */
export const functionAppOrigin = "http://function-app.local";

/**
 * The one way to the function app: in process, over a Unix socket or over HTTP (`domain/function-app-api.ts` has the
 * routes). Rejects when no function app answers; honours the request's signal where it can.
 */
export interface FunctionAppClient {
  send(request: Request): Promise<Response>;
}
