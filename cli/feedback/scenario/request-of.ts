import { z } from "zod";
import type { DebugRequest } from "../../../domain/contract/debug-request.ts";
import { type Evidence, fixedEvidence } from "../../../domain/evidence.ts";

const StoredSchema = z.looseObject({
  error: z.string(),
  source_code: z.record(z.string(), z.string()).default({}),
  context: z.record(z.string(), z.unknown()).default({}),
});

/** What the developer had sent, redacted as it was stored; undefined where it is stored no more. */
export function requestOf(evidence: readonly Evidence[]): DebugRequest | undefined {
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.request);
  if (stored === undefined) return undefined;
  const { error, source_code, context } = StoredSchema.parse(JSON.parse(stored.body));
  const files = Object.entries(source_code).map(([path, content]) => ({ path, content }));
  return {
    error,
    ...(files.length > 0 ? { source_code: files } : {}),
    ...(Object.keys(context).length > 0 ? { context } : {}),
  };
}
