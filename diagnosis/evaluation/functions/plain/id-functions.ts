import { parseArmResourceId, sameArmId, scopeCovers } from "../../../../domain/arm-resource-id.ts";
import { onText, type PlainTable } from "./plain-function.ts";

/** Over ARM resource IDs; null for a text that is none. Case is ignored throughout. */
export const idFunctions: PlainTable = {
  same_id: ([left, right]) => onIds(left, right, sameArmId),
  id_covers: ([scope, id]) => onIds(scope, id, scopeCovers),
  id_name: onText((id) => parseArmResourceId(id)?.name ?? null),
  id_type: onText((id) => parseArmResourceId(id)?.type ?? null),
  id_group: onText((id) => parseArmResourceId(id)?.resourceGroup ?? null),
  id_subscription: onText((id) =>
    isMasked.test(id) ? null : (parseArmResourceId(id)?.subscriptionId ?? null),
  ),
  id_scope: onText((id) => parseArmResourceId(id)?.scope ?? null),
  id_parent: onText(parentOf),
  sql_sid: onText(sqlSid),
};

/** Pipelines write asterisks over what they keep as a secret, and people over what they show: `/subscriptions/xxxxxxxx-…`. */
const isMasked = /^\/subscriptions\/(?:\*{2,}|\[?(?:x{3,}[x-]*|redacted|masked|hidden)\]?)(?=\/|$)/i;
const subscriptionOf = /^\/subscriptions\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/i;

/** A subscription that is written over is that of the ID beside it. */
function onIds(left: unknown, right: unknown, compare: (left: string, right: string) => boolean): boolean {
  if (typeof left !== "string" || typeof right !== "string") return false;
  return compare(unmasked(left, right), unmasked(right, left));
}

function unmasked(id: string, beside: string): string {
  const subscription = subscriptionOf.exec(beside)?.[0];
  return subscription === undefined ? id : id.replace(isMasked, subscription);
}

/** One level up: of a child resource its parent resource, of a resource its group (or the scope that it extends). */
function parentOf(text: string): string | null {
  const parsed = parseArmResourceId(text);
  if (parsed === undefined) return null;
  if (parsed.types.length < 2) return parsed.scope === "/" ? null : parsed.scope;
  return parsed.id.split("/").slice(0, -2).join("/");
}

/**
 * A GUID as SQL Server stores it as a SID: the first three groups in little-endian order.
 *
 * @see https://learn.microsoft.com/sql/t-sql/statements/create-user-transact-sql (WITH SID)
 */
function sqlSid(text: string): string | null {
  const groups = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i.exec(
    text.trim(),
  );
  if (groups === null) return null;
  const [first = "", second = "", third = "", ...rest] = groups.slice(1);
  const reversed = [first, second, third].map((group) => group.match(/../g)?.toReversed().join("") ?? "");
  return `0x${[...reversed, ...rest].join("").toUpperCase()}`;
}
