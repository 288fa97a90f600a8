import type { ExtractedSignals } from "./extract-signals.ts";
import { list } from "./kql-text.ts";
import type { ResourceRow } from "./resource-rows.ts";

/** What runs code of one's own and calls services. */
const callingTypes = [
  "microsoft.web/sites",
  "microsoft.app/containerapps",
  "microsoft.app/jobs",
  "microsoft.containerinstance/containergroups",
  "microsoft.containerservice/managedclusters",
];

export function isCalling({ type }: ResourceRow): boolean {
  return callingTypes.includes(type.toLowerCase());
}

/**
 * Apps that stand elsewhere in the subscriptions of what is named, where nothing that is named runs code itself: what is
 * called often stands in a group of its own. Not where the text says that a machine outside called.
 */
export function callersElsewhere(rows: readonly ResourceRow[], extracted?: ExtractedSignals): string[] {
  const subscriptions = [...new Set(rows.flatMap(({ subscriptionId }) => subscriptionId ?? []))];
  const isOutside = extracted?.runsOn.some(({ place }) =>
    ["local", "github_hosted", "azure_devops_hosted", "cloud_shell"].includes(place),
  );
  if (subscriptions.length === 0 || isOutside === true || rows.some(isCalling)) return [];
  return [`(type in~ (${list(callingTypes)}) and subscriptionId in~ (${list(subscriptions)}))`];
}
