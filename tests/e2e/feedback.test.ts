import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runAzebal, scenarioFolder, startStdioAzebal } from "./support/azebal-process.ts";
import { callTool, finishedDiagnosis } from "./support/diagnosis-calls.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

test("a developer says that a report was right, support makes a scenario of it, and eval grades it right", async () => {
  const data = temporaryDirectory();
  const env = { AZEBAL_DATA_DIR: data };
  const scenario = scenarioFolder("first-look");
  const azebal = await startStdioAzebal(["--scenario", scenario], env);
  const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as object;
  const started = await callTool(azebal, "debug_error", { ...request, wait_seconds: 0 });
  const { report } = await finishedDiagnosis(azebal, started.diagnosis_id);
  const said = { diagnosis_id: started.diagnosis_id, verdict: "right" };
  const answer = await azebal.client.callTool({ name: "submit_feedback", arguments: said });
  const unknown = await azebal.client.callTool({
    name: "submit_feedback",
    arguments: { ...said, diagnosis_id: `d${"a".repeat(26)}` },
  });
  await azebal.close();
  const { feedback_id, status } = answer.structuredContent as { feedback_id: string; status: string };
  expect([answer.isError ?? false, status, unknown.isError]).toEqual([false, "pending_review", true]);

  const folder = join(data, "made");
  const made = await runAzebal(
    ["feedback", "scenario", feedback_id, "--out", folder, "--scenario", scenario],
    env,
  );
  expect([made.code, made.stderr]).toEqual([0, ""]);
  const cause = report?.root_cause.code;
  expect(made.stdout).toContain(
    `expected root cause ${cause}.\nDiagnosed again, it gives ${cause}, as the report did.\n`,
  );
  const listed = await runAzebal(
    ["audit", "list", "--tool", "feedback_scenario", "--scenario", scenario],
    env,
  );
  expect(listed.stdout).toContain(started.diagnosis_id);

  const graded = await runAzebal(["eval", "--scenarios", folder, "--min-right", "100"], {});
  expect([graded.code, graded.stdout.split("\n")[0]]).toEqual([
    0,
    expect.stringMatching(
      /^made +right +keyvault\.firewall-deny +evidence 0\/0 +culprit yes +fix yes +closes yes /u,
    ),
  ]);
});
