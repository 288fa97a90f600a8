import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { type FaultEffect, type FaultRuleInput, parseFaults } from "../../../simulator/faults/fault-rules.ts";
import { type Azure, openAzure } from "../support/open-azure.ts";
import { sampleTenant, subscription, vault } from "../support/sample-tenant.ts";

async function open(faults: FaultRuleInput[] = []): Promise<Azure> {
  const azure = await openAzure(sampleTenant, { faults });
  onTestFinished(() => azure.close());
  return azure;
}

describe("which requests a fault strikes", () => {
  const teapot = { kind: "html-page", status: 418 } as const;
  const statuses = async (azure: Azure, calls: ((azure: Azure) => Promise<unknown>)[]) => {
    for (const call of calls) await call(azure).catch(() => {});
    return azure.simulator
      .requests()
      .filter(({ path }) => path !== "/simulator/token")
      .map(({ status }) => status);
  };

  test("is said by plane, method and path, without regard to case", async () => {
    const azure = await open([
      { match: { plane: "arm", method: "get", path: "/**/VAULTS/*" }, count: "always", effect: teapot },
    ]);
    const calls = [
      () => azure.arm(vault),
      () => azure.arm(`${vault}/keys`),
      () => azure.arm(`${subscription}/providers/Microsoft.KeyVault/vaults`),
      () => azure.post(vault, {}),
      () => azure.graph("/v1.0/vaults/x"),
    ];
    expect(await statuses(azure, calls)).toEqual([418, 200, 200, 403, 404]);
  });

  test("is said by parameters, whatever the case of their names", async () => {
    const azure = await open([
      { match: { query: { $Filter: "atScope()" } }, count: "always", effect: teapot },
    ]);
    const roles = `${vault}/providers/Microsoft.Authorization/roleAssignments`;
    const calls = [
      () => azure.arm(roles, { $filter: "atScope()" }),
      () => azure.arm(roles, { $filter: "principalId eq 'x'" }),
      () => azure.arm(roles),
    ];
    expect(await statuses(azure, calls)).toEqual([418, 200, 200]);
  });

  test("is said by place and number", async () => {
    const azure = await open([{ match: { path: vault }, nth: 2, count: 2, effect: teapot }]);
    const calls = [vault, subscription, vault, vault, vault].map((path) => () => azure.arm(path));
    expect(await statuses(azure, calls)).toEqual([200, 200, 418, 418, 200]);
  });

  test("is never a token's but where a fault is for tokens", async () => {
    const azure = await open([{ count: "always", effect: { kind: "server-error" } }]);
    expect((await azure.send("/simulator/token?resource=https://management.azure.com")).status).toBe(200);
    azure.simulator.faults.put([
      { match: { plane: "tokens" }, effect: { kind: "server-error", status: 500 } },
    ]);
    expect((await azure.send("/simulator/token?resource=https://management.azure.com")).status).toBe(500);
    expect((await azure.send("/simulator/token?resource=https://management.azure.com")).status).toBe(200);
  });

  test("of two whose turn it is the first strikes, and both have seen the request", async () => {
    const azure = await open([
      { name: "first", effect: teapot },
      { name: "second", nth: 2, effect: { kind: "server-error", status: 500 } },
    ]);
    expect(
      await statuses(azure, [() => azure.arm(vault), () => azure.arm(vault), () => azure.arm(vault)]),
    ).toEqual([418, 500, 200]);
    const seen = azure.simulator.faults
      .report()
      .map(({ name, matched, struck }) => ({ name, matched, struck }));
    expect(seen).toEqual([
      { name: "first", matched: 3, struck: 1 },
      { name: "second", matched: 3, struck: 1 },
    ]);
  });

  test("stands in the request log", async () => {
    const azure = await open([{ name: "away", match: { path: vault }, effect: { kind: "dropped" } }]);
    await azure.arm(vault).catch(() => {});
    expect(azure.simulator.requests().at(-1)).toEqual({
      method: "GET",
      path: vault,
      query: { "api-version": "2024-01-01" },
      status: 0,
      fault: "away",
    });
  });

  test("can be waited for, however many strikes it takes", async () => {
    const azure = await open([{ name: "busy", count: 2, effect: teapot }]);
    const told: string[] = [];
    const once = azure.simulator.faults.struck("busy").then(() => told.push("once"));
    const twice = azure.simulator.faults.struck("busy", 2).then(() => told.push("twice"));
    await fetch(`${azure.simulator.url}${vault}`);
    await once;
    expect(told).toEqual(["once"]);
    await fetch(`${azure.simulator.url}${vault}`);
    await twice;
    await azure.simulator.faults.struck("busy");
    expect(told).toEqual(["once", "twice"]);
  });
});

describe("/simulator/faults", () => {
  const put = (azure: Azure, body: unknown) =>
    azure.send("/simulator/faults", { method: "PUT", body: JSON.stringify(body) });

  test("switches faults on and off while it runs, and shows how they fare, without a token", async () => {
    const azure = await open();
    expect(await azure.send("/simulator/faults")).toMatchObject({ status: 200, body: { faults: [] } });
    const standing = {
      name: "busy",
      match: { path: "/**" },
      nth: 1,
      count: 2,
      effect: { kind: "throttled", retryAfterSeconds: 1, retryAfterAs: "seconds" },
      matched: 0,
      struck: 0,
    };
    const file = {
      faults: [
        {
          name: "busy",
          match: { path: "/**" },
          count: 2,
          effect: { kind: "throttled", retryAfterSeconds: 1 },
        },
      ],
    };
    expect(await put(azure, file)).toMatchObject({ status: 200, body: { faults: [standing] } });
    expect((await azure.arm(vault)).status).toBe(429);
    expect((await azure.send("/simulator/faults")).body).toEqual({
      faults: [{ ...standing, matched: 1, struck: 1 }],
    });
    await put(azure, { faults: [] });
    expect((await azure.arm(vault)).status).toBe(200);
  });

  test("keeps what it has where it is sent something else", async () => {
    const azure = await open([{ effect: { kind: "dropped" } }]);
    expect(await put(azure, { faults: [{ effect: { kind: "earthquake" } }] })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "InvalidFaults",
          message: expect.stringMatching(
            /^The body does not describe faults: faults\.0\.effect\.kind: .+\. Correct it/,
          ) as string,
        },
      },
    });
    expect(azure.simulator.faults.report()).toMatchObject([{ effect: { kind: "dropped" } }]);
    expect(await azure.send("/simulator/faults", { method: "DELETE" })).toMatchObject({ status: 405 });
  });
});

test.each([
  [{ effect: { kind: "latency" } }, "faults.0.effect.ms: "],
  [{ effect: { kind: "throttled", retryAfterAs: "moon" } }, "faults.0.effect.retryAfterAs: "],
  [{ effect: { kind: "server-error", status: 404 } }, "faults.0.effect.status: "],
  [{ effect: { kind: "dropped" }, nht: 2 }, "faults.0: "],
  [{ effect: { kind: "dropped" }, nth: 0 }, "faults.0.nth: "],
  [{ effect: { kind: "dropped" }, match: { path: "vaults" } }, "faults.0.match.path: must begin with /"],
  [
    { effect: { kind: "expired-token" }, match: { plane: "tokens" } },
    "faults.0.effect.kind: has no meaning for plane tokens",
  ],
])("a fault that is written wrongly is refused with its place: %o", async (rule, place) => {
  await expect(openAzure(sampleTenant, { faults: [rule as FaultRuleInput] })).rejects.toMatchObject({
    name: "InvalidFaultsError",
    code: "InvalidFaults",
    message: expect.stringContaining(`The option faults does not describe faults: ${place}`) as string,
  });
});

test("two faults of one name are refused", async () => {
  const rule: FaultRuleInput = { name: "twice", effect: { kind: "dropped" } };
  await expect(openAzure(sampleTenant, { faults: [rule, rule] })).rejects.toThrow(
    "two faults are called twice",
  );
});

describe("docs/simulator.md", () => {
  const page = readFileSync(new URL("../../../docs/simulator.md", import.meta.url), "utf8");

  test("has an example that is a file of faults", () => {
    const example = JSON.parse(/```json\n([^]+?)```/.exec(page)![1]!) as unknown;
    expect(parseFaults("docs/simulator.md", example).map(({ name, effect }) => [name, effect.kind])).toEqual([
      ["vault-busy", "throttled"],
      ["fault-2", "stalled"],
    ]);
  });

  test("describes every effect that there is", () => {
    // The type makes this list complete.
    const kinds: Record<FaultEffect["kind"], true> = {
      latency: true,
      throttled: true,
      "server-error": true,
      dropped: true,
      stalled: true,
      "half-body": true,
      "malformed-json": true,
      "expired-token": true,
      "html-page": true,
      "repeating-page": true,
    };
    const [table = ""] = page.slice(page.indexOf("| `effect.kind` |")).split("\n\n", 1);
    const described = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind);
    expect(described).toEqual(Object.keys(kinds));
  });
});
