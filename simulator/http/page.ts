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
  return { items, nextLink: linkTo(request, origin, tokenOf(offset + size)) };
}

/** The address of the same list from where a token stands. */
export function linkTo(request: SimulatedRequest, origin: string, token: string): string {
  const query = new URLSearchParams(request.query);
  for (const name of request.query.keys()) if (name.toLowerCase() === "$skiptoken") query.delete(name);
  query.set("$skiptoken", token);
  return `${origin}${encodeURI(request.path)}?${query.toString()}`;
}

/**
 * The opaque text that stands for a position in a list.
 *
 * @param mark tells apart tokens of the same position.
 */
export function tokenOf(offset: number, mark?: string): string {
  return Buffer.from(JSON.stringify({ offset, mark })).toString("base64url");
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
