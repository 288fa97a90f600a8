import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import { childOf } from "../evaluation/place.ts";
import type { Grounds } from "./foundation.ts";

type BesideGrounds = Pick<Grounds, "signals"> & Partial<Pick<Grounds, "answers">>;

/** How an error names a resource of a type without its host. */
const labels: readonly { pattern: RegExp; type: string }[] = [
  {
    pattern: /(?:\b|\\n)Vault: ?([a-z][a-z0-9-]{1,22}[a-z0-9]);location/giu,
    type: "microsoft.keyvault/vaults",
  },
  {
    pattern: /\baz storage [a-z -]{1,60}--account-name[ =]([a-z0-9]{3,24})\b/giu,
    type: "microsoft.storage/storageaccounts",
  },
];

/**
 * True where the error itself names the host of a resource that no visible subscription holds, and the target is another one
 * of the same type, or one that nothing names: found beside something, or the only one of its kind. The call went to what
 * cannot be seen.
 */
export function isBesideThePoint(target: string | undefined, { signals, answers }: BesideGrounds): boolean {
  if (target === undefined) return false;
  const error = childOf(answers?.byId.get(fixedEvidence.request)?.body, "error");
  const unseen = unseenTypes(signals, typeof error === "string" ? error : "");
  return unseen.size > 0 && (unseen.has(typeOf(target)) || !isNamed(target, signals));
}

function typeOf(target: string): string {
  return parseArmResourceId(target)?.type.toLowerCase() ?? "";
}

function isNamed(target: string, { resources, resourceIds }: Signals): boolean {
  const id = target.toLowerCase();
  const named = [...resources.filter(({ matchedBy }) => matchedBy !== "neighbour"), ...resourceIds];
  return named.some((one) => {
    const other = one.id.toLowerCase();
    return id === other || id.startsWith(`${other}/`) || other.startsWith(`${id}/`);
  });
}

/** One host name may be of either type. */
const messaging = ["microsoft.servicebus/namespaces", "microsoft.eventhub/namespaces"];

/** Of the hosts and labelled names in the error whose resource is not among those that can be seen, where none of that type in the error is. */
function unseenTypes({ hosts, resources }: Signals, error: string): Set<string> {
  const labelled = labels.flatMap(({ pattern, type }) =>
    [...error.matchAll(pattern)].map(([, name = ""]) => ({ name, types: [type] })),
  );
  const byHost = hosts.flatMap(({ name, pointer, service, type }) => {
    const types = type === undefined ? (service === "servicebus" ? messaging : []) : [type];
    return pointer === "/error" && name !== undefined && types.length > 0 ? [{ name, types }] : [];
  });
  const inError = [...byHost, ...labelled];
  const isSeen = ({ name, types }: (typeof inError)[number]) =>
    resources.some((one) => types.includes(one.type) && one.name.toLowerCase() === name.toLowerCase());
  const seen = new Set(inError.filter(isSeen).flatMap(({ types }) => types));
  return new Set(inError.flatMap(({ types }) => types.filter((type) => !seen.has(type))));
}
