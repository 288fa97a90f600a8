import { expect, test } from "vitest";
import { callTool, createHttpBench } from "./support/gateway-bench.ts";
import { sampleReport } from "./support/sample-report.ts";

test("feedback goes to the function app as it was said, and its words come back", async () => {
  const { app, client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  app.complete("d1", sampleReport());
  const said = { verdict: "wrong", root_cause: "dns.private-zone-not-linked", comment: "봤습니다" };
  const { isError, structured, text } = await callTool(client, "submit_feedback", {
    diagnosis_id: "d1",
    ...said,
  });
  expect([isError, structured, text]).toEqual([
    false,
    { feedback_id: "f1", status: "pending_review", message: "Noted." },
    "Noted.",
  ]);
  expect(app.feedbackOn("d1")).toEqual([said]);
});

test("feedback on a diagnosis that runs says what to call first", async () => {
  const { client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  const { isError, text } = await callTool(client, "submit_feedback", {
    diagnosis_id: "d1",
    verdict: "right",
  });
  expect([isError, text]).toEqual([
    true,
    "DiagnosisRunning: This diagnosis has no report yet. Feedback is on a report: get_diagnosis says where the diagnosis stands, and waits with wait_seconds.",
  ]);
});

test.each([
  [{ diagnosis_id: "d1" }, "verdict"],
  [{ diagnosis_id: "d1", verdict: "no" }, "verdict"],
  [{ diagnosis_id: "d1", verdict: "wrong", comment: "x".repeat(2_001) }, "comment"],
  [{ diagnosis_id: "d1", verdict: "wrong", root_cause: "x".repeat(501) }, "root_cause"],
  [{ diagnosis_id: "d1", verdict: "wrong", cause: "x" }, "cause"],
])("feedback %# is refused at the gateway, by the name of its field", async (input, field) => {
  const { app, client } = await createHttpBench();
  const { isError, text } = await callTool(client, "submit_feedback", input);
  expect([isError, text.includes(`${field}`), app.requests]).toEqual([true, true, []]);
});
