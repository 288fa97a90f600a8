import { z } from "zod";
import { LanguageSchema } from "../language.ts";
import { limits } from "../limits.ts";

export const SourceFileSchema = z.strictObject({ path: z.string().min(1).max(1_000), content: z.string() });
export type SourceFile = z.infer<typeof SourceFileSchema>;

export const RequestContextSchema = z.strictObject({
  subscription_id: z.string().max(100).optional(),
  resource_ids: z.array(z.string().max(2_000)).max(limits.resourceIds).optional(),
  observed_at: z.iso.datetime({ offset: true }).optional(),
  notes: z.string().max(limits.notesCharacters).optional(),
});

/** What a developer asks: the error as pasted, and what surrounds it. Sizes are checked in bytes by `oversize`. */
export const DebugRequestSchema = z.strictObject({
  error: z.string().min(1),
  source_code: z.array(SourceFileSchema).max(limits.sourceFiles).optional(),
  context: RequestContextSchema.optional(),
  language: LanguageSchema.optional(),
  idempotency_key: z.string().min(1).max(limits.idempotencyKeyCharacters).optional(),
});
export type DebugRequest = z.infer<typeof DebugRequestSchema>;

/** Says in one sentence what is too large and what to send instead, or undefined where everything fits. */
export function oversize(request: DebugRequest): string | undefined {
  const bytesOf = (text: string) => new TextEncoder().encode(text).length;
  const errorBytes = bytesOf(request.error);
  if (errorBytes > limits.errorBytes)
    return `error: ${errorBytes} bytes; at most ${limits.errorBytes}. Send the last lines, from the first error on.`;
  const sourceBytes = (request.source_code ?? []).reduce((sum, file) => sum + bytesOf(file.content), 0);
  if (sourceBytes > limits.sourceBytes)
    return `source_code: ${sourceBytes} bytes in all; at most ${limits.sourceBytes}. Send the files around the failing call.`;
  return undefined;
}
