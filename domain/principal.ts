import { z } from "zod";

/** The person in whose name a diagnosis reads Azure. The owner of a diagnosis is `tenantId` + `objectId`. */
export const PrincipalSchema = z.strictObject({
  tenantId: z.string().min(1),
  objectId: z.string().min(1),
  userPrincipalName: z.string().min(1),
});

export type Principal = z.infer<typeof PrincipalSchema>;

/** What a caller may do beyond what every developer may: `support` reads every diagnosis of its own tenant. */
export const CallerRoleSchema = z.enum(["support"]);
export type CallerRole = z.infer<typeof CallerRoleSchema>;

/** The person who makes a call, as the gateway knows them. */
export interface Caller extends Principal {
  readonly roles?: readonly CallerRole[];
  /** The sign-in that speaks for them; absent where it is this machine's own. */
  readonly sessionId?: string;
}

/** The stable text form of an owner: lower-case `tenantId/objectId`. */
export function ownerKey(principal: Pick<Principal, "tenantId" | "objectId">): string {
  return `${principal.tenantId}/${principal.objectId}`.toLowerCase();
}
