import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ChangeableTenant, changeTenant } from "../../cli/eval/change-tenant.ts";
import { fixedTenant } from "../../cli/eval/fixed-tenant.ts";
import type { Envelope } from "../../domain/contract/envelope.ts";
import { scenarioFolder, simulatedAzure, startStdioAzebal } from "./support/azebal-process.ts";
import { callTool, finishedDiagnosis } from "./support/diagnosis-calls.ts";
import { openAzure } from "./support/open-azure.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

type Tenant = ChangeableTenant & { now: string };

/** A scenario in a folder of its own, whose tenant the test may change while no process reads it. */
function openCase(id: string) {
  const directory = temporaryDirectory();
  const scenario = join(directory, "scenario");
  mkdirSync(scenario);
  const read = (file: string) => JSON.parse(readFileSync(join(scenarioFolder(id), file), "utf8")) as unknown;
  const tenant = read("tenant.json") as Tenant;
  const put = (changed: Tenant) => writeFileSync(join(scenario, "tenant.json"), JSON.stringify(changed));
  put(tenant);
  return {
    tenant,
    request: read("request.json") as Record<string, unknown>,
    scenario,
    dataDirectory: directory,
    /** Ten minutes later, Azure's clock. */
    change: (changed: Tenant) =>
      put({ ...changed, now: new Date(Date.parse(tenant.now) + 600_000).toISOString() }),
    start: () => startStdioAzebal(["--scenario", scenario], { AZEBAL_DATA_DIR: directory }),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

type Case = ReturnType<typeof openCase>;

/** Diagnoses, lets the tenant be changed, and makes the call that the report offers as the next one. */
async function diagnosedAndVerified(opened: Case, change: (diagnosis: Envelope) => void) {
  const first = await opened.start();
  const diagnosis = await callTool(first, "debug_error", { ...opened.request, wait_seconds: 60 });
  await first.close();
  change(diagnosis);
  const second = await opened.start();
  const next = diagnosis.next!;
  const verification = await callTool(second, next.tool, { ...next.arguments, wait_seconds: 60 });
  await second.close();
  return { diagnosis, verification };
}

test("the fix of the report, made and verified in another process, is fixed, and the value is shown then and now", async () => {
  const opened = openCase("first-look");
  const { diagnosis, verification } = await diagnosedAndVerified(opened, ({ report }) =>
    opened.change(fixedTenant(report!, opened.tenant)!),
  );
  expect(diagnosis.next).toMatchObject({
    tool: "verify_fix",
    arguments: { diagnosis_id: diagnosis.diagnosis_id },
  });
  expect(verification.diagnosis_id).not.toBe(diagnosis.diagnosis_id);
  expect(verification).toMatchObject({
    status: "completed",
    report: { verification: { of: diagnosis.diagnosis_id, outcome: "fixed" } },
  });
  expect(verification.next).toBeUndefined();
  expect(verification.report!.verification!.differences[0]).toMatchObject({
    resource: expect.stringMatching(/\/vaults\/kv-release-fab$/u),
    field: "properties.networkAcls.ipRules",
    changed: true,
    now: expect.stringContaining("40.74.28.9"),
  });
});

test("without the fix it is not fixed, and the diagnosis is offered for another verification", async () => {
  const { diagnosis, verification } = await diagnosedAndVerified(openCase("first-look"), () => {});
  const { report, next } = verification;
  expect(report!.verification).toMatchObject({ outcome: "not_fixed" });
  expect(report!.verification!.differences.map(({ changed }) => changed)).not.toContain(true);
  expect(report!.root_cause.code).toBe("keyvault.firewall-deny");
  expect(next?.arguments).toEqual({ diagnosis_id: diagnosis.diagnosis_id });
});

test("a change that lets the call meet something else is changed otherwise, and says what", async () => {
  const opened = openCase("first-look");
  const { verification } = await diagnosedAndVerified(opened, ({ report }) => {
    const fixed = fixedTenant(report!, opened.tenant)!;
    const roles = fixed.resources.flatMap(({ id, type }) =>
      typeof id === "string" && /^microsoft\.authorization\/roleassignments$/iu.test(textOf(type))
        ? [id]
        : [],
    );
    opened.change(
      changeTenant(
        fixed,
        roles.map((id) => ({ kind: "delete" as const, id })),
      ),
    );
  });
  const { report, next } = verification;
  expect(report!.verification).toMatchObject({ outcome: "changed_otherwise" });
  expect(report!.root_cause).toMatchObject({ code: "keyvault.rbac-missing-data-role" });
  expect(report!.verification!.text).toContain(report!.root_cause.title);
  expect(next?.arguments).toEqual({ diagnosis_id: verification.diagnosis_id });
});

test("a verification whose process is killed in the middle ends, with the next one, as if nothing had been", async () => {
  const scenario = scenarioFolder("first-look");
  const azure = await openAzure(scenario);
  const environment = {
    AZEBAL_DATA_DIR: temporaryDirectory(),
    ...simulatedAzure(azure.url),
  };
  const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;
  const first = await startStdioAzebal([], environment);
  const diagnosis = await callTool(first, "debug_error", { ...request, wait_seconds: 60 });
  const dropped = Promise.withResolvers<never>();
  const held = new Promise<void>((resolve) => {
    azure.rule = ({ url }) => {
      if (!/\/vaults\/[^/?]+\?/u.test(url)) return undefined;
      azure.rule = () => dropped.promise;
      resolve();
      return dropped.promise;
    };
  });
  const asked = { diagnosis_id: diagnosis.diagnosis_id, wait_seconds: 0 };
  const { diagnosis_id: id } = await callTool(first, "verify_fix", asked);
  await held;
  await first.kill();
  azure.rule = () => undefined;
  dropped.reject(new TypeError("Nobody waits for this read any more."));
  const second = await startStdioAzebal([], environment);
  const end = await finishedDiagnosis(second, id);
  const { client } = second;
  const listed = await client.callTool({ name: "list_diagnoses", arguments: {} });
  await second.close();
  expect(end).toMatchObject({
    status: "completed",
    report: { verification: { of: diagnosis.diagnosis_id, outcome: "not_fixed" } },
  });
  expect(listed.structuredContent).toMatchObject({
    diagnoses: [
      { diagnosis_id: id, status: "completed", verifies: diagnosis.diagnosis_id },
      { diagnosis_id: diagnosis.diagnosis_id, status: "completed" },
    ],
  });
});
