import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  known,
  objectOf,
} from "../../evaluation/evaluated.ts";
import { recordNamesOf, recordPlacesOf } from "./private-zones.ts";

/** Azure's own resolver, which knows the private zones that are linked to the network that asks. */
const azureResolver = "168.63.129.16";

/**
 * `dns_path(links, records, host, network)`: how a virtual network resolves a host's private name.
 *
 * - `links`, `records`: the bodies of `virtualNetworkLinks` and of `A` of every zone that would answer for the host (a list
 *   of lists); `network`: the body of the caller's virtual network.
 *
 * Gives `link` (of such a zone to this network, or null), `record` (of the host, or null), `server` (the first DNS server of
 * the network that is not Azure's own, or null) and `peerLink` (a link of the zone to the peered network in which that
 * server stands, or null).
 *
 * @see https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances
 */
export const dnsPath: AnalysisFunction = ([links, records, host, network], context) => {
  const names = host?.kind === "known" && typeof host.value === "string" ? recordNamesOf(host.value) : [];
  const variables = {
    links: links ?? known(null),
    records: records ?? known(null),
    network: network ?? known(null),
    names: known([...names, "*"]),
    places: known(names.length === 0 ? [] : recordPlacesOf(String((host as { value: unknown }).value))),
    azure: known(azureResolver),
  };
  const server = ask(
    "not_null($network.properties.dhcpOptions.dnsServers, `[]`)[?@ != $azure] | [0]",
    variables,
    context,
  );
  const home = ask(
    "not_null($network.properties.virtualNetworkPeerings, `[]`)[?any_in_cidr($server, not_null(properties.remoteAddressSpace.addressPrefixes, `[]`))] | [0].properties.remoteVirtualNetwork.id",
    { ...variables, server },
    context,
  );
  const linkTo = (id: string) =>
    `not_null($links, \`[]\`)[].value[] | [?same_id(properties.virtualNetwork.id, ${id})]`;
  const link = ask(`${linkTo("$network.id")} | [0]`, variables, context);
  const peerLink = ask(`$home && (${linkTo("$home")} | [0]) || \`null\``, { ...variables, home }, context);
  const asked = ask(
    `[(${linkTo("$network.id")}), ($home && (${linkTo("$home")}) || \`[]\`)][].id_parent(id)`,
    { ...variables, home },
    context,
  );
  return objectOf({
    link,
    record: ask(
      // `orders` in one zone is not the `orders.westeurope.data` that is asked for; and a network asks none but its own of several zones of one name.
      "not_null($records, `[]`)[].value[] | [?mentions($names, name) && (!id || mentions($places, join('/', [split(id, '/')[-3], name])) && (length($asked) == `0` || mentions($asked, join('/', split(id, '/')[:-2]))))] | [0]",
      { ...variables, asked },
      context,
    ),
    server,
    peerLink,
  });
};

function ask(
  expression: string,
  variables: Readonly<Record<string, Evaluated>>,
  context: EvaluationContext,
): Evaluated {
  return context.evaluate(expression, known(null), variables);
}
