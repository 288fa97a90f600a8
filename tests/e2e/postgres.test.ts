import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openStores } from "../../services/stores/open-stores.ts";
import { readStoredText } from "../../services/stores/sqlite/stored-text.ts";
import type { Stores } from "../../services/stores/stores.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import { type PostgresServer, startPostgresServer } from "../services/stores/support/postgres-server.ts";
import { describeWithPostgres, usePostgresServer } from "../services/stores/support/postgres-suite.ts";
import { freePort } from "../services/stores/support/redis-server.ts";
import { type Finished, runAzebal, scenarioFolder, simulatedAzure } from "./support/azebal-process.ts";
import { createCanarySecrets, createSecretSearch } from "./support/canary-secrets.ts";
import { hubsIn } from "./support/stored-diagnoses.ts";
import { cellsOf } from "./support/stored-text.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");
const { error } = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as { error: string };

/** The stores of another machine that shares the database. */
function elsewhere(url: string): Stores {
  const stores = openStores({ directory: temporaryDirectory(), postgres: { url } });
  onTestFinished(() => stores.close());
  return stores;
}

interface Answer {
  diagnosis_id: string;
  status: string;
  report: { root_cause: { code: string; confidence: string } };
}

const answerOf = ({ stdout }: Finished) => JSON.parse(stdout) as Answer;
const proven = {
  status: "completed",
  report: { root_cause: { code: "keyvault.firewall-deny", confidence: "proven" } },
};

/** Every cell of every table, compressed ones opened. */
async function cellsIn(server: PostgresServer): Promise<string> {
  const tables = ["audit_logs", "diagnoses", "evidence", "feedback", "history", "reports"];
  const rows = await Promise.all(tables.map((table) => server.sql(`SELECT * FROM ${table}`)));
  return rows
    .flat()
    .flatMap((row) => Object.values(row))
    .map((cell) => (cell instanceof Uint8Array ? readStoredText(cell) : JSON.stringify(cell)))
    .join("\n");
}

describeWithPostgres("with a shared PostgreSQL", () => {
  const server = usePostgresServer();
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ scenarioDirectory: scenario });
  });
  afterAll(async () => await simulator.close());

  const diagnose = (dataDirectory: string, url: string, args: string[] = [], text = error) =>
    runAzebal(
      ["diagnose", "--json", ...args, "-"],
      {
        AZEBAL_DATA_DIR: dataDirectory,
        AZEBAL_POSTGRES_URL: url,
        AZEBAL_LOG_LEVEL: "debug",
        ...simulatedAzure(simulator.url),
      },
      text,
    );

  test("a diagnosis ends with its proof, is there for every machine, and leaves nothing of it in the hub's database", async () => {
    const dataDirectory = temporaryDirectory();
    const run = await diagnose(dataDirectory, server().url);
    expect([run.code, answerOf(run)]).toMatchObject([0, proven]);
    const { diagnosis_id: id } = answerOf(run);
    const { audit, diagnoses, evidence, history, reports } = elsewhere(server().url);
    const used = await audit.list({ diagnosisId: id, limit: 9 });
    expect([
      (await diagnoses.get(id))?.status,
      (await reports.get(id))?.root_cause.code,
      (await evidence.list(id)).length > 5,
      (await history.list(id)).length > 2,
      used.map(({ toolCalled, outcome }) => [toolCalled, outcome]),
    ]).toEqual([
      "completed",
      "keyvault.firewall-deny",
      true,
      true,
      expect.arrayContaining([["diagnose", "completed"]]),
    ]);
    const [hub = ""] = hubsIn(dataDirectory);
    const local = openStores({ directory: hub });
    onTestFinished(() => local.close());
    const here = [
      await local.diagnoses.get(id),
      await local.evidence.list(id),
      await local.audit.list({ limit: 1 }),
    ];
    expect([here, `${run.stdout}${run.stderr}`.includes(server().password)]).toEqual([
      [undefined, [], []],
      false,
    ]);
  });

  test("no secret of a request is in any cell of it, nor in what waits on this machine", async () => {
    const dataDirectory = temporaryDirectory();
    const secrets = createCanarySecrets(4_711);
    const code = join(dataDirectory, "app.env");
    writeFileSync(code, `DB_PASSWORD=${secrets.password()}\n${secrets.text()}`);
    const run = await diagnose(
      dataDirectory,
      server().url,
      ["--code", code],
      `kontrollwort ${error}\n${secrets.text()}`,
    );
    const stored = await cellsIn(server());
    const [hub = ""] = hubsIn(dataDirectory);
    const local = cellsOf(join(hub, "azebal.sqlite"));
    const search = createSecretSearch(secrets.planted);
    expect([
      run.code,
      search(stored),
      search(local),
      search(run.stderr),
      stored.includes("kontrollwort"),
    ]).toEqual([0, [], [], [], true]);
  });

  test("a server that is killed in the middle and comes back costs a diagnosis nothing", async () => {
    const own = await startPostgresServer();
    onTestFinished(() => own.stop());
    const stores = elsewhere(own.url);
    await stores.reports.get("d");
    const running = diagnose(temporaryDirectory(), own.url);
    while (Number((await own.sql("SELECT count(*) AS count FROM evidence"))[0]?.["count"]) < 2);
    await own.kill();
    await own.restart();
    const run = await running;
    const { diagnosis_id: id } = answerOf(run);
    const recorded = (await stores.audit.list({ diagnosisId: id, limit: 9 })).filter(
      ({ toolCalled }) => toolCalled === "diagnose",
    );
    expect([run.code, answerOf(run), recorded.length]).toMatchObject([0, proven, 1]);
  });

  test("a server that is not there is a message that says what to do, without its password", async () => {
    const port = await freePort();
    const { code, stdout, stderr } = await diagnose(
      temporaryDirectory(),
      `postgres://ada:p-canary@127.0.0.1:${port}/azebal`,
    );
    expect([code, `${stdout}${stderr}`.includes("p-canary"), stderr]).toEqual([
      1,
      false,
      expect.stringContaining(`PostgreSQL at 127.0.0.1:${port} does not answer (ECONNREFUSED)`),
    ]);
  });

  test("the doctor says that it answers, or what to do where it does not", async () => {
    const examined = async (url: string) => {
      const env = { AZEBAL_DATA_DIR: temporaryDirectory(), AZEBAL_POSTGRES_URL: url };
      const { stdout, stderr } = await runAzebal(["doctor", "--scenario", scenario], env);
      expect(`${stdout}${stderr}`).not.toContain(server().password);
      return stdout.split("\n").find((line) => /^\S+ +database /u.test(line));
    };
    const host = `127.0.0.1:${server().port}`;
    expect([await examined(server().url), await examined(server().url.replace("azebal:", "bob:"))]).toEqual([
      expect.stringMatching(
        new RegExp(`^ok +database +PostgreSQL \\d\\S+ at ${host} answers in [\\d.]+ ms$`, "u"),
      ),
      expect.stringMatching(
        new RegExp(
          `^MISSING +database +PostgreSQL at ${host} refuses what AZEBAL asks \\(28P01\\)\\. Put the user`,
          "u",
        ),
      ),
    ]);
  });
});
