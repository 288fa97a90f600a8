import type { DebugRequest } from "../contract/debug-request.ts";
import { redactText } from "./redact-text.ts";

/**
 * Redacts everything of a request that a person or a model wrote. The idempotency key stays: it identifies the request, and
 * whoever stores it stores a digest.
 */
export function redactRequest(request: DebugRequest): DebugRequest {
  const { context, source_code: sourceCode } = request;
  return {
    ...request,
    error: redactText(request.error),
    ...(sourceCode === undefined
      ? {}
      : {
          source_code: sourceCode.map(({ path, content }) => ({
            path: redactText(path),
            content: redactText(content),
          })),
        }),
    ...(context === undefined
      ? {}
      : {
          context: {
            ...context,
            ...(context.subscription_id === undefined
              ? {}
              : { subscription_id: redactText(context.subscription_id) }),
            ...(context.resource_ids === undefined
              ? {}
              : { resource_ids: context.resource_ids.map((id) => redactText(id)) }),
            ...(context.notes === undefined ? {} : { notes: redactText(context.notes) }),
          },
        }),
  };
}
