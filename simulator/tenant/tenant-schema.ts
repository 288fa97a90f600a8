import { z } from "zod";

const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "must be an ISO 8601 instant");

const CannedResponseSchema = z.looseObject({
  method: z.string(),
  path: z.string(),
  query: z.record(z.string(), z.string()).nullish(),
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.unknown().optional(),
});
export type CannedResponse = z.infer<typeof CannedResponseSchema>;

const DenialSchema = z.looseObject({ prefix: z.string(), actions: z.array(z.string()).nullish() });
export type Denial = z.infer<typeof DenialSchema>;

const UserSchema = z.looseObject({
  upn: z.string().min(1),
  objectId: z.string().min(1),
  displayName: z.string().nullish(),
  groups: z.array(z.unknown()).nullish(),
});
export type TenantUser = z.infer<typeof UserSchema>;

const ResourceSchema = z.looseObject({ id: z.string().startsWith("/", "must be a full ARM id") });
export type ArmResource = z.infer<typeof ResourceSchema>;

const SubscriptionSchema = z.looseObject({ subscriptionId: z.string().min(1) });

const EventSchema = z.looseObject({ eventTimestamp: instant });
export type ActivityLogEvent = z.infer<typeof EventSchema>;

const MetricSchema = z.looseObject({
  resourceId: z.string(),
  name: z.string(),
  unit: z.string().nullish(),
  timeGrain: z.string().nullish(),
  namespace: z.string().nullish(),
  dimensions: z.unknown().optional(),
  points: z.array(z.looseObject({ timeStamp: instant })),
});
export type TenantMetric = z.infer<typeof MetricSchema>;

const LogTableSchema = z.looseObject({
  columns: z.array(z.looseObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())),
});
export type TenantLogTable = z.infer<typeof LogTableSchema>;

/** tenant.json, as `scenarios/README.md` describes it: five fields are always there, anything may carry more. */
export const TenantSchema = z.looseObject({
  tenantId: z.string().min(1),
  now: instant,
  users: z.array(UserSchema).min(1, "names nobody: the first user is the one who is signed in"),
  subscriptions: z.array(SubscriptionSchema),
  resources: z.array(ResourceSchema),
  activityLog: z.array(EventSchema).nullish(),
  metrics: z.array(MetricSchema).nullish(),
  tables: z.record(z.string(), z.record(z.string(), LogTableSchema)).nullish(),
  graph: z.record(z.string(), z.unknown()).nullish(),
  responses: z.array(CannedResponseSchema).nullish(),
  denied: z.array(DenialSchema).nullish(),
});
export type Tenant = z.infer<typeof TenantSchema>;
