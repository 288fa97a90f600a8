import { ownerKey, type Principal } from "../../domain/principal.ts";
import type { SingleUse } from "../stores/single-use.ts";

const keptSeconds = 60 * 60;

/** Keeps a claims challenge of Azure's for the person's next sign-in: without it, that would be refused like this one. The latest counts. */
export async function keepClaims(singleUse: SingleUse, principal: Principal, claims: string): Promise<void> {
  await singleUse.put(keyOf(principal), claims, keptSeconds);
}

/** The challenge that a sign-in of this person must answer, which may not come to its end: it stays kept. */
export async function claimsFor(singleUse: SingleUse, principal: Principal): Promise<string | undefined> {
  const claims = await singleUse.take(keyOf(principal));
  if (claims !== undefined) await keepClaims(singleUse, principal, claims);
  return claims;
}

/** The person has signed in. Where that did not answer the challenge, Azure makes it again. */
export async function forgetClaims(singleUse: SingleUse, principal: Principal): Promise<void> {
  await singleUse.take(keyOf(principal));
}

function keyOf(principal: Principal): string {
  return `claims ${ownerKey(principal)}`;
}
