import { describe, expect, test } from "vitest";
import { addressedByEnvironment } from "../../../diagnosis/signals/container-environment.ts";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { completeSignals } from "../../../diagnosis/signals/resolve-names.ts";

const sub = "11111111-2222-4333-8444-555555555555";
const row = (group: string, type: string, name: string, more = {}) => ({
  id: `/subscriptions/${sub}/resourceGroups/${group}/providers/${type}/${name}`,
  name,
  type,
  resourceGroup: group,
  subscriptionId: sub,
  ...more,
});
const bus = (name: string) => row("rg-b", "Microsoft.ServiceBus/namespaces", name);
const appWith = (...values: string[]) =>
  row("rg-a", "Microsoft.App/containerApps", "worker", {
    containers: [{ name: "worker", env: values.map((value, index) => ({ name: `V${index}`, value })) }],
  });

function besideOf(names: readonly unknown[], ...beside: unknown[]) {
  const { resources } = completeSignals(extractSignals({ error: "worker: Service Bus refuses" }), {
    now: "2026-04-02T06:40:00Z",
    subscriptions: { value: [] },
    names: { data: names },
    neighbours: { data: beside },
  });
  return resources.map(({ name, matchedBy }) => `${name} by ${matchedBy}`);
}

describe("the environment of a container app that is named", () => {
  test("tells by a host which of the services beside it is called", () => {
    expect(
      besideOf([appWith("sb-a.servicebus.windows.net")], bus("sb-a"), bus("sb-a-test"), bus("xsb-a")),
    ).toEqual(["sb-a by host", "worker by name", "sb-a-test by neighbour", "xsb-a by neighbour"]);
  });

  test("tells it by a bare name", () => {
    expect(besideOf([appWith("sb-a")], bus("sb-a"), bus("sb-a-test"))).toContain("sb-a by host");
  });

  test("says nothing where the request names one of the kind", () => {
    expect(besideOf([appWith("sb-a.servicebus.windows.net"), bus("sb-c")], bus("sb-a"))).toContain(
      "sb-a by neighbour",
    );
  });

  test("is passed over where it is no list of containers", () => {
    const odd = row("rg-a", "Microsoft.App/containerApps", "worker", { containers: "none" });
    expect(besideOf([odd], bus("sb-a"))).toContain("sb-a by neighbour");
  });

  test("tells a vault by the address of a secret that comes from it", () => {
    const app = row("rg-a", "Microsoft.App/containerApps", "worker", {
      containers: [],
      secrets: [{ name: "db", keyVaultUrl: "https://kv-a.vault.azure.net/secrets/db" }, { name: "own" }],
    });
    const vault = (name: string) => row("rg-b", "Microsoft.KeyVault/vaults", name);
    const { resources } = completeSignals(
      extractSignals({ error: "worker: the key vault refuses to show a secret" }),
      {
        now: "2026-04-02T06:40:00Z",
        subscriptions: { value: [] },
        names: { data: [app] },
        neighbours: { data: [vault("kv-a"), vault("kv-b")] },
      },
    );
    expect(resources.map(({ name, matchedBy }) => `${name} by ${matchedBy}`)).toContain("kv-a by host");
  });
});

describe("what a container app's environment addresses", () => {
  const app = appWith("https://kv-a.vault.azure.net/", "kv-b", "not.a.host.of.azure");

  test("is looked for wherever it stands, by its host", () => {
    expect(addressedByEnvironment([app])).toHaveLength(1);
    expect(addressedByEnvironment([app])[0]).toContain("kv-a");
  });

  test("is nothing where no environment is known", () => {
    expect(addressedByEnvironment([bus("sb-a")])).toEqual([]);
  });
});
