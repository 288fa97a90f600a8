import type { ExtractedSignals } from "./extract-signals.ts";
import { list, quoted } from "./kql-text.ts";
import type { ResourceRow } from "./resource-rows.ts";

/** What answers under a name of one's own: it stands in their properties, as a whole JSON text. */
const servingTypes = [
  "microsoft.web/sites",
  "microsoft.web/staticsites",
  "microsoft.app/containerapps",
  "microsoft.network/applicationgateways",
  "microsoft.apimanagement/service",
  "microsoft.storage/storageaccounts",
  "microsoft.network/frontdoors",
  "microsoft.signalrservice/signalr",
];
/** Its domains are children that Resource Graph does not list: every profile may be the one. */
const edgeType = "microsoft.cdn/profiles";
const mostCustomHosts = 5;

/** Conditions of a Resource Graph query for what serves a custom domain of the request, or may. */
export function servingConditions({ hosts }: ExtractedSignals): string[] {
  const custom = hosts.filter(({ service }) => service === "custom").slice(0, mostCustomHosts);
  if (custom.length === 0) return [];
  const serves = custom.map(({ host }) => `tostring(properties) contains ${quoted(`"${host}"`)}`);
  return [`(type in~ (${list(servingTypes)}) and (${serves.join(" or ")}))`, `type =~ '${edgeType}'`];
}

/** The row was found by a custom domain. */
export function servesCustomHost(row: ResourceRow, extracted: ExtractedSignals): boolean {
  return servingTypes.includes(row.type.toLowerCase()) && isUnnamed(row, extracted);
}

/** The row is one of all that may serve a custom domain: nothing else says yet that it has to do with the request. */
export function mayServeCustomHost(row: ResourceRow, extracted: ExtractedSignals): boolean {
  return row.type.toLowerCase() === edgeType && isUnnamed(row, extracted);
}

function isUnnamed({ name }: ResourceRow, { hosts, names }: ExtractedSignals): boolean {
  const isNamed = names.some((asked) => asked.toLowerCase() === name.toLowerCase());
  return !isNamed && hosts.some(({ service }) => service === "custom");
}
