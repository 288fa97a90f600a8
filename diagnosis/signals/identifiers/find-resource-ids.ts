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

/** ARM resource IDs: those that the caller gave, then those in the texts. IDs with places to fill in are not ones. */
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
  for (const part of parts)
    for (const { groups, position } of find(scan, part, resourceId)) {
      const parsed = longestId(groups[0]!);
      if (parsed) found.add({ ...parsed, ...position });
    }
  return found.list();
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
