import type { z } from "zod";
import type { CitedValue, EvidenceAnswerSchema } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import { bytesOf, cutText } from "./fit-envelope.ts";
import type { ToolAnswer } from "./tool-answer.ts";

/** Room for the keys, block types and the JSON-RPC frame. */
const frameBytes = 512;
/** A query or a request is shown this long; the whole is in the report and in the store. */
const requestCharacters = 2_000;
/** What the command, and what those of the citations, may take: each once in the structure and once in the text. */
const commandBytes = 3 * 1024;

/**
 * One stored answer. The body stands in structure and text; where both do not fit into `limits.envelopeBytes` it is cut
 * at the same place in both and marked, and the hash is still that of the whole stored body.
 */
export function evidenceAnswer({
  evidence,
  command,
  citations = [],
}: z.infer<typeof EvidenceAnswerSchema>): ToolAnswer {
  const shown = fitting(citations);
  const head = {
    diagnosis_id: evidence.diagnosisId,
    evidence_id: evidence.evidenceId,
    source: evidence.source,
    request: evidence.request.slice(0, requestCharacters),
    ...(evidence.query === undefined ? {} : { query: evidence.query.slice(0, requestCharacters) }),
    status: evidence.status,
    ...(evidence.requestId === undefined ? {} : { request_id: evidence.requestId }),
    observed_at: evidence.observedAt,
    complete: evidence.complete,
    sha256: evidence.sha256,
    body_bytes: Buffer.byteLength(evidence.body),
    ...(command === undefined || bytesOf(command) > commandBytes ? {} : { command }),
    ...(shown.length === 0 ? {} : { citations: shown }),
  };
  const textHead = headText(head);
  const room = limits.envelopeBytes - frameBytes - bytesOf(head) - bytesOf(textHead);
  const body = cutText(evidence.body, Math.floor(room / 2));
  const truncated = body.length < evidence.body.length;
  return {
    structured: { ...head, body, ...(truncated ? { truncated: true } : {}) },
    text: neutraliseControls(`${textHead}\n\n\`\`\`json\n${body}\n\`\`\``),
    links: [],
    diagnosisId: evidence.diagnosisId,
    outcome: "ok",
  };
}

/** As many as fit, the first ones: the script of the diagnosis has them all. */
function fitting(citations: readonly CitedValue[]): readonly CitedValue[] {
  const shown = [...citations];
  while (shown.length > 0 && bytesOf(shown) > commandBytes) shown.pop();
  return shown;
}

interface Head {
  evidence_id: string;
  source: string;
  request: string;
  query?: string;
  status: number;
  observed_at: string;
  sha256: string;
  body_bytes: number;
  command?: string;
  citations?: readonly CitedValue[];
}

function headText(head: Head): string {
  const lines = [
    `**${head.evidence_id}** · ${head.source} · HTTP ${head.status} · ${head.observed_at}`,
    `\`${head.request}\``,
    ...(head.query ? [`\`\`\`\n${head.query}\n\`\`\``] : []),
    `${head.body_bytes} bytes, sha256 \`${head.sha256}\``,
    ...(head.command ? [`The same without AZEBAL:\n\`\`\`sh\n${head.command}\n\`\`\``] : []),
    ...(head.citations ?? []).map(
      ({ id, pointer, command }) => `${id} \`${pointer}\`:\n\`\`\`sh\n${command}\n\`\`\``,
    ),
  ];
  return lines.join("\n");
}
