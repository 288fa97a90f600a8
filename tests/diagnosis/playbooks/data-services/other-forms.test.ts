import { expect, test } from "vitest";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import { ownScenario } from "../network/own-scenario.ts";
import { diagnoseTenant } from "../support/diagnose-tenant.ts";
import type { Tenant } from "../support/tenant.ts";

function rootOf(name: string, change: (tenant: Tenant, request: StoredRequest) => void): [string, string] {
  const { request, tenant } = ownScenario(name);
  change(tenant, request);
  const { root, confidence } = diagnoseTenant(request, tenant);
  return [root, confidence];
}

test("a server that counts its connections itself needs no metric beside it", () => {
  expect(
    rootOf("checkout-too-many-connections", (tenant) => {
      tenant.metrics = [];
    }),
  ).toEqual(["mysql.max-connections-reached", "proven"]);
});

test("a limit of one role is not the server's", () => {
  const [root] = rootOf("pg-role-connection-limit", (tenant) => {
    tenant.metrics = [];
  });
  expect(root).toBe("unknown");
});

test("throughput that is refused in so many words needs no metric beside it", () => {
  expect(
    rootOf("profile-import-429-3200", (tenant) => {
      tenant.metrics = [];
    })[0],
  ).toBe("cosmos.ru-throttling");
});

test("a bare 403 from outside is the account's network, where that is closed", () => {
  expect(
    rootOf("docs-assistant-laptop-403", (_, request) => {
      request.error = "Azure OpenAI answers 403 to my script, https://aoai-cobaltfish.openai.azure.com";
    })[0],
  ).toBe("openai.public-access-disabled");
});

test("the account that refuses is found by its rules where nothing names it", () => {
  const [root] = rootOf("notebook-cosmos-ip-blocked", (_, request) => {
    delete request.source_code;
  });
  expect(root).toBe("cosmos.firewall-deny");
});
