import { describe, expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { completeSignals } from "../../../diagnosis/signals/resolve-names.ts";

const id = "/subscriptions/s/resourceGroups/rg-a/providers/Microsoft.Compute/virtualMachines/vm-a";
describe("a shell on a machine", () => {
  const placesOf = (error: string, type: string) =>
    completeSignals(extractSignals({ error }), {
      now: "2026-04-02T06:40:00Z",
      subscriptions: { value: [] },
      names: { data: [{ id, name: "vm-a", type }] },
      neighbours: { data: [] },
    }).runsOn.map(({ place }) => place);

  test("that Azure knows by this name runs there", () => {
    expect(placesOf("ops@vm-a:~$ curl https://x", "Microsoft.Compute/virtualMachines")).toEqual(["vm"]);
  });

  test("of a name that something else has is a developer's", () => {
    expect(placesOf("ops@vm-a:~$ curl https://x", "Microsoft.Compute/disks")).toEqual(["local"]);
  });

  test("says nothing where only its log tells of it and Azure does not know it", () => {
    expect(placesOf("Aug  6 19:52:40 vm-b app[1]: x", "Microsoft.Compute/virtualMachines")).toEqual([]);
  });
});
