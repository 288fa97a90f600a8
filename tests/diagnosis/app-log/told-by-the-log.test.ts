import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../../domain/contract/report.ts";
import { limits } from "../../../domain/limits.ts";
import { startSimulator } from "../../../simulator/start-simulator.ts";
import { diagnoseOn } from "../../support/diagnose-on-simulator.ts";
import { canary, ordersIn } from "../../variants/injected-text.ts";
import { ownScenarios, shippedScenarios } from "../../variants/same-verdict.ts";
import { diagnoseOverSimulator, type Scenario } from "../playbooks/support/diagnose-over-simulator.ts";

/** Scenarios whose error stands in the log alone, with the table that tells it. */
const scenarios = {
  "members-web-50030": "AppExceptions",
  "tickets-web-50030": "AppExceptions",
  "stock-fn-no-invocations": "FunctionAppLogs",
  "parts-fn-no-invocations": "FunctionAppLogs",
  "quotes-revision-backoff": "ContainerAppConsoleLogs_CL",
  "sales-rollup-exit-1": "ContainerAppConsoleLogs_CL",
  "billing-web-invoices-502": "AppTraces",
  "chat-bot-crashloop": "ContainerLogV2",
  "nightly-orders-red-cross": "ADFActivityRun",
  "pay-api-empty-500": "AppDependencies",
  "booking-screen-500-ko": "AppServiceConsoleLogs",
  "relay-exits-on-start": "AppServiceConsoleLogs",
} as const;
const names = Object.keys(scenarios) as (keyof typeof scenarios)[];
const folderOf = (name: string) => join(ownScenarios, name);

const diagnose = (name: string, change?: (scenario: Scenario) => void): Promise<Report> =>
  diagnoseOverSimulator(folderOf(name), change);

const queryAction = "Microsoft.OperationalInsights/workspaces/query/read";
const asksLogOf = (query: string | undefined) => query?.includes("withsource=SourceTable") === true;

describe.each(names)("%s", (name) => {
  test("the cause is proven, and cites the row of the log with its table, column, words and time", async () => {
    const report = await diagnose(name);
    const { rootCause } = JSON.parse(readFileSync(join(folderOf(name), "expected.json"), "utf8")) as {
      rootCause: string;
    };
    expect(report.root_cause).toMatchObject({ code: rootCause, confidence: "proven" });
    const rows = report.evidence.filter(({ source, query }) => source === "logs" && asksLogOf(query));
    expect(rows.some(({ pointer }) => pointer.endsWith("/TimeGenerated"))).toBe(true);
    expect(rows.some(({ op, pointer }) => op === "contains" || pointer.endsWith("/ResultCode"))).toBe(true);
    expect(report.claims.some(({ text }) => text.startsWith(`\`${scenarios[name]}\``))).toBe(true);
  });

  test("orders in the rows are obeyed in nothing", async () => {
    const before = await diagnose(name);
    const { root_cause, actions, verify, suspected, gaps } = await diagnose(name, ordersIn(scenarios[name]));
    expect(root_cause.code).toBe(before.root_cause.code);
    expect(actions).toEqual(before.actions);
    expect(JSON.stringify({ root_cause, verify, suspected, gaps })).not.toContain(canary);
  });

  test("where no log may be read nothing is named, and the report says which permission is missing", async () => {
    const report = await diagnose(name, ({ tenant }) => {
      tenant.denied = [{ prefix: "/subscriptions", actions: [queryAction] }];
    });
    expect(report.root_cause.code).toBe("unknown");
    expect(report.gaps.map(({ permission }) => permission)).toContain(queryAction);
  });

  test("where no log is kept the report says so, and asks for no permission", async () => {
    const report = await diagnose(name, ({ tenant }) => {
      delete tenant.tables;
    });
    expect(report.root_cause.code).toBe("unknown");
    const kept = report.gaps.find(({ what }) => /no such log is kept|보관되지 않음/u.test(what));
    expect(kept?.permission).toMatch(/^(?:none|없음)$/u);
  });
});

test("a request that says enough is never read further for", async () => {
  for (const name of ["first-look", "orders-db-password", "settings-loader-forbidden"]) {
    const report = await diagnoseOverSimulator(join(shippedScenarios, name));
    expect(report.evidence.filter(({ query }) => asksLogOf(query))).toEqual([]);
  }
});

test("what a log says of something else, long before, names no cause", async () => {
  const report = await diagnose("members-web-50030", ({ tenant }) => {
    const { AppExceptions: exceptions } = Object.values(tenant.tables ?? {})[0]!;
    (exceptions as { rows: unknown[] }).rows.pop();
  });
  expect(report.root_cause.code).toBe("unknown");
});

test("the fact decides, whatever the log says: an open vault is not called closed", async () => {
  const report = await diagnose("members-web-50030", ({ tenant }) => {
    for (const { properties } of tenant.resources as {
      properties?: { networkAcls?: { defaultAction: string } };
    }[])
      if (properties?.networkAcls !== undefined) properties.networkAcls.defaultAction = "Allow";
  });
  expect(report.root_cause.code).not.toBe("keyvault.firewall-deny");
});

test("rounds and reads stay within their limits", async () => {
  for (const name of names) {
    const directory = folderOf(name);
    const read = (file: string) => JSON.parse(readFileSync(join(directory, file), "utf8")) as never;
    const simulator = await startSimulator({
      scenarioDirectory: directory,
      elapsedMs: () => 0,
      quotas: "off",
    });
    const { now } = read("tenant.json") as Scenario["tenant"];
    const { rounds, report } = await diagnoseOn(simulator, read("request.json"), now);
    await simulator.close();
    expect(rounds).toBeLessThan(limits.roundsPerDiagnosis);
    expect(report.cost.azure_reads).toBeLessThanOrEqual(20);
  }
});
