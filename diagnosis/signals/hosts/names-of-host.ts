import type { HostSignal } from "../../../domain/signals.ts";
import { regionNames } from "../names/region-names.ts";

/**
 * The names that the resource behind a host may have, the one in its label first. Cosmos DB serves `orders-westeurope` for a
 * region of the account `orders`; the portal proposes `web-dns` as the DNS prefix of the cluster `web`; `web-staging` may be
 * the slot `staging` of the app `web`.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints
 */
export function namesOfHost({ name, service }: HostSignal): string[] {
  if (name === undefined) return [];
  if (service.startsWith("appservice")) return [name, ...slotsOf(name)];
  const end = name.slice(name.lastIndexOf("-") + 1);
  const isBeside = (service === "cosmos" && regionNames.has(end)) || (service === "aks" && end === "dns");
  const short = isBeside ? name.slice(0, -end.length - 1) : "";
  return short === "" ? [name] : [name, short];
}

const mostSlots = 4;

function slotsOf(name: string): string[] {
  const parts = name.split("-");
  return parts
    .slice(1)
    .map((_, index) => `${parts.slice(0, -1 - index).join("-")}/${parts.slice(-1 - index).join("-")}`)
    .slice(0, mostSlots);
}
