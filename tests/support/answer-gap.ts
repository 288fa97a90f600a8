import type { Gap } from "../../domain/contract/report.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { redactJson } from "../../domain/redaction/redact-json.ts";
import { suppliedBody } from "../../domain/supplied/supplied-body.ts";
import { askedKey, outsideKey, suppliedId, suppliedKey } from "../../domain/supplied/supplied-evidence.ts";
import type { EndedDiagnosis } from "./diagnose-on-simulator.ts";

/** The gaps that ask for an output. */
export function askingGaps({ report }: Pick<EndedDiagnosis, "report">): Gap[] {
  return report.gaps.filter(({ question_id: id }) => id !== undefined);
}

/** What somebody pasted for a command that AZEBAL never runs, as it is stored. */
export function outputOf(command: string, pasted: string, count = 1): Evidence {
  return stored({ requestKey: outsideKey(command), request: command }, pasted, count);
}

/** What somebody pasted for a gap of a report, as it is stored for the diagnosis that goes on with it. */
export function answerTo({ question_id: id, command }: Gap, ended: EndedDiagnosis, pasted: string): Evidence {
  const read = ended.evidence.find(({ evidenceId }) => evidenceId === id);
  return read === undefined ? outputOf(command!, pasted) : stored(read, pasted, 1);
}

function stored(
  asked: Pick<Evidence, "requestKey" | "request" | "query">,
  pasted: string,
  count: number,
): Evidence {
  const answer = suppliedBody(asked, pasted);
  if (!answer.ok) throw new TypeError(`${asked.request}: ${answer.problem}`);
  return {
    ...asked,
    diagnosisId: "d1",
    evidenceId: suppliedId(count),
    source: "user",
    requestKey: suppliedKey(askedKey(asked)),
    status: 200,
    observedAt: "2026-01-01T00:00:00Z",
    body: JSON.stringify(redactJson(answer.body)),
    sha256: "0",
    complete: answer.complete,
  };
}
