import { withoutAddressed } from "../../domain/addressed-text.ts";
import { languageOf } from "../../domain/language.ts";
import type { Signals } from "../../domain/signals.ts";
import { findCodes } from "./codes/find-codes.ts";
import { findFields } from "./fields/find-fields.ts";
import { findHosts } from "./hosts/find-hosts.ts";
import { namesOfHost } from "./hosts/names-of-host.ts";
import { findActions } from "./identifiers/find-actions.ts";
import { findClientAddresses } from "./identifiers/find-client-addresses.ts";
import { findGuids } from "./identifiers/find-guids.ts";
import { findResourceIds } from "./identifiers/find-resource-ids.ts";
import { findTimes } from "./identifiers/find-times.ts";
import { findNames } from "./names/find-names.ts";
import { type Scan, startScan } from "./scan.ts";
import { findSettings } from "./settings/find-settings.ts";
import { findSpokenTypes } from "./spoken-types.ts";
import type { StoredRequest } from "./stored-request.ts";
import { findRunsOn } from "./surroundings/find-runs-on.ts";
import { findTools } from "./surroundings/find-tools.ts";
import { textParts } from "./text-part.ts";

/** What the request alone tells. `observedAt` is what the caller stated; the clock and the resources come later. */
export interface ExtractedSignals
  extends Pick<
    Signals,
    | "language"
    | "subscriptionIds"
    | "tenantIds"
    | "resourceIds"
    | "hosts"
    | "codes"
    | "names"
    | "clientAddresses"
    | "guids"
    | "times"
    | "actions"
    | "tools"
    | "runsOn"
    | "fields"
    | "fieldLines"
    | "settings"
  > {
  observedAt?: string;
  /** ARM types of the services that the error or the notes speak of; see `findSpokenTypes`. */
  spokenTypes?: string[];
}

/**
 * Extracts everything in the request that identifies something, without judging it. Work is linear in the request's size:
 * `scan`, where given, counts it.
 */
export function extractSignals(request: StoredRequest, scan: Scan = startScan()): ExtractedSignals {
  const parts = textParts(request);
  const hosts = findHosts(scan, parts);
  const resourceIds = findResourceIds(scan, request, parts);
  const guids = findGuids(scan, parts);
  const runsOn = findRunsOn(scan, parts);
  const observedAt = request.context?.observed_at;
  return {
    ...(observedAt === undefined ? {} : { observedAt }),
    language: languageOf(withoutAddressed(`${request.error}\n${request.context?.notes ?? ""}`)),
    subscriptionIds: subscriptionsIn(request, resourceIds, guids),
    tenantIds: guids.filter(({ role }) => role === "tenant_id").map(({ guid }) => guid),
    resourceIds,
    hosts,
    codes: findCodes(scan, parts),
    names: withMachines(findNames(scan, parts, knownNames(hosts, resourceIds)), runsOn),
    clientAddresses: findClientAddresses(scan, parts),
    guids,
    times: findTimes(scan, parts),
    actions: findActions(scan, parts),
    tools: findTools(scan, parts),
    runsOn,
    ...findFields(scan, parts[0]!),
    settings: findSettings(scan, parts),
    spokenTypes: findSpokenTypes(scan, parts),
  };
}

/** The machine of a shell's prompt may be one of Azure, wherever it stands. */
function withMachines(names: string[], runsOn: Signals["runsOn"]): string[] {
  const machines = runsOn.flatMap(({ machine }) => machine ?? []);
  return [...new Set([...names, ...machines])];
}

function subscriptionsIn(
  request: StoredRequest,
  resourceIds: Signals["resourceIds"],
  guids: Signals["guids"],
): string[] {
  const stated = request.context?.subscription_id;
  const inIds = resourceIds.flatMap(({ id }) => /^\/subscriptions\/([0-9a-f-]{36})/i.exec(id)?.[1] ?? []);
  const labelled = guids.filter(({ role }) => role === "subscription_id").map(({ guid }) => guid);
  return [...new Set([...(stated ? [stated] : []), ...inIds, ...labelled].map((id) => id.toLowerCase()))];
}

/** Every name inside the IDs and host names: the resource's, its parents', its group's. */
function knownNames(hosts: Signals["hosts"], resourceIds: Signals["resourceIds"]): string[] {
  const inIds = resourceIds.flatMap(({ id }) => {
    const parts = id.split("/").slice(1);
    return parts.filter((part, index) => index % 2 === 1 && index > 1 && !part.includes("Microsoft."));
  });
  return [...hosts.flatMap(namesOfHost), ...inIds];
}
