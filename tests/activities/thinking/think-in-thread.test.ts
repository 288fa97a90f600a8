import type { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { loadDiagnosis } from "../../../activities/load-diagnosis.ts";
import { thinkHere } from "../../../activities/thinking/think-here.ts";
import { startThinkingThread, thinkInThread } from "../../../activities/thinking/think-in-thread.ts";
import type { PlanQuestion, ReportQuestion } from "../../../activities/thinking/thinking.ts";
import type { PlaybookFile } from "../../../domain/playbook-file.ts";
import { commonInput } from "../../support/scripted-diagnosis.ts";
import { openVaultCase } from "../../support/vault-case.ts";

const here = thinkHere(loadDiagnosis);
const ended = { name: "ThinkingFailedError", code: "ThinkingThreadEnded" };

/** Thinks in threads of its own, which the test can end. */
function openThread(ownPlaybooks: readonly PlaybookFile[] = []) {
  const threads: Worker[] = [];
  const warnings: string[] = [];
  const thinking = thinkInThread({
    ownPlaybooks,
    log: { warn: (message) => void warnings.push(message) },
    startThread(start) {
      const thread = startThinkingThread(start);
      threads.push(thread);
      return thread;
    },
  });
  onTestFinished(() => thinking.close());
  return { thinking, threads, warnings };
}

/** What a diagnosis asks whose request and names are known. */
async function questions(): Promise<{ plan: PlanQuestion; report: ReportQuestion }> {
  const { stores } = await openVaultCase();
  const evidence = await stores.evidence.list(commonInput.diagnosisId);
  const known = { evidence, unread: [], language: "ko" } as const;
  return {
    plan: { ...known, readsLeft: 37, nextStep: 1 },
    report: { ...known, endedBecause: "exhausted", reads: 3, durationMs: 1_000 },
  };
}

test("a thread thinks what would be thought here, byte for byte, in every round", async () => {
  const { thinking, threads } = openThread();
  const { plan, report } = await questions();
  const expected = await Promise.all([here.plan(plan), here.plan(plan), here.report(report)]);
  const told = await Promise.all([thinking.plan(plan), thinking.plan(plan), thinking.report(report)]);
  expect(expected[0].steps.length).toBeGreaterThan(0);
  expect(JSON.stringify(told)).toBe(JSON.stringify(expected));
  expect(threads).toHaveLength(1);
});

test("what the thread throws is thrown here by its name and code, and the thread goes on", async () => {
  const { thinking, threads } = openThread();
  const { plan } = await questions();
  await expect(thinking.plan({ ...plan, evidence: [] })).rejects.toMatchObject({
    name: "ThinkingFailedError",
    code: "EvidenceMissing",
    message: expect.stringContaining("EvidenceMissingError: "),
  });
  await thinking.plan(plan);
  expect(threads).toHaveLength(1);
});

test("a thread that dies fails what it was asked, and the next question starts another", async () => {
  const { thinking, threads } = openThread();
  const { plan } = await questions();
  const asked = [thinking.plan(plan), thinking.plan(plan)].map((answer) =>
    expect(answer).rejects.toMatchObject(ended),
  );
  await threads[0]?.terminate();
  await Promise.all(asked);
  expect(await thinking.plan(plan)).toEqual(await here.plan(plan));
  expect(threads).toHaveLength(2);
});

test("an activity whose thread dies throws, so that it is retried, and its retry tells everything once", async () => {
  const { thinking, threads } = openThread();
  const world = await openVaultCase(undefined, { thinking });
  const input = { ...commonInput, stepId: "plan", readsLeft: 37 };
  const dies = async () => {
    while (threads.length === 0) await new Promise(setImmediate);
    await threads[0]?.terminate();
  };
  const [first] = await Promise.allSettled([world.run("makePlan", input), dies()]);
  expect(first).toMatchObject({
    status: "rejected",
    reason: { name: "SanitisedActivityError", code: ended.code },
  });
  expect(await world.run("makePlan", input)).toMatchObject({ ok: true, value: { settled: false } });
  await world.run("makePlan", input);
  const planned = (await world.journal()).filter(([stepId]) => stepId.startsWith("plan "));
  expect(planned).toHaveLength(1);
});

test("an end refuses what is under way", async () => {
  const { thinking } = openThread();
  const { plan } = await questions();
  const [answer] = await Promise.allSettled([thinking.plan(plan), thinking.close()]);
  expect(answer).toMatchObject({ status: "rejected", reason: ended });
});

test("a thread is prepared once, and says which of a company's playbooks it leaves out", async () => {
  const { thinking, threads, warnings } = openThread([{ file: "own.json", text: "{" }]);
  thinking.prepare();
  thinking.prepare();
  await thinking.plan((await questions()).plan);
  expect(threads).toHaveLength(1);
  expect(warnings).toEqual([expect.stringMatching(/^Playbook own\.json is left out: /u)]);
});
