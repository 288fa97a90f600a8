import type { HostSignal } from "../../../domain/signals.ts";
import { appHosts } from "./app-hosts.ts";
import type { AzureHost } from "./azure-host.ts";
import { dataHosts } from "./data-hosts.ts";
import { platformHosts } from "./platform-hosts.ts";

export type SplitHost = Pick<HostSignal, "host" | "service" | "cloud"> & { name?: string; type?: string };

const hostBySuffix: ReadonlyMap<string, { entry: AzureHost; cloud: HostSignal["cloud"] }> = new Map(
  [...dataHosts, ...appHosts, ...platformHosts].flatMap((entry) =>
    (["public", "china", "usgov"] as const).flatMap((cloud) =>
      (entry.suffixes[cloud] ?? []).map((suffix) => [suffix, { entry, cloud }] as const),
    ),
  ),
);
const mostLabels = 6;
/** What people write over a name before they show an address to others. */
const hidden = /^(?:\*?|x{3,63}|redacted|masked|removed|hidden|anonymi[sz]ed)$/;

/**
 * Takes a host name of an Azure service apart: `kv-orders.vault.azure.net` is the Key Vault `kv-orders`. Private-link
 * names (`kv-orders.privatelink.vaultcore.azure.net`) name the same resource. Undefined for every other host.
 *
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export function splitHost(text: string): SplitHost | undefined {
  const host = text.toLowerCase().replace(/\.$/, "");
  const labels = host.split(".");
  for (let from = Math.max(0, labels.length - mostLabels); from < labels.length - 1; from += 1) {
    const found = hostBySuffix.get(labels.slice(from).join("."));
    if (found === undefined) continue;
    const inner = labels.slice(0, from).filter((label) => label !== "privatelink");
    const { entry, cloud } = found;
    const split: SplitHost = { host, service: entry.service, cloud };
    const type = typeBehind(entry, inner);
    if (type !== undefined) split.type = type;
    const name = nameIn(entry, inner);
    if (name !== undefined) split.name = name;
    return split;
  }
  return undefined;
}

function nameIn(entry: AzureHost, inner: readonly string[]): string | undefined {
  if (entry.nameAt === undefined || inner.length === 0) return undefined;
  // A managed instance is `name.zone.database.windows.net`, an Event Grid topic `name.region-1.eventgrid.azure.net`.
  const label =
    entry.nameAt === -1 || isManagedInstance(entry, inner) ? inner[0] : inner.at(-1 - entry.nameAt);
  const name = label?.replace(entry.dropEnd ?? /$^/, "").replace(entry.dropStart ?? /$^/, "");
  return name === undefined || hidden.test(name) ? undefined : name;
}

function typeBehind(entry: AzureHost, inner: readonly string[]): string | undefined {
  return isManagedInstance(entry, inner) ? "microsoft.sql/managedinstances" : entry.type;
}

function isManagedInstance(entry: AzureHost, inner: readonly string[]): boolean {
  return entry.service === "sql" && inner.length > 1;
}
