import { type AnalysisFunction, type Evaluated, type Known, known } from "../../evaluation/evaluated.ts";
import { contains, isPrivateAddress, parseRange } from "../../evaluation/functions/plain/ip-range.ts";
import { isObject, type JsonValue } from "../../../domain/json-value.ts";
import { elementsOf, fieldOf } from "../../evaluation/navigate.ts";
import { isTag } from "./effective-route.ts";

/** Traffic, as far as it is known. */
interface Flow {
  direction: "Inbound" | "Outbound";
  port: number;
  /** The other end: the destination going out, the source coming in; null where only its service is known. */
  address: string | null;
  /** Service tags of the other end. */
  tags: readonly string[];
  /** The end inside the network: an address or a range; null where any. */
  local: string | null;
}

/**
 * `deciding_rule(group, flow)`: the rule of a network security group that decides a flow: the first by priority, of its
 * own and the default rules, that covers direction, port and both ends. `flow`: `{ direction, port, address, tags, local }`.
 * Null where none does. TCP is assumed, which is what every service here speaks.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
 */
export const decidingRule: AnalysisFunction = ([group, asked]) => {
  if (group?.kind !== "known") return group ?? known(null);
  if (asked?.kind !== "known") return asked ?? known(null);
  const flow = readFlow(asked.value);
  if (flow === undefined) return known(null);
  const rules: { rule: Known; priority: number }[] = [];
  for (const list of ["properties.securityRules", "properties.defaultSecurityRules"]) {
    const found = fieldOf(group, list);
    if (found.kind === "unknown") return found;
    for (const rule of elementsOf(found) ?? []) {
      if (rule.kind === "unknown") return rule;
      if (covers(rule, flow)) rules.push({ rule, priority: numberAt(rule, "properties.priority") });
    }
  }
  const [first] = rules.toSorted((left, right) => left.priority - right.priority);
  return first?.rule ?? known(null, group.proof);
};

function readFlow(value: JsonValue): Flow | undefined {
  if (!isObject(value)) return undefined;
  const { direction, port, address, tags, local } = value;
  if (direction !== "Inbound" && direction !== "Outbound") return undefined;
  return {
    direction,
    port: Number(port ?? 443),
    address: typeof address === "string" ? address : null,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    local: typeof local === "string" ? local : null,
  };
}

function covers(rule: Known, flow: Flow): boolean {
  const [remote, local] =
    flow.direction === "Outbound"
      ? (["destination", "source"] as const)
      : (["source", "destination"] as const);
  const protocol = textsAt(rule, "protocol")[0]?.toLowerCase();
  return (
    textsAt(rule, "direction")[0] === flow.direction &&
    (protocol === "*" || protocol === "tcp") &&
    textsAt(rule, "destinationPortRange", "destinationPortRanges").some((range) =>
      hasPort(range, flow.port),
    ) &&
    textsAt(rule, `${remote}AddressPrefix`, `${remote}AddressPrefixes`).some((prefix) =>
      isRemote(prefix, flow),
    ) &&
    isLocal(textsAt(rule, `${local}AddressPrefix`, `${local}AddressPrefixes`), flow.local)
  );
}

function hasPort(range: string, port: number): boolean {
  if (range === "*") return true;
  const [from, to] = range.split("-").map(Number);
  return from !== undefined && from <= port && port <= (to ?? from);
}

function isRemote(prefix: string, { address, tags }: Flow): boolean {
  if (prefix === "*" || prefix === "0.0.0.0/0" || isTag(prefix, tags)) return true;
  const isPrivate = address !== null && isPrivateAddress(address);
  const isOutside = !tags.includes("VirtualNetwork") && !isPrivate;
  if (prefix === "Internet" || prefix === "AzureCloud")
    return isOutside && (prefix === "Internet" || tags.length > 0);
  if (prefix === "VirtualNetwork") return isPrivate;
  return address !== null && parseRange(prefix) !== undefined && contains(prefix, address);
}

function isLocal(prefixes: readonly string[], local: string | null): boolean {
  if (prefixes.length === 0 || local === null) return true;
  return prefixes.some(
    (prefix) =>
      prefix === "*" ||
      prefix === "VirtualNetwork" ||
      prefix === "0.0.0.0/0" ||
      contains(prefix, local) ||
      contains(local, prefix),
  );
}

/** The texts of a rule's single and plural property. */
function textsAt(rule: Evaluated, ...names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const found = fieldOf(rule, `properties.${name}`);
    const value = found.kind === "known" ? found.value : null;
    return (Array.isArray(value) ? value : [value]).filter(
      (text) => typeof text === "string" && text !== "",
    ) as string[];
  });
}

function numberAt(rule: Evaluated, path: string): number {
  const found = fieldOf(rule, path);
  return found.kind === "known" && typeof found.value === "number" ? found.value : Number.MAX_SAFE_INTEGER;
}
