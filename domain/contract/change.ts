import { z } from "zod";

/** Any JSON. */
export const AnyJsonSchema = z.json();

/** An ARM resource ID, or the path of a Microsoft Graph object (`/v1.0/applications(appId='…')`). */
const id = z.string().min(1);
/** RFC 6901, into the body that a GET of the resource answers. */
const pointer = z.string().regex(/^(?:\/[^/]*)+$/u);

/**
 * One fact of Azure that an action changes. Applied to the evidence of a diagnosis it shows what the action leads to,
 * before anybody has done it; applied to a simulated tenant it is the action.
 */
export const ChangeSchema = z.discriminatedUnion("kind", [
  /** The field gets this value; null takes it away. */
  z.looseObject({ kind: z.literal("set"), id, pointer, value: AnyJsonSchema }),
  /** The list gets one more element. */
  z.looseObject({ kind: z.literal("append"), id, pointer, value: AnyJsonSchema }),
  /** The resource is made; `body` as a GET then answers it, without `id`, `name` and `type`. */
  z.looseObject({ kind: z.literal("create"), id, body: z.record(z.string(), AnyJsonSchema) }),
  /** The resource is deleted, with everything below it. */
  z.looseObject({ kind: z.literal("delete"), id }),
  /** From then on the metric of the resource has this value, in its own unit. */
  z.looseObject({ kind: z.literal("measure"), id, metric: z.string(), value: z.number() }),
]);
export type Change = z.infer<typeof ChangeSchema>;
