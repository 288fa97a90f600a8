/** What a plane answers; headers that every service sends are added when it leaves. */
export interface Answer {
  status: number;
  /** Sent as JSON; undefined sends no body. */
  body?: unknown;
  /** Sent as it is, in place of a body. */
  text?: string;
  headers?: Record<string, string>;
}

export function ok(body: unknown, headers?: Record<string, string>): Answer {
  return { status: 200, body, ...(headers === undefined ? {} : { headers }) };
}
