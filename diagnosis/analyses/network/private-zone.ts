import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";

/** Zones that are not `privatelink.` and the public suffix. */
const exceptions: readonly (readonly [suffix: string, zone: string])[] = [
  ["vault.azure.net", "privatelink.vaultcore.azure.net"],
  ["vault.azure.cn", "privatelink.vaultcore.azure.cn"],
  ["vault.usgovcloudapi.net", "privatelink.vaultcore.usgovcloudapi.net"],
  ["scm.azurewebsites.net", "privatelink.azurewebsites.net"],
];

/**
 * `private_zone(host)`: the private DNS zone through which a private endpoint of that host is found, such as
 * `privatelink.database.windows.net`. Null where the text is no host with a name in front.
 *
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export const privateZone: AnalysisFunction = ([host]) => {
  if (host?.kind !== "known") return host ?? known(null);
  if (typeof host.value !== "string") return known(null);
  const text = host.value.toLowerCase();
  const exception = exceptions.find(([suffix]) => text.endsWith(`.${suffix}`));
  if (exception !== undefined) return known(exception[1]);
  const suffix = text.slice(text.indexOf(".") + 1);
  if (!suffix.includes(".")) return known(null);
  return known(suffix.startsWith("privatelink.") ? suffix : `privatelink.${suffix}`);
};
