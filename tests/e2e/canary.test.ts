import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { expect, test } from "vitest";
import { openStores } from "../../services/stores/open-stores.ts";
import { scenarioFolder } from "./support/azebal-process.ts";
import { type CanarySecrets, createCanarySecrets, createSecretSearch } from "./support/canary-secrets.ts";
import { beaconOf, plantScenario } from "./support/planted-tenant.ts";
import { startServingAzebal } from "./support/serving-azebal.ts";
import { bytesBelow, cellsOf } from "./support/stored-text.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

type Json = Record<string, unknown>;

/** A word that is no secret, first in the error: what the search must find, so that finding nothing means something. */
const controlWord = "kontrollwort";

function plantedRequest(scenario: string, secrets: CanarySecrets): Json {
  const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as {
    error: string;
    source_code?: { path: string; content: string }[];
    context?: Json;
  };
  return {
    ...request,
    error: `${controlWord}\n${request.error}\n${secrets.text()}`,
    source_code: [
      ...(request.source_code ?? []),
      { path: ".env", content: `DB_PASSWORD=${secrets.password()}\n${secrets.text()}` },
      {
        path: "values.yaml",
        content: `db:\n  password: "${secrets.password()}"\n  token: ${secrets.token()}`,
      },
      { path: "app.py", content: `client = connect(password="${secrets.password()}")\n# ${secrets.text()}` },
    ],
    context: { ...request.context, notes: secrets.text() },
    idempotency_key: secrets.password(),
  };
}

/** Everything that a client can ask of a diagnosis, and what it should not ask, with secrets in it. */
async function askEverything(client: Client, request: Json, secrets: CanarySecrets) {
  const said: string[] = [];
  const call = async (name: string, input: Json) => {
    const result = await client.callTool({ name, arguments: input }, undefined, {
      onprogress: (progress) => said.push(JSON.stringify(progress)),
    });
    said.push(JSON.stringify(result));
    return result;
  };
  const begun = await call("debug_error", { ...request, wait_seconds: 100 });
  const { diagnosis_id, status, report } = begun.structuredContent as {
    diagnosis_id: string;
    status: string;
    report?: { root_cause: { code: string } };
  };
  await call("get_diagnosis", { diagnosis_id });
  await call("list_diagnoses", {});
  let evidence = 0;
  while (!(await call("get_evidence", { diagnosis_id, evidence_id: `e${evidence}` })).isError) evidence += 1;
  await call("answer_diagnosis", { diagnosis_id, question_id: "q1", answer: secrets.text() });
  await call("answer_diagnosis", { diagnosis_id, question_id: "q1", answer: "", note: secrets.text() });
  await call("debug_error", { error: secrets.text(), db_password: secrets.password(), wait_seconds: 0 });
  await call("debug_error", { ...request, error: "another", wait_seconds: 0 });
  for (const { uri } of (await client.listResources()).resources)
    said.push(JSON.stringify(await client.readResource({ uri })));
  said.push(JSON.stringify(await client.readResource({ uri: `azebal://diagnoses/${diagnosis_id}` })));
  return { diagnosisId: diagnosis_id, status, rootCause: report?.root_cause.code, evidence, said };
}

async function everyRow(hubDirectory: string, diagnosisId: string): Promise<string> {
  const stores = openStores({ directory: hubDirectory });
  try {
    return JSON.stringify([
      await stores.evidence.list(diagnosisId),
      await stores.reports.get(diagnosisId),
      await stores.journal.read(diagnosisId, 0, 10_000),
      await stores.history.list(diagnosisId),
      await stores.audit.list({ limit: 10_000 }),
      await stores.diagnoses.get(diagnosisId),
    ]);
  } finally {
    await stores.close();
  }
}

const scenarios: [id: string, rootCause: string, places: string[]][] = [
  [
    "shop-release-swap",
    "platform.known-defect-slot-swap",
    ["tags", "app-settings", "activity-log", "log-rows", "responses", "properties"],
  ],
  ["shop-front-unreachable-new-image", "code.webserver-config-error", ["tags", "container-env", "log-rows"]],
  ["invoice-listener-start", "storage.rbac-missing-data-role", ["tags", "role-assignments", "properties"]],
];

test.each(scenarios)(
  "secrets in the request and the Azure of %s are in no file, row, log or answer",
  async (id, rootCause, places) => {
    const work = temporaryDirectory();
    const dataDirectory = join(work, "data");
    const secrets = createCanarySecrets(id.length * 7_919);
    plantScenario(scenarioFolder(id), join(work, "scenario"), secrets);
    const azebal = await startServingAzebal(["--scenario", join(work, "scenario")], {
      AZEBAL_DATA_DIR: dataDirectory,
      AZEBAL_LOG_LEVEL: "debug",
    });
    const client = await azebal.connect();
    const asked = await askEverything(client, plantedRequest(scenarioFolder(id), secrets), secrets);
    const whileRunning = bytesBelow(dataDirectory);
    await client.close();
    expect((await azebal.stop()).code).toBe(0);
    expect(asked).toMatchObject({ status: "completed", rootCause });

    const [hub] = readdirSync(join(dataDirectory, "hubs")).map((name) => join(dataDirectory, "hubs", name));
    const { stdout, stderr } = azebal.output();
    const searched: Record<string, string> = {
      ...Object.fromEntries(
        Object.entries(whileRunning).map(([path, bytes]) => [`${path} while it ran`, bytes]),
      ),
      ...bytesBelow(dataDirectory),
      "rows of azebal.sqlite": cellsOf(join(hub!, "azebal.sqlite")),
      "rows of host.sqlite": cellsOf(join(hub!, "host.sqlite")),
      "the stores": await everyRow(hub!, asked.diagnosisId),
      "standard output": stdout,
      "the log": stderr,
      "the answers": asked.said.join("\n"),
    };
    const search = createSecretSearch(secrets.planted);
    const found = Object.entries(searched).flatMap(([place, text]) =>
      search(text).map((secret) => `${place}: ${secret}`),
    );
    expect(found).toEqual([]);

    // The search can find: what is no secret stands in every kind of place, and every planted place was read.
    const has = (place: string, word: string) => searched[place]!.includes(word);
    expect({
      // The write-ahead log is not always taken over when the process leaves.
      bytes: Object.entries(bytesBelow(hub!)).some(([, bytes]) => bytes.includes(controlWord)),
      log: Object.keys(whileRunning).some((path) => path.endsWith("azebal.sqlite-wal")),
      rows: has("rows of azebal.sqlite", controlWord),
      stores: has("the stores", controlWord),
      answers: has("the answers", controlWord),
      hostBytes: has(join(hub!, "host.sqlite"), asked.diagnosisId),
      hostRows: has("rows of host.sqlite", asked.diagnosisId),
      logs: has("the log", asked.diagnosisId),
      unread: places.filter((place) => !has("the stores", beaconOf(place))),
      evidence: asked.evidence > 5,
    }).toEqual({
      bytes: true,
      log: true,
      rows: true,
      stores: true,
      answers: true,
      hostBytes: true,
      hostRows: true,
      logs: true,
      unread: [],
      evidence: true,
    });
  },
);

test("the search finds a secret that was left in, a part of it, and its usual encodings", () => {
  const secrets = createCanarySecrets(5);
  const text = secrets.text();
  const missed = secrets.planted.filter((secret) => createSecretSearch([secret])(text).length === 0);
  expect([missed, secrets.planted.length]).toEqual([[], 15]);
  const secret = secrets.key();
  const left = [
    JSON.stringify({ secret }),
    `?q=${encodeURIComponent(secret)}`,
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("hex"),
    `${secret.slice(0, 20)}…`,
    `…${secret.slice(-20)}`,
  ];
  expect(left.filter((text) => createSecretSearch([secret])(text).length === 0)).toEqual([]);
  expect(createSecretSearch(secrets.planted)(`a text without secrets, of ${controlWord}`)).toEqual([]);
});
