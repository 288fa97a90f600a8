import { parseArmResourceId } from "../../../domain/arm-resource-id.ts";
import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { StoredRequest } from "../stored-request.ts";
import type { TextPart } from "../text-part.ts";

type ResourceIdSignal = Signals["resourceIds"][number];

const mostIds = 200;
/** `topics/orders/subscriptions/billing` is a path of Service Bus: after a word only a GUID makes it an ID. */
const resourceId =
  /(?:(?<![\w-])\/subscriptions|\/subscriptions(?=\/[0-9a-f]{8}-)|\/providers\/Microsoft\.Management\/managementGroups)\/[^\s"'`<>,;|\\()[\]{}?#…]{1,600}/gi;

/** Terraform tells of all that it has read or made before it tells what failed. */
const isDone =
  /(?:Refreshing state|(?:Read|Creation|Modifications|Destruction|Refresh) complete)[^\n[]{0,40}\[id=$/;
const longestLead = 80;

/**
 * ARM resource IDs: those that the caller gave, then those in the texts, then those that a tool only tells to be done with.
 * IDs with places to fill in are not ones.
 */
export function findResourceIds(
  scan: Scan,
  request: StoredRequest,
  parts: readonly TextPart[],
): ResourceIdSignal[] {
  const found = distinct<ResourceIdSignal>(mostIds, ({ id }) => id.toLowerCase());
  for (const [index, id] of (request.context?.resource_ids ?? []).entries()) {
    const parsed = longestId(id);
    if (parsed) found.add({ ...parsed, pointer: `/context/resource_ids/${index}`, line: 1 });
  }
  const done: ResourceIdSignal[] = [];
  for (const part of parts)
    for (const { groups, index, position } of find(scan, part, resourceId)) {
      const id = withSubscription(groups[0]!, request.context?.subscription_id);
      const parsed = longestId(isOpen(part.text, index, groups[0]!) ? parentOf(id) : id);
      if (parsed === undefined) continue;
      if (isDone.test(part.text.slice(Math.max(0, index - longestLead), index)))
        done.push({ ...parsed, ...position });
      else found.add({ ...parsed, ...position });
    }
  for (const signal of done) found.add(signal);
  return found.list();
}

/** The text ends before the quotation mark that would close the ID: its last name is cut, and may be that of another. */
function isOpen(text: string, index: number, id: string): boolean {
  return /["'`]/.test(text[index - 1] ?? "") && index + id.length === text.trimEnd().length;
}

/** Pipelines write asterisks over the subscription; what the caller gives beside it is the one. */
function withSubscription(id: string, stated: string | undefined): string {
  return stated === undefined
    ? id
    : id.replace(/^\/subscriptions\/\*{2,40}(?=\/|$)/i, `/subscriptions/${stated}`);
}

function parentOf(id: string): string {
  return id.slice(0, id.lastIndexOf("/"));
}

/** A log that cuts its lines may do so in the middle of the subscription's GUID. */
const isCut = /^\/subscriptions\/[0-9a-f]{8}-[0-9a-f-]{0,26}$/i;

/** The text as an ID, or the longest ID at its start: a path may go on with an action or end in punctuation. */
function longestId(text: string): { id: string; type: string } | undefined {
  let candidate = text.replace(/[.:*$&%/-]{1,20}$/, "");
  for (let cuts = 0; cuts < 3 && candidate.length > 1; cuts += 1) {
    const parsed =
      /[$*]/.test(candidate) || isCut.test(candidate) ? undefined : parseArmResourceId(candidate);
    if (parsed) return { id: parsed.id, type: parsed.type };
    candidate = candidate.slice(0, candidate.lastIndexOf("/"));
  }
  return undefined;
}
