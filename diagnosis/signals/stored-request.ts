import { z } from "zod";

/**
 * The redacted request as it is stored (evidence e0): files are keyed by path, so that a pointer into it names the file.
 * Loose, since e0 may carry more than the diagnosis reads.
 */
export const StoredRequestSchema = z.looseObject({
  error: z.string(),
  source_code: z.record(z.string(), z.string()).optional(),
  context: z
    .looseObject({
      subscription_id: z.string().optional(),
      resource_ids: z.array(z.string()).optional(),
      observed_at: z.string().optional(),
      notes: z.string().optional(),
    })
    .nullish(),
});
export type StoredRequest = z.infer<typeof StoredRequestSchema>;
