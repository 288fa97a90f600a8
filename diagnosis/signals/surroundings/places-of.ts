import type { ResourceMatch, Signals } from "../../../domain/signals.ts";

type Places = Signals["runsOn"];

/**
 * The places with each machine taken for what Azure knows under its name: a shell on a virtual machine is not a laptop's.
 * Machines that are not known say nothing.
 */
export function placesOf({ runsOn }: { runsOn: Places }, resources: readonly ResourceMatch[]): Places {
  const places = runsOn.flatMap((signal): Places => {
    if (signal.machine === undefined) return [signal];
    if (isVirtual(signal.machine, resources)) return [{ ...signal, place: "vm" }];
    return signal.place === "machine" ? [] : [signal];
  });
  return places.filter(({ place }, index) => places.findIndex((other) => other.place === place) === index);
}

function isVirtual(machine: string, resources: readonly ResourceMatch[]): boolean {
  return resources.some(
    ({ name, type, matchedBy }) =>
      type === "microsoft.compute/virtualmachines" &&
      matchedBy !== "neighbour" &&
      name.toLowerCase() === machine.toLowerCase(),
  );
}
