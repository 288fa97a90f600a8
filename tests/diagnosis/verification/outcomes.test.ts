import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadDiagnosis } from "../../../activities/load-diagnosis.ts";
import type { ChangeableTenant } from "../../../cli/eval/change-tenant.ts";
import { fixedTenant } from "../../../cli/eval/fixed-tenant.ts";
import { buildVerification } from "../../../diagnosis/verification/build-verification.ts";
import { scopeCovers } from "../../../domain/arm-resource-id.ts";
import type { DebugRequest } from "../../../domain/contract/debug-request.ts";
import type { Report } from "../../../domain/contract/report.ts";
import { startSimulator } from "../../../simulator/start-simulator.ts";
import { diagnoseOn, type EndedDiagnosis, type Verified } from "../../support/diagnose-on-simulator.ts";

type Tenant = ChangeableTenant & { now: string };

const root = join(import.meta.dirname, "..", "..", "..");

/** A scenario of the simulator's own or of the tests'. */
function scenarioOf(folder: string) {
  const read = (file: string) => JSON.parse(readFileSync(join(root, folder, file), "utf8")) as unknown;
  return { tenant: read("tenant.json") as Tenant, request: read("request.json") as DebugRequest };
}

async function diagnoseIn(
  tenant: Tenant,
  request: DebugRequest,
  verified?: Verified,
): Promise<EndedDiagnosis> {
  const scenarioDirectory = mkdtempSync(join(tmpdir(), "azebal-outcome-"));
  writeFileSync(join(scenarioDirectory, "tenant.json"), JSON.stringify(tenant));
  const simulator = await startSimulator({ scenarioDirectory, quotas: "off" });
  try {
    return await diagnoseOn(simulator, request, tenant.now, verified === undefined ? {} : { verified });
  } finally {
    await simulator.close();
    rmSync(scenarioDirectory, { recursive: true });
  }
}

/** Diagnoses again ten minutes later, in a tenant that somebody may have changed, and says what has become of the cause. */
async function verifyIn(
  tenant: Tenant,
  request: DebugRequest,
  { report, evidence, hypotheses, signals }: EndedDiagnosis,
): Promise<Report> {
  const now = new Date(Date.parse(tenant.now) + 600_000).toISOString();
  const suspected = [report.root_cause, ...report.also].map(({ code }) => code);
  const after = await diagnoseIn({ ...tenant, now }, request, {
    suspected,
    observedAt: signals.observedAt,
  });
  const { analyses } = await loadDiagnosis();
  const assessment = { hypotheses: after.hypotheses, withoutTarget: [], steps: [], settled: true };
  const verified = { diagnosisId: "d1", report, evidence, assessment: { hypotheses } };
  const ended = { endedBecause: "settled", reads: 1, durationMs: 1 } as const;
  return buildVerification(verified, { ...after, ...ended, assessment, analyses });
}

async function verdicts(folder: string) {
  const { tenant, request } = scenarioOf(folder);
  const before = await diagnoseIn(tenant, request);
  const fixed = fixedTenant(before.report, tenant);
  const unchanged = await verifyIn(tenant, request, before);
  const afterFix = fixed === undefined ? undefined : await verifyIn(fixed, request, before);
  return {
    code: before.report.root_cause.code,
    unchanged: unchanged.verification!.outcome,
    fixed: afterFix?.verification!.outcome,
    text: unchanged.verification!.text,
    afterFix,
  };
}

describe("on the simulated Azure", () => {
  test.each([
    ["simulator/scenarios/first-look", "keyvault.firewall-deny"],
    ["simulator/scenarios/adf-release-cleanup-409", "lock.cannot-delete"],
    ["simulator/scenarios/ci-azure-login-red", "entra.client-secret-expired"],
    ["simulator/scenarios/lab-db-monday", "postgres.server-stopped"],
    ["simulator/scenarios/azd-up-second-environment-run", "cognitive.soft-deleted-name-conflict"],
    ["simulator/scenarios/lob-app-db-connect", "dns.private-zone-not-effective"],
    ["tests/scenarios/extract-job-login-timeout", "network.udr-blackhole"],
    ["tests/scenarios/partner-callback-tls-fails", "appservice.cert-binding-stale"],
  ])("%s: %s is not fixed before its fix, and fixed after it", async (folder, code) => {
    const { afterFix, text, ...found } = await verdicts(folder);
    expect(found).toEqual({ code, unchanged: "not_fixed", fixed: "fixed" });
    expect(afterFix!.verification!.differences.some(({ changed }) => changed)).toBe(true);
    expect(text).not.toBe("");
  });

  test("a rule for another address than the caller's is seen, and said to be no fix", async () => {
    const { tenant, request } = scenarioOf("simulator/scenarios/settings-loader-forbidden");
    const before = await diagnoseIn(tenant, request);
    const changed = structuredClone(tenant);
    const vault = changed.resources.find(({ id }) => typeof id === "string" && id.endsWith("/kv-cm-parcel"))!;
    const { networkAcls } = vault["properties"] as { networkAcls: { ipRules: unknown[] } };
    networkAcls.ipRules.push({ value: "203.0.113.9/32" });
    const { outcome, text, differences } = (await verifyIn(changed, request, before)).verification!;
    expect(outcome).toBe("not_fixed");
    expect(text).toMatch(/^Something has changed, but the cause still holds/u);
    expect(differences[0]).toMatchObject({
      field: "properties.networkAcls.ipRules",
      // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
      then: "(none of 1 covers 51.121.115.154)",
      now: "(none of 2 covers 51.121.115.154)",
      changed: true,
    });
  });

  test("an app that goes out by any of six addresses is let in by rules for all of them, and by none for the first alone", async () => {
    const { tenant, request } = scenarioOf("simulator/scenarios/settings-loader-forbidden");
    const untold = { ...tenant, tables: {} };
    const before = await diagnoseIn(untold, request);
    expect(before.report.root_cause.code).toBe("keyvault.firewall-not-trusted-service");
    const allow = before.report.actions.find(({ effects }) => effects !== undefined)!;
    expect(allow.effects).toHaveLength(6);
    expect(allow.commands).toEqual([
      "az keyvault network-rule add --name kv-cm-parcel --ip-address 13.132.130.80 51.121.115.154 51.193.200.48 51.137.39.237 51.70.202.200 40.199.112.178",
    ]);
    const whole = fixedTenant(before.report, untold)!;
    expect((await verifyIn(whole, request, before)).verification!.outcome).toBe("fixed");
    const first = { ...before.report, actions: [{ ...allow, effects: allow.effects!.slice(0, 1) }] };
    const { outcome, differences } = (await verifyIn(fixedTenant(first, untold)!, request, before))
      .verification!;
    expect(outcome).toBe("not_fixed");
    expect(differences[0]).toMatchObject({ field: "properties.networkAcls.ipRules", changed: true });
  });

  test("a fix behind which another cause stands is changed otherwise, and the report is about that one", async () => {
    const { afterFix, fixed } = await verdicts("tests/scenarios/loyalty-web-secret-refused");
    expect(fixed).toBe("changed_otherwise");
    expect(afterFix!.root_cause.code).toBe("keyvault.firewall-deny");
  });

  test.each([
    ["a limit that was measured", "simulator/scenarios/booking-api-request-limit", /lies in the past/u],
    ["a failed deployment", "simulator/scenarios/first-deploy-nested-404", /lies in the past/u],
    ["a token in the request", "simulator/scenarios/media-browser-listing", /request as it was sent/u],
    ["code", "simulator/scenarios/catalog-ef-startup", /code as it was sent.*debug_error/su],
  ])("%s stays undecided, since only a new call can tell", async (_, folder, words) => {
    const { unchanged, fixed, text } = await verdicts(folder);
    expect([unchanged, fixed ?? "undecided"]).toEqual(["undecided", "undecided"]);
    expect(text).toMatch(words);
  });

  test("a resource that has vanished is not fixed: the call fails otherwise", async () => {
    const { tenant, request } = scenarioOf("simulator/scenarios/first-look");
    const before = await diagnoseIn(tenant, request);
    const [vault = ""] = before.report.root_cause.resource_ids;
    const resources = tenant.resources.filter(({ id }) => typeof id !== "string" || !scopeCovers(vault, id));
    const { verification } = await verifyIn({ ...tenant, resources }, request, before);
    expect(verification!.outcome).not.toBe("fixed");
  });
});
