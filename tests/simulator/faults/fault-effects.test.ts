import { describe, expect, onTestFinished, test } from "vitest";
import type { FaultRuleInput } from "../../../simulator/faults/fault-rules.ts";
import { type Azure, openAzure } from "../support/open-azure.ts";
import { sampleTenant, subscription, vault } from "../support/sample-tenant.ts";
import { rawAnswer } from "./raw-answer.ts";

async function open(faults: FaultRuleInput[] = []): Promise<Azure> {
  const azure = await openAzure(sampleTenant, { faults, pageSize: 2 });
  onTestFinished(() => azure.close());
  return azure;
}

const effect = (kind: FaultRuleInput["effect"]): FaultRuleInput[] => [{ effect: kind }];

describe("a request that a fault has struck", () => {
  test("waits so much longer", async () => {
    const azure = await open(effect({ kind: "latency", ms: 60 }));
    await azure.token("https://management.azure.com");
    const askedAtMs = performance.now();
    expect((await azure.arm(vault)).status).toBe(200);
    expect(performance.now() - askedAtMs).toBeGreaterThanOrEqual(60);
  });

  test.each([
    ["ARM", (azure: Azure) => azure.arm(vault), { code: "SubscriptionRequestsThrottled" }],
    ["Resource Graph", (azure: Azure) => azure.rows("resources"), { code: "RateLimiting" }],
    [
      "Microsoft Graph",
      (azure: Azure) => azure.graph("/v1.0/me"),
      { code: "TooManyRequests", message: "Please retry again later." },
    ],
    [
      "the log query API",
      (azure: Azure) => azure.logs("/v1/workspaces/x/query", { query: "T" }),
      { code: "TooManyRequests", message: "Too many requests" },
    ],
  ])("is told to wait in the words of %s", async (_, call, error) => {
    const azure = await open(effect({ kind: "throttled", retryAfterSeconds: 7 }));
    const reply = await call(azure);
    expect(reply).toMatchObject({ status: 429, body: { error } });
    expect(reply.headers.get("retry-after")).toBe("7");
    expect(reply.headers.get("x-ms-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is told to wait until a date of the simulated clock, or not told for how long", async () => {
    const azure = await open([
      { effect: { kind: "throttled", retryAfterSeconds: 90, retryAfterAs: "date" } },
      { nth: 2, effect: { kind: "throttled" } },
    ]);
    const dated = await azure.arm(vault);
    expect([dated.status, dated.headers.get("date"), dated.headers.get("retry-after")]).toEqual([
      429,
      "Mon, 01 Jun 2026 12:00:00 GMT",
      "Mon, 01 Jun 2026 12:01:30 GMT",
    ]);
    const silent = await azure.arm(vault);
    expect([silent.status, silent.headers.get("retry-after")]).toEqual([429, null]);
  });

  test.each([
    [{}, 503, "ServiceUnavailable", null],
    [{ status: 500 }, 500, "InternalServerError", null],
    [{ status: 502 }, 502, "BadGateway", null],
    [{ status: 504, retryAfterSeconds: 3 }, 504, "GatewayTimeout", "3"],
  ])("meets a fault of the service: %o", async (of, status, code, retryAfter) => {
    const azure = await open(effect({ kind: "server-error", ...of }));
    const reply = await azure.arm(vault);
    expect(reply).toMatchObject({ status, body: { error: { code } } });
    expect(reply.headers.get("retry-after")).toBe(retryAfter);
  });

  test("loses its connection before anything was answered", async () => {
    const azure = await open(effect({ kind: "dropped" }));
    expect(await rawAnswer(azure, vault)).toEqual({
      status: 0,
      text: "",
      promisedBytes: 0,
      end: "ECONNRESET",
    });
    expect((await azure.arm(vault)).status).toBe(200);
  });

  test("gets half of its answer, the length of the whole, and the end of the connection", async () => {
    const azure = await open();
    const whole = await rawAnswer(azure, vault);
    azure.simulator.faults.put(effect({ kind: "half-body" }));
    const half = await rawAnswer(azure, vault);
    expect(half).toEqual({
      ...whole,
      text: whole.text.slice(0, Math.floor(whole.text.length / 2)),
      end: "ECONNRESET",
    });
    expect(half.text.length).toBeLessThan(half.promisedBytes);
  });

  test("gets JSON that breaks off, though its length says that it is whole", async () => {
    const azure = await open(effect({ kind: "malformed-json" }));
    const broken = await rawAnswer(azure, vault);
    expect(broken).toMatchObject({ status: 200, end: "whole", promisedBytes: broken.text.length });
    expect(() => JSON.parse(broken.text)).toThrow(SyntaxError);
  });

  test.each([
    [200, "Sign in to the network"],
    [502, "502 - the proxy could not reach the server"],
  ])("gets a proxy's page with status %i", async (status, title) => {
    const azure = await open(effect({ kind: "html-page", status }));
    const response = await fetch(`${azure.simulator.url}${vault}`);
    expect([
      response.status,
      response.headers.get("content-type"),
      response.headers.get("x-ms-request-id"),
    ]).toEqual([status, "text/html; charset=utf-8", null]);
    expect(await response.text()).toContain(`<h1>${title}</h1>`);
  });

  test.each(["start", "body"] as const)("stalls at the %s until the simulator closes", async (at) => {
    const azure = await openAzure(sampleTenant, { faults: effect({ kind: "stalled", at }) });
    const asked = rawAnswer(azure, vault);
    await azure.simulator.faults.struck("fault-1");
    // Another call is answered meanwhile: it is this one alone that is stalled.
    expect((await azure.arm(vault)).status).toBe(200);
    const before = await Promise.race([asked, Promise.resolve("nothing yet")]);
    await azure.close();
    expect([before, (await asked).end]).toEqual(["nothing yet", "ECONNRESET"]);
  });
});

describe("an expired token", () => {
  test("is refused from the struck call on, until a fresh one is fetched", async () => {
    const azure = await open([{ nth: 2, effect: { kind: "expired-token" } }]);
    expect((await azure.arm(vault)).status).toBe(200);
    for (const call of [() => azure.arm(vault), () => azure.arm(vault)]) {
      const refused = await call();
      expect(refused).toMatchObject({ status: 401, body: { error: { code: "ExpiredAuthenticationToken" } } });
      expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
    }
    const { body } = await azure.send("/simulator/token?resource=https://management.azure.com");
    const { access_token } = body as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await azure.send(`${vault}?api-version=2024-01-01`, { headers })).status).toBe(200);
  });
});

describe("a list whose pages repeat", () => {
  const vaults = `${subscription}/providers/Microsoft.KeyVault/vaults`;
  const follow = async (azure: Azure, link: string) => {
    const headers = { authorization: `Bearer ${await azure.token("https://management.azure.com")}` };
    return (await azure.send(link.slice(azure.simulator.url.length), { headers })).body as {
      value: unknown[];
      nextLink: string;
    };
  };

  test.each(["same", "new"] as const)(
    "gives the first page again and again, with the %s link",
    async (link) => {
      const azure = await open([{ count: "always", effect: { kind: "repeating-page", link } }]);
      const first = (await azure.arm(vaults)).body as { value: unknown[]; nextLink: string };
      const second = await follow(azure, first.nextLink);
      const third = await follow(azure, second.nextLink);
      expect(first.value.length).toBe(2);
      expect([second.value, third.value]).toEqual([first.value, first.value]);
      expect([second.nextLink === first.nextLink, third.nextLink === second.nextLink]).toEqual(
        link === "same" ? [true, true] : [false, false],
      );
    },
  );

  test("does so for Resource Graph and Microsoft Graph in their own words, and leaves what is no list as it is", async () => {
    const azure = await open([{ count: "always", effect: { kind: "repeating-page" } }]);
    const query = "resources | where type =~ 'microsoft.keyvault/vaults' | project id";
    type Rows = { data: unknown[]; $skipToken: string };
    const first = (await azure.rows(query)).body as Rows;
    const options = { $skipToken: first.$skipToken };
    const second = (await azure.rows(query, { options })).body as Rows;
    expect(second.data).toEqual(first.data);
    expect(second.$skipToken).not.toBe(first.$skipToken);
    expect((await azure.arm(vault)).body).toMatchObject({ id: vault });
    expect((await azure.arm(vault)).body).not.toHaveProperty("nextLink");
    expect((await azure.graph("/v1.0/users")).body).toMatchObject({
      "@odata.nextLink": expect.stringContaining("/v1.0/users?%24skiptoken=") as string,
    });
  });
});
