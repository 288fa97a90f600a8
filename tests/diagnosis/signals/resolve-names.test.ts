import { describe, expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { completeSignals, namesQuery, neighboursQuery } from "../../../diagnosis/signals/resolve-names.ts";

const sub = "11111111-2222-4333-8444-555555555555";
const vaultId = `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.KeyVault/vaults/kv-a`;
const row = (id: string, type: string, more = {}) => ({
  id,
  name: id.split("/").at(-1)!,
  type,
  kind: "",
  location: "westeurope",
  resourceGroup: "rg-a",
  subscriptionId: sub,
  ...more,
});
const vault = row(vaultId, "microsoft.keyvault/vaults");
const site = row(
  `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.Web/sites/web-a`,
  "Microsoft.Web/sites",
);

describe("the query for names", () => {
  test("asks for every name and ID at once, in resources and groups", () => {
    const asked = namesQuery(extractSignals({ error: `https://kv-a.vault.azure.net ${vaultId}` }));
    expect(asked).toEqual({
      kind: "resource_graph",
      query: `resources | where name in~ ('kv-a', 'rg-a') or id in~ ('${vaultId}') | project id, name, type, kind, location, resourceGroup, subscriptionId, containers = properties.template.containers, secrets = properties.configuration.secrets | union (resourcecontainers | where name in~ ('kv-a', 'rg-a') or id in~ ('${vaultId}') | project id, name, type, kind, location, resourceGroup, subscriptionId) | order by id asc | take 500`,
    });
  });

  test("asks for the identity that the error names by its object ID or client ID", () => {
    const [object, client] = ["aaaaaaaa-0000-4000-8000-00000000000a", "bbbbbbbb-0000-4000-8000-00000000000b"];
    const asked = namesQuery(
      extractSignals({ error: `The principal \`${object}\` is refused; clientId: ${client}` }),
    );
    expect(asked).toMatchObject({
      query: expect.stringMatching(
        new RegExp(
          `^resources \\| where identity.principalId in~ \\('${object}'\\) or properties.principalId in~ \\('${object}'\\) or properties.clientId in~ \\('${client}'\\) \\| project`,
        ),
      ) as string,
    });
  });

  test("is not asked where nothing could be a name", () => {
    expect(namesQuery(extractSignals({ error: "it fails" }))).toBeUndefined();
  });

  test("cannot be broken out of", () => {
    const asked = namesQuery({ ...extractSignals({ error: "x" }), names: ["a') or (1==1 //\\"] });
    expect(asked).toMatchObject({
      query: expect.stringContaining(String.raw`'a\') or (1==1 //\\'`) as string,
    });
  });
});

describe("a host that carries more than the resource's name", () => {
  const account = (name: string) =>
    row(
      `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.DocumentDB/databaseAccounts/${name}`,
      "Microsoft.DocumentDB/databaseAccounts",
    );
  const resolved = (error: string, ...rows: ReturnType<typeof row>[]) => {
    const extracted = extractSignals({ error });
    const signals = completeSignals(extracted, {
      now: "2026-04-02T06:40:00Z",
      subscriptions: { value: [] },
      names: { data: rows },
      neighbours: { data: [] },
    });
    return {
      asked: extracted.names,
      host: signals.hosts[0]?.name,
      resources: signals.resources.map(({ name, matchedBy }) => `${name} by ${matchedBy}`),
    };
  };

  test("is that of the account which serves the region", () => {
    expect(resolved("ENOTFOUND ledger-koreacentral.documents.azure.com", account("ledger"))).toMatchObject({
      asked: expect.arrayContaining(["ledger-koreacentral", "ledger"]) as string[],
      host: "ledger",
      resources: ["ledger by host"],
    });
  });

  test("is that of the account of the whole name, where there is one", () => {
    const found = resolved(
      "ENOTFOUND ledger-koreacentral.documents.azure.com",
      account("ledger"),
      account("ledger-koreacentral"),
    );
    expect(found.host).toBe("ledger-koreacentral");
    expect(found.resources).toEqual(["ledger-koreacentral by host", "ledger by name"]);
  });

  test("does not lose an end that is no region", () => {
    const found = resolved("ENOTFOUND ledger-prod.documents.azure.com", account("ledger"));
    expect(found.asked).not.toContain("ledger");
    expect(found.host).toBe("ledger-prod");
  });

  test("is that of the cluster whose DNS prefix the portal proposed", () => {
    const cluster = row(
      `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.ContainerService/managedClusters/shop`,
      "Microsoft.ContainerService/managedClusters",
    );
    expect(
      resolved("dial tcp: https://shop-dns-5b0c1f7e.hcp.westeurope.azmk8s.io:443 i/o timeout", cluster),
    ).toMatchObject({ host: "shop", resources: ["shop by host"] });
  });
});

describe("a custom domain", () => {
  const extracted = extractSignals({ error: "GET https://shop.contoso.example/v1 -> 403" });

  test("asks for what serves it, as a whole text of its properties", () => {
    expect(namesQuery(extracted)).toMatchObject({
      query: expect.stringContaining(`tostring(properties) contains '"shop.contoso.example"'`) as string,
    });
  });

  test("matches what serves it as a host does; a resource of its own name stays matched by name", () => {
    const { resources } = completeSignals(
      { ...extracted, names: ["vault-a"] },
      {
        now: "2026-04-02T06:40:00Z",
        subscriptions: { value: [] },
        names: { data: [site, { ...vault, name: "vault-a" }] },
        neighbours: { data: [] },
      },
    );
    expect(resources.map(({ name, matchedBy }) => `${name} by ${matchedBy}`)).toEqual([
      "web-a by host",
      "vault-a by name",
    ]);
  });
});

test("a Front Door profile that may serve a custom domain is only beside, and its group is not looked into", () => {
  const extracted = extractSignals({ error: "GET https://shop.contoso.example -> 503" });
  const profile = row(
    `/subscriptions/${sub}/resourceGroups/rg-edge/providers/Microsoft.Cdn/profiles/afd-a`,
    "Microsoft.Cdn/profiles",
    { resourceGroup: "rg-edge" },
  );
  const { resources } = completeSignals(extracted, {
    now: "2026-04-02T06:40:00Z",
    subscriptions: { value: [] },
    names: { data: [profile] },
    neighbours: { data: [] },
  });
  expect(resources.map(({ name, matchedBy }) => `${name} by ${matchedBy}`)).toEqual(["afd-a by neighbour"]);
  expect(neighboursQuery({ data: [profile] }, extracted)).toMatchObject({
    query: expect.not.stringContaining("rg-edge") as string,
  });
});

describe("the query for neighbours", () => {
  test("asks for the groups of what matched", () => {
    expect(neighboursQuery({ data: [vault, site] })).toMatchObject({
      query: expect.stringContaining(
        `where (subscriptionId =~ '${sub}' and resourceGroup =~ 'rg-a') | project`,
      ) as string,
    });
  });

  test("asks for the caller's subscription where nothing matched", () => {
    const extracted = extractSignals({ error: "x", context: { subscription_id: sub } });
    expect(neighboursQuery({ data: [] }, extracted)).toMatchObject({
      query: expect.stringContaining(`where subscriptionId in~ ('${sub}')`) as string,
    });
  });

  test("asks for everything where nothing is known", () => {
    expect(neighboursQuery(undefined)).toMatchObject({
      query:
        "resources | project id, name, type, kind, location, resourceGroup, subscriptionId | order by id asc | take 500",
    });
  });
});

describe("completed signals", () => {
  const complete = (error: string, names: unknown, neighbours: unknown = { data: [] }) =>
    completeSignals(extractSignals({ error }), {
      now: "2026-05-01T12:00:00Z",
      subscriptions: { value: [{ subscriptionId: sub, displayName: "Prod", state: "Enabled" }] },
      names,
      neighbours,
    });

  test.each([
    ["an ID", `x ${vaultId}`, "id"],
    ["a host", "https://kv-a.vault.azure.net", "host"],
    ["a name alone", "vault kv-a refuses", "name"],
  ])("say that %s led to the resource", (_, error, matchedBy) => {
    expect(complete(error, { data: [vault] }).resources).toEqual([
      {
        id: vaultId,
        name: "kv-a",
        type: "microsoft.keyvault/vaults",
        subscriptionId: sub,
        resourceGroup: "rg-a",
        location: "westeurope",
        matchedBy,
        evidenceId: "e3",
        row: "/data/0",
      },
    ]);
  });

  test("a host names only a resource of its own type", () => {
    const other = row(
      `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.Web/sites/kv-a`,
      "microsoft.web/sites",
    );
    expect(complete("https://kv-a.vault.azure.net", { data: [other] }).resources[0]?.matchedBy).toBe("name");
  });

  test("a namespace is found by its host whatever kind of namespace it is", () => {
    const hub = row(
      `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.EventHub/namespaces/ns-a`,
      "microsoft.eventhub/namespaces",
    );
    expect(complete("sb://ns-a.servicebus.windows.net", { data: [hub] }).resources[0]?.matchedBy).toBe(
      "host",
    );
  });

  test("two resources of one name stay two, and a neighbour that was matched is there once", () => {
    const twin = row(vaultId.replace("rg-a", "rg-b"), "microsoft.keyvault/vaults");
    const { resources } = complete("vault kv-a", { data: [vault, twin] }, { data: [vault, site] });
    expect(resources.map(({ id, matchedBy, evidenceId }) => [id, matchedBy, evidenceId])).toEqual([
      [vaultId, "name", "e3"],
      [twin.id, "name", "e3"],
      [site.id, "neighbour", "e4"],
    ]);
  });

  test("the failure was seen at the latest time of the error that is not in the future", () => {
    const error = "2026-05-01T09:00:00Z a\n2026-05-01T10:00:00Z b\nExpires: 2027-01-01T00:00:00Z";
    expect(complete(error, undefined).observedAt).toBe("2026-05-01T10:00:00.000Z");
  });

  test("without a time it was seen now, and what the caller says goes before all", () => {
    expect(complete("it fails", undefined).observedAt).toBe("2026-05-01T12:00:00Z");
    const extracted = extractSignals({
      error: "2026-05-01T09:00:00Z",
      context: { observed_at: "2026-04-30T10:00:00+02:00" },
    });
    const signals = completeSignals(extracted, {
      now: "2026-05-01T12:00:00Z",
      subscriptions: null,
      names: undefined,
      neighbours: undefined,
    });
    expect([signals.observedAt, signals.visibleSubscriptions]).toEqual(["2026-04-30T08:00:00.000Z", []]);
  });

  test("subscriptions keep name and state", () => {
    expect(complete("x", undefined).visibleSubscriptions).toEqual([
      { id: sub, name: "Prod", state: "Enabled" },
    ]);
  });
});
