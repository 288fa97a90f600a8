import { parameter, type SimulatedRequest } from "./simulated-request.ts";

export interface Page<T> {
  items: T[];
  /** The address of the next page; undefined on the last. */
  nextLink?: string;
}

/**
 * One page of a list. The address of the next repeats the request with a `$skiptoken`, which callers must treat as opaque.
 *
 * @param pageSize items a page at most; a smaller `$top` of the request wins.
 */
export function pageOf<T>(
  request: SimulatedRequest,
  origin: string,
  all: readonly T[],
  pageSize: number,
): Page<T> {
  const top = Number(parameter(request, "$top"));
  const size = Number.isInteger(top) && top > 0 ? Math.min(top, pageSize) : pageSize;
  const offset = offsetOf(parameter(request, "$skiptoken"));
  const items = all.slice(offset, offset + size);
  if (offset + size >= all.length) return { items };
  return { items, nextLink: nextLink(request, origin, offset + size) };
}

function nextLink(request: SimulatedRequest, origin: string, offset: number): string {
  const query = new URLSearchParams(request.query);
  for (const name of request.query.keys()) if (name.toLowerCase() === "$skiptoken") query.delete(name);
  query.set("$skiptoken", tokenOf(offset));
  return `${origin}${encodeURI(request.path)}?${query.toString()}`;
}

/** The opaque text that stands for a position in a list. */
export function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString("base64url");
}

/** The position that a token stands for; 0 for none, and for one that this simulator did not make. */
export function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  try {
    const { offset } = JSON.parse(Buffer.from(token, "base64url").toString()) as { offset?: unknown };
    return typeof offset === "number" ? offset : 0;
  } catch {
    return 0;
  }
}
