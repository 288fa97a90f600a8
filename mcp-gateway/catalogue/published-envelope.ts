import { z } from "zod";
import { EnvelopeSchema } from "../../domain/contract/envelope.ts";

/**
 * The contract's envelope as the tools publish it: the report is an open object, since its schema alone would take more
 * than the whole tool list may. The full schema is the resource `azebal://contract`.
 */
export const PublishedEnvelopeSchema = EnvelopeSchema.extend({ report: z.looseObject({}).optional() });

/** The same for the tools that follow up: what `debug_error` spells out is not spelled out again. */
export const FollowUpEnvelopeSchema = z.looseObject({
  diagnosis_id: z.string(),
  status: z.string(),
});

/** The same for a tool that came late to a full list: the document of the contract spells it out. */
export const BareEnvelopeSchema = z.looseObject({});
