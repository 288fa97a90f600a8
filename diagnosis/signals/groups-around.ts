import { mayServeCustomHost } from "./custom-hosts.ts";
import type { ExtractedSignals } from "./extract-signals.ts";
import { quoted } from "./kql-text.ts";
import type { ResourceRow } from "./resource-rows.ts";

const mostGroups = 20;

/** A resource group, as Resource Graph spells it. */
export interface Group {
  subscriptionId: string;
  name: string;
}

/** The groups of the matched resources; those of resources that an ID or a host names come first. */
function groupsOf(rows: readonly ResourceRow[], extracted: ExtractedSignals | undefined): Group[] {
  const sure = new Set(
    [
      ...(extracted?.hosts.flatMap(({ name }) => name ?? []) ?? []),
      ...(extracted?.resourceIds.map(({ id }) => id) ?? []),
    ].map((text) => text.toLowerCase()),
  );
  const isSure = ({ id, name }: ResourceRow) => sure.has(id.toLowerCase()) || sure.has(name.toLowerCase());
  const groups = new Map<string, Group>();
  for (const row of [...rows.filter(isSure), ...rows.filter((row) => !isSure(row))]) {
    const parts = /^\/subscriptions\/([^/]{1,64})\/resourceGroups\/([^/]{1,90})/i.exec(row.id);
    if (!parts) continue;
    const group = { subscriptionId: parts[1]!, name: parts[2]! };
    groups.set(`${group.subscriptionId}/${group.name}`.toLowerCase(), group);
  }
  return [...groups.values()].slice(0, mostGroups);
}

export function groupCondition({ subscriptionId, name }: Group): string {
  return `(subscriptionId =~ ${quoted(subscriptionId)} and resourceGroup =~ ${quoted(name)})`;
}

/** The groups of what was found by name, but for what is merely one of many that may serve a custom domain. */
export function groupsAround(rows: readonly ResourceRow[], extracted: ExtractedSignals | undefined): Group[] {
  const certain = rows.filter((row) => extracted === undefined || !mayServeCustomHost(row, extracted));
  return groupsOf(certain, extracted);
}
