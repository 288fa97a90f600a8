import { z } from "zod";

/** The person in whose name a diagnosis reads Azure. The owner of a diagnosis is `tenantId` + `objectId`. */
export const PrincipalSchema = z.strictObject({
  tenantId: z.string().min(1),
  objectId: z.string().min(1),
  userPrincipalName: z.string().min(1),
});

export type Principal = z.infer<typeof PrincipalSchema>;

/** The stable text form of an owner: lower-case `tenantId/objectId`. */
export function ownerKey(principal: Pick<Principal, "tenantId" | "objectId">): string {
  return `${principal.tenantId}/${principal.objectId}`.toLowerCase();
}
