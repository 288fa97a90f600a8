import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

type GuidSignal = Signals["guids"][number];
type Role = GuidSignal["role"];

const mostGuids = 200;
const guid = /(?<![0-9a-fA-F-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9a-fA-F-])/g;
const labelCharacters = 90;

/** What stands right before a GUID, as one lower-case word, and what that makes it. The first that fits wins. */
const roleByLabel: readonly (readonly [RegExp, Role])[] = [
  [/subscriptions?(?:id)?$/, "subscription_id"],
  [
    /(?:request|requestguid|tracking|trace|clientconnection|activity|operation|invocation)(?:id)?$/,
    "request_id",
  ],
  [/correlation(?:request)?(?:id)?$/, "correlation_id"],
  [/(?:oid|object(?:identifier)?|objectid|principals?|principalid|assignee|assigneeobjectid)$/, "object_id"],
  [
    /(?:tenant|tenantid|^tid|directory|directoryid|stswindowsnet|loginmicrosoftonline(?:com|us)|loginchinacloudapicn|organizations?)$/,
    "tenant_id",
  ],
  [/(?:appid|clientid|application(?:id)?|app|identifier|client|builder|^api|audience)$/, "client_id"],
];
/** Words between a label and its GUID that say nothing: `"value":`, `with id`, `is`. */
const filler = /^(?:value|is|the|of|a|an|was|with|for|guid|uuid|string|default|named?)$/;

/** `개체 ID가 'x'인 클라이언트`, `(개체 ID: x)`: what Resource Manager says in Korean. */
const koreanObjectId = /개체 ?id[가는이]? ?[^0-9a-z가-힣]{0,4}$/iu;

/** `az login --service-principal -u x`, `az login --identity --username x`, `Connect-AzAccount -Identity -AccountId x`. */
const signsInAs =
  /(?:(?:az login|--service-principal|--identity)\b[^\n]{0,60} (?:-u|--username)|-AccountId)[ =]['"]?$/i;

/** `The client 'x' with object id 'x'`: Resource Manager calls whatever called it a client, and then says which ID it gave. */
function isSurer(role: Role, known: Role): boolean {
  return (known === "unknown" && role !== "unknown") || (known === "client_id" && role === "object_id");
}

/** GUIDs, each with the role that its label gives it. The same GUID may stand in several roles; the first known one stays. */
export function findGuids(scan: Scan, parts: readonly TextPart[]): GuidSignal[] {
  const byGuid = new Map<string, GuidSignal>();
  const found = distinct<GuidSignal>(mostGuids, (signal) => signal.guid);
  for (const part of parts)
    for (const { groups, index, position } of find(scan, part, guid)) {
      const text = groups[0]!.toLowerCase();
      if (/^0{8}-/.test(text)) continue;
      const role = roleOf(part.text.slice(Math.max(0, index - labelCharacters), index));
      const known = byGuid.get(text);
      if (known === undefined) {
        const signal: GuidSignal = { guid: text, role, ...position };
        byGuid.set(text, signal);
        found.add(signal);
      } else if (isSurer(role, known.role)) Object.assign(known, { role, ...position });
    }
  return found.list();
}

function roleOf(before: string): Role {
  if (koreanObjectId.test(before)) return "object_id";
  if (signsInAs.test(before)) return "client_id";
  const words = before
    .toLowerCase()
    .split(/[^a-z0-9]{1,90}/)
    .filter((word) => word !== "" && !filler.test(word));
  const last = words.at(-1) ?? "";
  const label = /^(?:tid|oid|app|api)$/.test(last) ? last : words.slice(-3).join("");
  return roleByLabel.find(([pattern]) => pattern.test(label))?.[1] ?? "unknown";
}
