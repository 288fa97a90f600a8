import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions } from "../error-text.ts";

export const saysLocked = `(${errorMentions("ScopeLocked", "scope(s) are locked", "remove the lock and try again")})`;

/** Locks are read for the whole subscription: one on a group or on the subscription reaches everything below it. */
export const lockReads: Playbook["reads"] = {
  locks: {
    title: { en: "Locks in subscription {{subscription}}", ko: "구독 {{subscription}}의 잠금" },
    request: { kind: "arm", path: "/subscriptions/{{subscription}}/providers/Microsoft.Authorization/locks" },
    permission: "Microsoft.Authorization/locks/read",
  },
};

export const lockFacts: NonNullable<Playbook["let"]> = {
  /** The scope that the operation was made on, and the one that the error names as locked. */
  refusedScope:
    "find(request.error, 'scope .{0,4}(/subscriptions/[^ ]{1,250}[a-z0-9_)]).{0,4} cannot perform') || (signals.resourceIds[0].id) || target.id",
  lockedScope:
    "find(request.error, 'are locked: .{0,4}(/subscriptions/[^ ,]{1,250}[a-z0-9_)])') || refusedScope",
  subscription: "id_subscription(refusedScope)",
  isDelete: errorMatches("cannot perform delete", "delete operation", "delet", "remove-az", "destroy"),
  /** Locks on the scope that the error names, or above it. */
  reaching: "locks.value[?id_covers(id_scope(id), $.lockedScope)]",
  /** A lock against deletion lets a write through. */
  isWrite: errorMatches("cannot perform write operation"),
  stopping: "reaching[?properties.level == 'ReadOnly' || !(said($.isWrite))]",
  isLinked: "!id_covers(lockedScope, refusedScope)",
};

/** What a lock is hung on, and the resource itself. */
export const lockTarget =
  "signals.resources[?matchedBy == 'id'] || signals.resources[?type == 'microsoft.resources/subscriptions/resourcegroups' && matchedBy == 'name']";
