import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Envelope } from "../../domain/contract/envelope.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import { scenarioFolder, startStdioAzebal } from "./support/azebal-process.ts";
import { callTool, finishedDiagnosis } from "./support/diagnosis-calls.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const subscription = "/subscriptions/e6c4e41e-2019-4010-8555-5dcbeaf470e5";
const id = `${subscription}/resourceGroups/rg-gull-reports/providers/Microsoft.Storage/storageAccounts/stgullexport`;
const type = "microsoft.storage/storageaccounts";

/** The gap whose command this is, of a diagnosis that has ended. */
function asked({ report }: Envelope, command: RegExp) {
  const gap = report!.gaps.find((one) => command.test(one.command ?? ""));
  expect(gap, `a gap with a command like ${command.source}`).toBeDefined();
  return gap!;
}

test("what nobody lets the developer read is found and read by others, one answer after the other, up to a likely cause", async () => {
  const directory = temporaryDirectory();
  const scenario = join(directory, "scenario");
  cpSync(scenarioFolder("report-export-blob"), scenario, { recursive: true });
  const read = (file: string) => JSON.parse(readFileSync(join(scenario, file), "utf8")) as JsonObject;
  const tenant = read("tenant.json");
  writeFileSync(join(scenario, "tenant.json"), JSON.stringify({ ...tenant, denied: [{ prefix: id }] }));
  const account = (tenant["resources"] as JsonObject[]).find((one) => one["id"] === id)!;
  const client = await startStdioAzebal(["--scenario", scenario], { AZEBAL_DATA_DIR: directory });
  const answer = async (to: Envelope, command: RegExp, output: unknown) => {
    const { question_id: question } = asked(to, command);
    const next = await callTool(client, "answer_diagnosis", {
      diagnosis_id: to.diagnosis_id,
      question_id: question,
      answer: `$ az …\n${JSON.stringify(output, null, 2)}\n`,
    });
    return await finishedDiagnosis(client, next.diagnosis_id);
  };

  const first = await callTool(client, "debug_error", { ...read("request.json"), wait_seconds: 60 });
  expect(first.report!.root_cause.code).toBe("unknown");
  const rows = [{ id, name: "stgullexport", type, resourceGroup: "rg-gull-reports" }];
  const second = await answer(first, /^az graph query /u, { count: 1, data: rows, skip_token: null });
  expect(second.report!.root_cause.code).toBe("unknown");
  const third = await answer(second, /^az rest .*\/storageAccounts\/stgullexport\?/u, account);
  expect(third.report!.root_cause).toMatchObject({
    code: "storage.network-rule-deny",
    confidence: "likely",
    resource_ids: [id],
  });
  expect(third.report!.evidence.some(({ source }) => source === "user")).toBe(true);
  expect(new Set([first, second, third].map((one) => one.diagnosis_id)).size).toBe(3);
  await client.close();
});
