import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";

/**
 * Public suffixes whose private zone is not simply `privatelink.` before them.
 *
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
const zoneBySuffix: Readonly<Record<string, string>> = {
  "vault.azure.net": "privatelink.vaultcore.azure.net",
  "vault.azure.cn": "privatelink.vaultcore.azure.cn",
  "vault.usgovcloudapi.net": "privatelink.vaultcore.usgovcloudapi.net",
};

/** Hosts whose private name is another one: the public one is an alias of it. */
const aliases: readonly (readonly [end: string, privateEnd: string])[] = [
  [".applicationinsights.azure.com", ".ai.monitor.azure.com"],
  [".applicationinsights.microsoft.com", ".ai.monitor.azure.com"],
  [".applicationinsights.azure.cn", ".ai.monitor.azure.cn"],
  [".applicationinsights.azure.us", ".ai.monitor.azure.us"],
];

function asPrivate(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, "");
  const alias = aliases.find(([end]) => name.endsWith(end));
  return alias === undefined ? name : name.slice(0, -alias[0].length) + alias[1];
}

/** Labels of the host that stand before the suffix, for every suffix of two labels or more. */
function splits(host: string): { name: string; suffix: string }[] {
  const labels = asPrivate(host).split(".");
  return labels.slice(1, -1).map((_, index) => ({
    name: labels.slice(0, index + 1).join("."),
    suffix: labels.slice(index + 1).join("."),
  }));
}

/**
 * The names of the private DNS zones that would answer for a host: the zone of its Private Link service, and every zone
 * named like one of the host's own parents (a zone of one's own, or one that shadows a public suffix).
 */
function zoneNamesOf(host: string): string[] {
  const names = splits(host).flatMap(({ suffix }) => [
    ...(suffix.startsWith("privatelink.") ? [] : [zoneBySuffix[suffix] ?? `privatelink.${suffix}`]),
    suffix,
  ]);
  return [...new Set(names)];
}

/** `private_zones(host)`: the names that a private DNS zone answering for the host would have; empty for what is no host. */
export const privateZones: AnalysisFunction = ([host]) => {
  if (host?.kind === "unknown") return host;
  return known(typeof host?.value === "string" ? zoneNamesOf(host.value) : []);
};

/** The same with the zone in which each would stand: `privatelink.azurecr.io/orders`. */
export function recordPlacesOf(host: string): string[] {
  return splits(host).flatMap(({ name, suffix }) => {
    const own = name.replace(/\.privatelink$/, "");
    const zones = suffix.startsWith("privatelink.")
      ? [suffix]
      : [zoneBySuffix[suffix] ?? `privatelink.${suffix}`, suffix];
    return zones.flatMap((zone) => [`${zone}/${own}`, `${zone}/*`]);
  });
}

/** The names under which a record of the host stands in one of its zones: `kv-orders`, `api.internal`, and the wildcard. */
export function recordNamesOf(host: string): string[] {
  return [...new Set(splits(host).map(({ name }) => name.replace(/\.privatelink$/, "")))];
}
