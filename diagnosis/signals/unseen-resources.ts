import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Signals } from "../../domain/signals.ts";
import { quoted } from "./kql-text.ts";

/** A resource that the request names by host or ID, and that no subscription holds which the developer can see. */
export interface UnseenResource {
  /** The host or the ID, as the request has it. */
  readonly what: string;
  readonly matchedBy: "host" | "id";
  readonly name: string;
  /** As ARM writes it; the case is the request's. */
  readonly type: string;
}

/** More would bury what else is told. */
const mostUnseen = 3;

/** It does not exist, or rights hide it. Hosts first, each once. */
export function unseenResources({ hosts, resourceIds, resources }: Signals): UnseenResource[] {
  const isSeen = (type: string, name: string) =>
    resources.some((one) => one.type === type.toLowerCase() && isSame(one.name, name));
  const byHost = hosts.flatMap(({ host, name, type }) =>
    name === undefined || type === undefined || isSeen(type, name)
      ? []
      : [{ what: host, matchedBy: "host" as const, name, type }],
  );
  const byId = resourceIds.flatMap(({ id, type }) => {
    const name = parseArmResourceId(id)?.name;
    const isHere = resources.some((one) => isSame(one.id, id));
    return name === undefined || type === "" || isHere || isSeen(type, name)
      ? []
      : [{ what: id, matchedBy: "id" as const, name, type }];
  });
  const unseen = new Map([...byHost, ...byId].map((one) => [one.what.toLowerCase(), one]));
  return [...unseen.values()].slice(0, mostUnseen);
}

/** Letters that a shell and a KQL literal take as they are. */
const plain = /^[\w./()-]{1,500}$/u;

/**
 * The command that finds it for somebody who sees more subscriptions: the rows of Resource Graph that the names of a request are
 * resolved with. Undefined for what Resource Graph does not list under its own type (parts of a resource), or a name that would
 * have to be quoted.
 */
export function findCommand({ what, matchedBy, name, type }: UnseenResource): string | undefined {
  if (!plain.test(what) || !plain.test(name) || type.split("/").length !== 2) return undefined;
  const where =
    matchedBy === "id" ? `id =~ ${quoted(what)}` : `name =~ ${quoted(name)} and type =~ ${quoted(type)}`;
  return `az graph query --graph-query "resources | where ${where} | project id, name, type, kind, location, resourceGroup, subscriptionId" --output json`;
}

/** Is this row the resource that is looked for? */
export function isFound(unseen: UnseenResource, row: { id: string; name: string; type: string }): boolean {
  return unseen.matchedBy === "id"
    ? isSame(row.id, unseen.what)
    : isSame(row.name, unseen.name) && isSame(row.type, unseen.type);
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
