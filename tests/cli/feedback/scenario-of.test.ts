import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Scenario, scenarioOf } from "../../../cli/feedback/scenario/scenario-of.ts";
import { writeScenario } from "../../../cli/feedback/scenario/write-scenario.ts";
import { type Expected, loadScenarios } from "../../../cli/eval/scenario-files.ts";
import { builtInRoles } from "../../../diagnosis/analyses/access/built-in-roles.ts";
import type { DebugRequest } from "../../../domain/contract/debug-request.ts";
import { isRootCause } from "../../../domain/root-causes.ts";
import { startSimulator } from "../../../simulator/start-simulator.ts";
import type { Tenant } from "../../../simulator/tenant/tenant-schema.ts";
import { diagnoseOverSimulator } from "../../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { temporaryDirectory } from "../../e2e/support/temporary-directory.ts";
import { diagnoseOn, type EndedDiagnosis } from "../../support/diagnose-on-simulator.ts";
import { scenariosIn, shippedScenarios } from "../../variants/same-verdict.ts";
import { aFeedback } from "./a-feedback.ts";
import { originalsIn, writtenIn } from "./originals-in.ts";

interface Exported {
  original: { request: DebugRequest; tenant: Tenant; ended: EndedDiagnosis };
  scenario: Scenario;
  directory: string;
}

/** Diagnoses a shipped scenario, says that the report was right, and makes a scenario of what is stored. */
async function exported(id: string): Promise<Exported> {
  const folder = join(shippedScenarios, id);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown;
  const original = { request: read("request.json") as DebugRequest, tenant: read("tenant.json") as Tenant };
  const simulator = await startSimulator({ scenarioDirectory: folder, elapsedMs: () => 0, quotas: "off" });
  const ended = await diagnoseOn(simulator, original.request, original.tenant.now);
  await simulator.close();
  const { code } = ended.report.root_cause;
  const feedback = aFeedback({ verdict: "right", rootCause: code, reportedCause: code });
  const record = { principal: simulator.principal, language: ended.report.language };
  const scenario = scenarioOf({ record, ...ended, feedback }, `salt of ${id}`);
  if (scenario === undefined) throw new Error(`nothing came of ${id}`);
  const directory = writeScenario(join(temporaryDirectory(), "made"), scenario);
  return { original: { ...original, ended }, scenario, directory };
}

const kinds = new Set<string>();

describe.each(scenariosIn(shippedScenarios))("the scenario made of the diagnosis of %s", (id) => {
  test("is diagnosed as the original was, is in the format, and holds no name of the original", async () => {
    const { original, scenario, directory } = await exported(id);
    for (const { source, status } of original.ended.evidence) kinds.add(`${source} ${status}`);
    const again = await diagnoseOverSimulator(directory);
    const essence = ({ root_cause: { code, confidence }, verdict, also }: typeof again) => [
      verdict,
      code,
      confidence,
      also.map((one) => one.code),
    ];
    expect(essence(again)).toEqual(essence(original.ended.report));
    expect(originalsIn(original).filter((name) => writtenIn(scenario, name))).toEqual([]);
    const [loaded] = loadScenarios(directory, []);
    expect(faultsOf(loaded!.expected, scenario)).toEqual([]);
    expect(loaded!.expected.rootCause).toBe(original.ended.report.root_cause.code);
  });
});

test("the shipped scenarios have answers of every kind of read, and refusals", () => {
  const wanted = ["arm 200", "arm 403", "arm 404", "resource_graph 200", "activity_log 200", "metrics 200"];
  const others = ["logs 200", "logs 400", "graph 200", "graph 404", "request 0"];
  expect([...wanted, ...others].filter((kind) => !kinds.has(kind))).toEqual([]);
});

/** What the format asks for, beside what its schemas do. */
function faultsOf(expected: Expected, { tenant, request }: Scenario): string[] {
  const ids = tenant.resources.map((resource) => String(resource["id"]).toLowerCase());
  const codes = [expected.rootCause, ...(expected.ruledOut ?? [])];
  return [
    ...(request.error.length < 10 ? ["error"] : []),
    ...ids.filter((one, index) => ids.indexOf(one) !== index),
    ...tenant.resources.filter(({ type }) => typeof type !== "string").map((one) => JSON.stringify(one)),
    ...codes.filter((code) => !isRootCause(code)),
    ...((expected.fix?.anyOf ?? []).length === 0 ? ["fix"] : []),
    ...(expected.resources ?? []).filter(
      (one) => !ids.includes(one.toLowerCase()) && !/^\/subscriptions\/[^/]+$/u.test(one),
    ),
    ...tenant.activityLog.filter((event) => !("operationName" in event) || !("status" in event)).map(String),
    ...Object.values(tenant.tables).flatMap((tables) =>
      Object.entries(tables).flatMap(([name, { columns, rows }]) =>
        rows.every((row) => row.length === columns.length) ? [] : [name],
      ),
    ),
  ];
}

test("what carries a meaning in every tenant stays: roles, types, zones, rules for Azure's own services", async () => {
  const { scenario } = await exported("lob-app-db-connect");
  const text = JSON.stringify(scenario);
  for (const word of ["privatelink.", "Microsoft.Network/privateDnsZones", "virtualNetworkLinks"])
    expect([word, text.includes(word)]).toEqual([word, true]);
  const roles = await exported("invoice-listener-start");
  const named = [...builtInRoles.keys()].filter((role) =>
    JSON.stringify(roles.original.ended.evidence).includes(role),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((role) => !JSON.stringify(roles.scenario).includes(role))).toEqual([]);
});

describe("a wrong verdict", () => {
  const wrong = (rootCause: string) =>
    madeOf("first-look", { verdict: "wrong", reportedCause: "keyvault.firewall-deny", rootCause });

  test("whose cause is a code is graded against that code, and must not be named again", async () => {
    const { expected } = await wrong("keyvault.rbac-missing-data-role");
    expect(expected).toMatchObject({
      rootCause: "keyvault.rbac-missing-data-role",
      azureFault: true,
      ruledOut: ["keyvault.firewall-deny"],
    });
    expect([expected.evidence, expected.resources]).toEqual([undefined, undefined]);
  });

  test("whose cause is said in words is unknown until somebody completes it, and the words stand beside it", async () => {
    const { expected, toComplete } = await wrong("a proxy of the office");
    expect(expected.rootCause).toBe("unknown");
    expect(toComplete[0]).toBe(
      'expected.json: rootCause is unknown: it was said to be "a proxy of the office", which is no code of the vocabulary. Set the code, azureFault and ruledOut.',
    );
  });

  test("of the code's own fault says that Azure is not at fault", async () => {
    expect((await wrong("code.config-value-missing")).expected.azureFault).toBe(false);
  });
});

async function madeOf(id: string, change: Parameters<typeof aFeedback>[0]): Promise<Scenario> {
  const folder = join(shippedScenarios, id);
  const simulator = await startSimulator({ scenarioDirectory: folder, elapsedMs: () => 0, quotas: "off" });
  const request = JSON.parse(readFileSync(join(folder, "request.json"), "utf8")) as DebugRequest;
  const ended = await diagnoseOn(simulator, request, "2026-03-01T10:00:00.000Z");
  await simulator.close();
  const record = { principal: simulator.principal, language: "en" as const };
  return scenarioOf({ record, ...ended, feedback: aFeedback(change) }, "salt")!;
}

test("a diagnosis whose evidence is gone makes no scenario", () => {
  const principal = { tenantId: "t", objectId: "o", userPrincipalName: "u" };
  const nothing = { record: { principal, language: "en" as const }, evidence: [], report: undefined };
  expect(scenarioOf({ ...nothing, feedback: undefined }, "salt")).toBeUndefined();
});
