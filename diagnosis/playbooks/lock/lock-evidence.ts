import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions } from "../error-text.ts";

const isStated = errorMentions("ScopeLocked", "scope(s) are locked", "remove the lock and try again");
/** In the words of the portal or of people; locks of databases, blobs and state files are others. */
const isTold = `${errorMatches(
  "(delete|read.?only|cannotdelete|resource|management|azure) lock",
  "(resource|group|scope|account|server|vault|parent|it) .{0,80}(is|are|has been|may be|might be) locked",
  "(complains?|because|due|prevent|block).{0,40}\\block",
  "잠금|범위가 잠|잠겨 ?있|잠긴",
  "locked resources?",
)} && !${errorMatches("dead ?lock|state lock|lock (wait|timeout|file|token|lost)|table lock|row lock|lock acqui|acquir.{0,20}lock|database is locked|advisory lock|교착|상태 잠금")}`;
export const saysLocked = `(${isStated} || ${isTold})`;

/** Locks are read for the whole subscription: one on a group or on the subscription reaches everything below it. */
export const lockReads: Playbook["reads"] = {
  locks: {
    title: { en: "Locks in subscription {{subscription}}", ko: "구독 {{subscription}}의 잠금" },
    request: { kind: "arm", path: "/subscriptions/{{subscription}}/providers/Microsoft.Authorization/locks" },
    permission: "Microsoft.Authorization/locks/read",
  },
};

const cutAfter = (words: string) =>
  `find(request.error, '${words} .{0,4}(/subscriptions/[0-9a-f*-]{2,36}/[^ ,"]{1,250}[a-z0-9_)-])[^a-z0-9/]{0,4}$')`;

export const lockFacts: NonNullable<Playbook["let"]> = {
  statedScope:
    "find(request.error, 'scope .{0,4}(/subscriptions/[^ ]{1,250}[a-z0-9_)]).{0,4} cannot perform')",
  /** Whole only where something follows it. */
  statedLocked:
    "find(request.error, 'are locked: .{0,4}(/subscriptions/[^ ,]{1,250}[a-z0-9_)])[^a-z0-9_./)-]') || linkedScope",
  linkedScope:
    "find(request.error, 'on linked scope .{0,4}(/subscriptions/[^ ,]{1,250}[a-z0-9_)])[^a-z0-9_./)-]')",
  /** A log that cuts its lines may end within the scope. */
  cutText: `(!statedScope && ${cutAfter("the scope")}) || (!statedLocked && ${cutAfter("on linked scope")}) || \`null\``,
  cutScope:
    "cutText && (id_subscription(cutText) || !(ownSubscription) ? cutText : replace(cutText, join('/', ['/subscriptions', split(cutText, '/')[2]]), join('/', ['/subscriptions', ownSubscription])))",
  /** The scope that the operation was made on, and the one that the error names as locked. */
  refusedScope: "statedScope || (signals.resourceIds[0].id) || target.id",
  lockedScope:
    "said(id_subscription(not_null(statedLocked, '')) && statedLocked) || said(statedLocked && id_scope(reaching[0].id)) || statedLocked || (cutScope && length(reaching) > `0` && id_scope(reaching[0].id)) || refusedScope",
  /** The group of what the developer works on, as the tool or the command says. */
  ownGroup:
    "find(request.error, 'resource group(?: name)?:? ?\"([a-z0-9_.()-]{1,90})\"') || find(request.error, '(?:--resource-group| -g|-ResourceGroupName)[ =]{1,2}[^a-z0-9]?([a-z0-9_.()-]{1,90})') || (length(otherIds) == `1` && id_group(otherIds[0])) || `null`",
  otherIds:
    "signals.resourceIds[?starts_with(pointer, '/error') && contains(id, '/providers/') && !same_id(id, not_null($.statedScope, '')) && !same_id(id, not_null($.statedLocked, ''))].id",
  /** Pipelines mask it in IDs. */
  subscription: "id_subscription(not_null(refusedScope, '')) || ownSubscription",
  ownSubscription:
    "signals.subscriptionIds[0] || (length(namedSubscriptions) == `1` && namedSubscriptions[0]) || `null`",
  namedSubscriptions: "distinct(signals.resources[?matchedBy != 'neighbour'].subscriptionId)",
  isDelete: errorMatches(
    "cannot perform delete",
    "delete operation",
    "delet",
    "remove-az",
    "destroy",
    "삭제",
  ),
  /** Locks on the scope that the error names, or above it. */
  reaching:
    "locks.value[?id_covers(id_scope(id), not_null($.statedLocked, $.statedScope, $.cutScope, $.refusedScope)) || ($.cutScope && starts_with(lower(id_scope(id)), lower($.cutScope))) || (!($.statedLocked) && $.isDelete && id_covers($.refusedScope, id_scope(id)))]",
  /** A lock against deletion lets a write through. */
  isWrite: errorMatches("cannot perform write operation"),
  stopping: "reaching[?properties.level == 'ReadOnly' || !(said($.isWrite))]",
  /** Locks of other groups alone stop it; a deployment works in several groups by itself. */
  isElsewhere: `ownGroup && !(said(${errorMentions("deployment")})) && length(reaching) > \`0\` && length(reaching[?!id_group(id_scope(id)) || same_text(id_group(id_scope(id)), $.ownGroup)]) == \`0\``,
  /** What deletes a group deletes what is in it: a lock inside is no lock on something linked. */
  isLinked: "!id_covers(lockedScope, refusedScope) && !id_covers(refusedScope, lockedScope) || isElsewhere",
};

/** What a lock is hung on, and the resource itself. */
export const lockTarget =
  "signals.resources[?matchedBy == 'id'] || signals.resources[?matchedBy == 'host'] || signals.resources[?type != 'microsoft.resources/subscriptions/resourcegroups' && matchedBy == 'name' && mentions($.request.error, name)] || signals.resources[?type == 'microsoft.resources/subscriptions/resourcegroups' && matchedBy == 'name']";
