import { ownerKey, type Principal } from "../../domain/principal.ts";
import type { SingleUse } from "../stores/single-use.ts";

const keptSeconds = 60 * 60;
/** Challenges of one person that wait for the same sign-in: the latest that was kept is answered. */
const mostKept = 8;

/** Keeps a claims challenge of Azure's for the person's next sign-in: without it, that would be refused like this one. */
export async function keepClaims(singleUse: SingleUse, principal: Principal, claims: string): Promise<void> {
  for (let slot = 0; slot < mostKept; slot += 1)
    if (await singleUse.putOnce(keyOf(principal, slot), claims, keptSeconds)) return;
}

/** The challenge that a sign-in of this person must answer; taken once. */
export async function takeClaims(singleUse: SingleUse, principal: Principal): Promise<string | undefined> {
  let latest: string | undefined;
  for (let slot = 0; slot < mostKept; slot += 1)
    latest = (await singleUse.take(keyOf(principal, slot))) ?? latest;
  return latest;
}

function keyOf(principal: Principal, slot: number): string {
  return `claims ${ownerKey(principal)} ${slot}`;
}
