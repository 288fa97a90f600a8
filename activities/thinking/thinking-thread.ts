import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Evidence } from "../../domain/evidence.ts";
import { KeptEvidence } from "../../services/stores/kept-evidence.ts";
import { diagnosisLoader } from "../load-diagnosis.ts";
import { describeError } from "../wrapping/sanitised-error.ts";
import { thinkHere } from "./think-here.ts";
import type { ThreadQuestion, ThreadReply, ThreadStart } from "./thread-message.ts";

/** The thread's entry: answers one question after the other. */
const { ownPlaybooks, compileCache } = workerData as ThreadStart;
if (compileCache !== undefined) enableCompileCache?.(compileCache);
const tell = (reply: ThreadReply) => parentPort?.postMessage(reply);
const load = diagnosisLoader({ ownPlaybooks, log: { warn: (warning) => tell({ warning }) } });
const thinking = thinkHere(load);
const kept = new KeptEvidence();

parentPort?.on("message", (asked: ThreadQuestion) => void reply(asked));
// Before the first question comes: the reads that give it something to weigh are under way. It meets what fails here again.
load().catch(() => undefined);

async function reply(asked: ThreadQuestion): Promise<void> {
  const { id } = asked;
  try {
    tell({ id, answer: await answerTo(asked) });
  } catch (error) {
    tell({ id, failure: describeError(error) });
  }
}

async function answerTo({ kind, question }: ThreadQuestion): Promise<unknown> {
  const evidence = question.evidence.map(known);
  switch (kind) {
    case "plan":
      return await thinking.plan({ ...question, evidence });
    case "report":
      return await thinking.report({ ...question, evidence });
    case "verification":
      return await thinking.verification({ ...question, evidence });
  }
}

/** The same object for the same evidence in every round: what was worked out from it is found again. */
function known(evidence: Evidence): Evidence {
  const same = kept.get(evidence.diagnosisId, evidence.evidenceId);
  if (same === undefined) return kept.keep(evidence);
  return same.sha256 === evidence.sha256 && same.requestKey === evidence.requestKey ? same : evidence;
}
