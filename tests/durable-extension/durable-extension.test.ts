import { createHash } from "node:crypto";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Envelope, EnvelopeSchema } from "../../domain/contract/envelope.ts";
import type { Simulator } from "../../simulator/start-simulator.ts";
import { runAzebal, scenarioFolder, simulatedAzure } from "../e2e/support/azebal-process.ts";
import { startServingAzebal } from "../e2e/support/serving-azebal.ts";
import { asked, storedReads } from "../e2e/support/stored-reads.ts";
import { HostNotPreparedError, type PreparedHost, prepareHost } from "./host/prepare-host.ts";
import { type AzureEngine, startAzureEngine } from "./support/azure-engine.ts";
import { callTool, diagnose, type Faults, finished, requestOf, startAzure } from "./support/diagnose.ts";
import {
  diagnoseHere,
  holdReads,
  openGateway,
  outcomeOf,
  replayed,
  useAzure,
} from "./support/engine-bench.ts";

/** Four processes on a machine that may have two cores and other suites to run. Nothing here waits for a time to pass. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** Left out where .NET or a registry is missing, unless AZEBAL_REQUIRE_DURABLE_EXTENSION says that it must run. */
const host: PreparedHost | HostNotPreparedError = await prepareHost().catch((error: unknown) => {
  if (error instanceof HostNotPreparedError && !process.env["AZEBAL_REQUIRE_DURABLE_EXTENSION"]) return error;
  throw error;
});
const isMissing = host instanceof HostNotPreparedError;
if (isMissing) process.stderr.write(`tests/durable-extension is left out: ${host.message}\n`);

describe.skipIf(isMissing)("the function app on the Durable extension", () => {
  let work: string;
  let engine: AzureEngine;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "azebal-durable-extension-"));
    engine = await startAzureEngine(host as PreparedHost, work);
  });
  afterAll(async () => {
    await engine?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  test.each([
    "assistant-first-calls-429",
    "ci-azure-login-red",
    "host-startup-storage-403",
    "settlement-consumer-crash",
    "shop-release-swap",
  ])("%s gets the report that the local host gives, from the same reads", async (scenario) => {
    const azure = await useAzure(engine, scenario);
    const gateway = await openGateway(engine);
    const [there, here] = await Promise.all([diagnose(gateway, scenario), diagnoseHere(engine, scenario)]);
    expect(there.status).toBe("completed");
    expect(outcomeOf(there, azure)).toEqual(here);
    expect(await replayed(engine, there.diagnosis_id)).toEqual({ code: 0, agrees: true, timersFired: 0 });
  });

  test("a throttled read waits on a durable timer, and the report is that of the local host", async () => {
    const scenario = "lab-db-monday";
    const faults: Faults = [
      {
        match: { plane: "arm", path: "/**/flexibleServers/*" },
        effect: { kind: "throttled", retryAfterSeconds: 2 },
      },
    ];
    const azure = await useAzure(engine, scenario, faults);
    const gateway = await openGateway(engine);
    const [there, here] = await Promise.all([
      diagnose(gateway, scenario),
      diagnoseHere(engine, scenario, faults),
    ]);
    expect(there.status).toBe("completed");
    expect(outcomeOf(there, azure)).toEqual(here);
    expect(azure.requests().filter(({ status }) => status === 429).length).toBe(1);
    expect(await replayed(engine, there.diagnosis_id)).toEqual({ code: 0, agrees: true, timersFired: 1 });
  });

  test("killed in the middle of a diagnosis, it completes with the same report and repeats no stored read", async () => {
    const scenario = "booking-api-request-limit";
    const azure = await useAzure(engine, scenario);
    const gateway = await openGateway(engine);
    const diagnosing = Promise.withResolvers<Envelope>();
    const release = await holdReads(
      engine,
      ({ url }) => url.includes("/databases?"),
      async () => {
        diagnosing.resolve(diagnose(gateway, scenario));
        return await diagnosing.promise;
      },
    );
    // An answer that is on its way when the process dies is asked for again, and rightly so.
    await vi.waitFor(async () => {
      const stored = await storedReads(engine.functionAppDataDirectory, scenarioFolder(scenario));
      const answered = azure.requests().filter(({ path }) => !path.startsWith("/simulator/"));
      expect(stored).toEqual(expect.arrayContaining(answered.map(asked)));
      // The names, what stands beside them, and the workloads, which is the slowest of the round.
      expect(stored.filter((read) => read.includes("ResourceGraph")).length).toBe(3);
    }, 30_000);
    await engine.killFunctionApp();
    release();
    const there = await diagnosing.promise;
    expect(there.status).toBe("completed");
    expect(outcomeOf(there, azure)).toEqual(await diagnoseHere(engine, scenario));
    expect(await replayed(engine, there.diagnosis_id)).toEqual({ code: 0, agrees: true, timersFired: 0 });
  });

  test("progress reaches the client while a read is under way, and the same key is the same diagnosis", async () => {
    const scenario = "first-look";
    await useAzure(engine, scenario);
    const gateway = await openGateway(engine);
    const request = { ...requestOf(scenario), idempotency_key: "first-look-1", wait_seconds: 240 };
    const lines: string[] = [];
    const reading = Promise.withResolvers<void>();
    const first = Promise.withResolvers<Record<string, unknown>>();
    const release = await holdReads(
      engine,
      ({ url }) => /\/vaults\/[^/?]+\?/.test(url),
      async () => {
        const onLine = (line: string) => {
          lines.push(line);
          if (/reads? to tell them apart/.test(line)) reading.resolve();
        };
        first.resolve(callTool(gateway, "debug_error", request, onLine));
        return await first.promise;
      },
    );
    await reading.promise;
    const again = await callTool(gateway, "debug_error", { ...request, wait_seconds: 0 });
    const linesWhileHeld = lines.length;
    release();
    const envelope = EnvelopeSchema.parse(await first.promise);
    expect([again["status"], again["diagnosis_id"]]).toEqual(["running", envelope.diagnosis_id]);
    expect(lines.length).toBeGreaterThan(linesWhileHeld);
    expect(lines.at(-1)).toMatch(/Report written: The vault's firewall refuses the caller/);

    const listed = await callTool(gateway, "list_diagnoses", {});
    expect(listed["diagnoses"]).toMatchObject([
      { diagnosis_id: envelope.diagnosis_id, status: "completed", root_cause: "keyvault.firewall-deny" },
    ]);
    const evidence = envelope.report?.evidence ?? [];
    expect(new Set(evidence.map(({ evidence_id }) => evidence_id)).size).toBeGreaterThan(2);
    for (const cited of evidence) {
      const { diagnosis_id } = envelope;
      const stored = await callTool(gateway, "get_evidence", {
        diagnosis_id,
        evidence_id: cited.evidence_id,
      });
      const { body, sha256 } = stored as { body: string; sha256: string };
      expect([sha256, createHash("sha256").update(body).digest("hex")]).toEqual([cited.sha256, cited.sha256]);
    }
  });

  test("a diagnosis that is cancelled while a read is under way ends as cancelled, and azebal start says so", async () => {
    const scenario = "orders-db-password";
    await useAzure(engine, scenario);
    const azebal = await startServingAzebal([], engine.gatewayEnvironment);
    const client = await azebal.connect();
    const begun = await callTool({ client }, "debug_error", { ...requestOf(scenario), wait_seconds: 0 });
    const { diagnosis_id } = EnvelopeSchema.parse(begun);
    const release = await holdReads(
      engine,
      ({ url }) => url.startsWith("/subscriptions/"),
      () => finished({ client }, diagnosis_id),
    );
    await callTool({ client }, "cancel_diagnosis", { diagnosis_id });
    release();
    const end = await finished({ client }, diagnosis_id);
    await client.close();
    expect([end.status, end.failure?.code]).toEqual(["cancelled", "Cancelled"]);
  });

  test("azebal diagnose prints the same report from there as from this machine", async () => {
    const scenario = "npm-token-build";
    const error = String(requestOf(scenario)["error"]);
    const diagnosed = async (environment: Readonly<Record<string, string>>, azure: Simulator) => {
      const { stdout, stderr } = await runAzebal(["diagnose", "-", "--json"], environment, error);
      return outcomeOf(EnvelopeSchema.parse(JSON.parse(stdout || `"${stderr}"`)), azure);
    };
    const azure = await useAzure(engine, scenario);
    const azureHere = await startAzure(scenario);
    const here = { AZEBAL_DATA_DIR: join(work, "diagnose-here"), ...simulatedAzure(azureHere.url) };
    const [fromThere, fromHere] = await Promise.all([
      diagnosed(engine.gatewayEnvironment, azure),
      diagnosed(here, azureHere),
    ]);
    await azureHere.close();
    expect(fromThere.status).toBe("completed");
    expect(fromThere).toEqual(fromHere);
  });

  test("a gateway whose key it does not have is refused, and azebal doctor says what to set", async () => {
    await useAzure(engine, "first-look");
    const strange = { ...engine.gatewayEnvironment, AZEBAL_DATA_DIR: join(work, "strange-gateway") };
    const { code, stdout } = await runAzebal(["doctor"], strange);
    const url = engine.gatewayEnvironment["AZEBAL_FUNCTION_APP_URL"];
    expect([code, stdout.trimEnd().split("\n").slice(-2)]).toEqual([
      1,
      [
        `ok       function app   elsewhere, at ${url}`,
        `MISSING  commands       ${url} does not accept this gateway's key: set AZEBAL_ASSERTION_JWKS there to what "azebal keys" prints, and check the clocks of both`,
      ],
    ]);
    expect((await runAzebal(["doctor"], engine.gatewayEnvironment)).code).toBe(0);
  });

  test("app and gateway share no file: the gateway keeps its key and its audit, the app all else", () => {
    expect(filesIn(engine.gatewayDataDirectory)).toEqual(["assertion-keys.json", "azebal.sqlite"]);
    expect(filesIn(engine.functionAppDataDirectory)).toEqual(["azebal.sqlite"]);
  });
});

/** The names of all files below a folder, without those that SQLite keeps beside an open database. */
function filesIn(directory: string): string[] {
  const names = globSync("**/*.{sqlite,json,lock,sock}", { cwd: directory }).map((path) => basename(path));
  return [...new Set(names)].toSorted();
}
