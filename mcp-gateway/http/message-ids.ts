import {
  CancelledNotificationSchema,
  isJSONRPCRequest,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";

/** The requests in a POST's body that must be answered, and those that it cancels. */
export function messageIds(body: unknown): { requested: RequestId[]; cancelled: RequestId[] } {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  const requested = messages.filter((message) => isJSONRPCRequest(message)).map(({ id }) => id);
  const cancelled = messages.flatMap((message) => {
    const parsed = CancelledNotificationSchema.safeParse(message);
    return parsed.success ? (parsed.data.params.requestId ?? []) : [];
  });
  return { requested, cancelled };
}
