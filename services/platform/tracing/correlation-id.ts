import type { Trace } from "../trace.ts";

/** A trace's ID in the form of a GUID, as Azure's logs and the audit have it. */
export function correlationIdOf({ traceId }: Pick<Trace, "traceId">): string {
  return traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}
