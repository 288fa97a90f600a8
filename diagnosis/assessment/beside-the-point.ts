import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Signals } from "../../domain/signals.ts";
import type { Grounds } from "./foundation.ts";

/**
 * True where the error itself names the host of a resource that no visible subscription holds, and the target is another one
 * of the same type, or one that nothing names: found beside something, or the only one of its kind. The call went to what
 * cannot be seen.
 */
export function isBesideThePoint(target: string | undefined, { signals }: Pick<Grounds, "signals">): boolean {
  if (target === undefined) return false;
  const unseen = unseenTypes(signals);
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

/** Of the hosts in the error whose resource is not among those that can be seen, where none of that type in the error is. */
function unseenTypes({ hosts, resources }: Signals): Set<string> {
  const inError = hosts.flatMap(({ name, pointer, service, type }) => {
    const types = type === undefined ? (service === "servicebus" ? messaging : []) : [type];
    return pointer === "/error" && name !== undefined && types.length > 0 ? [{ name, types }] : [];
  });
  const isSeen = ({ name, types }: (typeof inError)[number]) =>
    resources.some((one) => types.includes(one.type) && one.name.toLowerCase() === name.toLowerCase());
  const seen = new Set(inError.filter(isSeen).flatMap(({ types }) => types));
  return new Set(inError.flatMap(({ types }) => types.filter((type) => !seen.has(type))));
}
