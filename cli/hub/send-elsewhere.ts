import { setTimeout as pause } from "node:timers/promises";

/** No connection to the function app that AZEBAL_FUNCTION_APP_URL names. */
export class FunctionAppElsewhereError extends Error {
  override readonly name = "FunctionAppElsewhereError";
  readonly code = "FunctionAppElsewhere";

  constructor(origin: string, options?: ErrorOptions) {
    super(
      `There is no answer from ${origin}${reasonOf(options?.cause)}. Check that the function app runs there, and AZEBAL_FUNCTION_APP_URL.`,
      options,
    );
  }
}

/** About two seconds: a connection that was kept open outlives the process behind it, and a new one takes a moment. */
const attempts = 8;
const pauseMs = 250;

/**
 * Sends a request for the function app to the one at `origin`. A request that got no answer is sent again for two
 * seconds: every command of the app is safe to repeat. Redirects are not followed, since the request says who asks.
 *
 * @throws FunctionAppElsewhereError where nothing answers; the reason of the request's signal where it aborted.
 */
export async function sendElsewhere(
  request: Request,
  origin: string,
  wait: () => Promise<void> = () => pause(pauseMs),
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const target = new URL(`${pathname}${search}`, origin);
  const body = request.body === null ? null : await request.arrayBuffer();
  const { method, headers, signal } = request;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(target, { method, headers, body, signal, redirect: "manual" });
    } catch (error) {
      if (signal.aborted) throw error;
      if (attempt === attempts) throw new FunctionAppElsewhereError(origin, { cause: error });
      await wait();
    }
  }
}

/** `fetch` itself says only that it failed; the system's code stands in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  return cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
}
