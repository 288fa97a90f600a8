import { z } from "zod";
import { DebugRequestSchema } from "../../domain/contract/debug-request.ts";
import { EnvelopeSchema } from "../../domain/contract/envelope.ts";
import { ProgressEventSchema } from "../../domain/contract/progress-event.ts";
import { ReportSchema } from "../../domain/contract/report.ts";
import { allTools } from "../catalogue/all-tools.ts";
import { FollowUpEnvelopeSchema, PublishedEnvelopeSchema } from "../catalogue/published-envelope.ts";
import type { JsonSchema } from "./compact-json-schema.ts";

/** Stand for the whole envelope in the tool list, which has to be small. */
const envelopes = new Set<z.ZodObject>([PublishedEnvelopeSchema, FollowUpEnvelopeSchema]);

/** The whole wire contract as one JSON Schema 2020-12 document; `$defs` has each part and each tool's input and output. */
export function contractDocument(): JsonSchema {
  const parts: Record<string, z.ZodType> = {
    Envelope: EnvelopeSchema,
    Report: ReportSchema,
    DebugRequest: DebugRequestSchema,
    ProgressEvent: ProgressEventSchema,
  };
  for (const tool of allTools) {
    parts[`${tool.name}.input`] = tool.input({ sourcePaths: true });
    parts[`${tool.name}.output`] = envelopes.has(tool.output) ? EnvelopeSchema : tool.output;
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "azebal://contract",
    title: "The wire contract of AZEBAL",
    $defs: Object.fromEntries(Object.entries(parts).map(([name, schema]) => [name, bare(schema)])),
  };
}

function bare(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}
