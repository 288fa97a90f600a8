import { z } from "zod";
import { AnyJsonSchema, ChangeSchema } from "../../domain/contract/change.ts";
import { DebugRequestSchema } from "../../domain/contract/debug-request.ts";
import {
  EnvelopeFailureSchema,
  EnvelopeSchema,
  NextSchema,
  ProgressSchema,
  QuestionSchema,
} from "../../domain/contract/envelope.ts";
import { DifferenceSchema, VerificationSchema } from "../../domain/contract/verification.ts";
import { ProgressEventSchema } from "../../domain/contract/progress-event.ts";
import {
  ActionSchema,
  ClaimSchema,
  GapSchema,
  ReportEvidenceSchema,
  ReportSchema,
  RootCauseSchema,
  RuledOutSchema,
  SuspectedSchema,
} from "../../domain/contract/report.ts";
import { FeedbackAnswerSchema } from "../../domain/function-app-api.ts";
import { allTools } from "../catalogue/all-tools.ts";
import {
  BareEnvelopeSchema,
  FollowUpEnvelopeSchema,
  PublishedEnvelopeSchema,
} from "../catalogue/published-envelope.ts";
import { PublishedFeedbackSchema } from "../catalogue/submit-feedback.ts";
import type { JsonSchema } from "./compact-json-schema.ts";

/** What stands for a part in the tool list, which has to be small. */
const abridged = new Map<z.ZodObject, string>([
  [PublishedEnvelopeSchema, "Envelope"],
  [FollowUpEnvelopeSchema, "Envelope"],
  [BareEnvelopeSchema, "Envelope"],
  [PublishedFeedbackSchema, "Feedback"],
]);

/** The parts that have a name; wherever else one of them is used, the document refers to it. */
const parts: Readonly<Record<string, z.ZodType>> = {
  Envelope: EnvelopeSchema,
  Feedback: FeedbackAnswerSchema,
  Progress: ProgressSchema,
  Next: NextSchema,
  Question: QuestionSchema,
  Failure: EnvelopeFailureSchema,
  Report: ReportSchema,
  RootCause: RootCauseSchema,
  Suspected: SuspectedSchema,
  Claim: ClaimSchema,
  Evidence: ReportEvidenceSchema,
  RuledOut: RuledOutSchema,
  Gap: GapSchema,
  Action: ActionSchema,
  Verification: VerificationSchema,
  Difference: DifferenceSchema,
  Change: ChangeSchema,
  Json: AnyJsonSchema,
  DebugRequest: DebugRequestSchema,
  ProgressEvent: ProgressEventSchema,
};

/** The whole wire contract as one JSON Schema 2020-12 document; `$defs` has each part and each tool's input and output. */
export function contractDocument(): JsonSchema {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(parts)) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, { io: "input", uri: (id) => `#/$defs/${id}` });
  const definitions: Record<string, JsonSchema> = { ...schemas };
  for (const tool of allTools) {
    definitions[`${tool.name}.input`] = z.toJSONSchema(tool.input({ sourcePaths: true }), { io: "input" });
    const part = abridged.get(tool.output);
    definitions[`${tool.name}.output`] =
      part === undefined ? z.toJSONSchema(tool.output, { io: "input" }) : { $ref: `#/$defs/${part}` };
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "azebal://contract",
    title: "The wire contract of AZEBAL",
    $defs: Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, bare(schema)])),
  };
}

/** A part of a document has no address or dialect of its own. */
function bare({ $schema: _schema, $id: _id, ...rest }: JsonSchema): JsonSchema {
  return rest;
}
