import type { Envelope } from "../../domain/contract/envelope.ts";
import { type Language, languageOf } from "../../domain/language.ts";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import { renderReportMarkdown } from "../../domain/render-report.ts";

/** The text block of a diagnosis tool: says in Markdown what the envelope says as data, in the diagnosis's language. */
export function renderEnvelope(envelope: Envelope): string {
  const language = envelope.report?.language ?? languageOf(wordsOf(envelope));
  const parts = [
    ...(envelope.report ? [renderReportMarkdown(envelope.report)] : [statusLine(envelope, language)]),
    ...questionLines(envelope, language),
    ...failureLines(envelope, language),
    ...nextLines(envelope, language),
    ...(envelope.report ? [reportFooter(envelope, language)] : []),
  ];
  return neutraliseControls(parts.join("\n\n"));
}

function wordsOf({ progress, question, failure }: Envelope): string {
  return [progress?.message, question?.text, failure?.message].join(" ");
}

const statusTexts = {
  en: {
    running: "The diagnosis is still running.",
    input_required: "The diagnosis waits for an answer.",
    completed: "The diagnosis is complete.",
    failed: "The diagnosis failed.",
    cancelled: "The diagnosis was cancelled.",
  },
  ko: {
    running: "진단이 아직 진행 중입니다.",
    input_required: "진단이 답변을 기다리고 있습니다.",
    completed: "진단이 완료되었습니다.",
    failed: "진단에 실패했습니다.",
    cancelled: "진단이 취소되었습니다.",
  },
} as const satisfies Record<Language, Record<Envelope["status"], string>>;

function statusLine({ diagnosis_id, status, progress }: Envelope, language: Language): string {
  const lines = [`**${statusTexts[language][status]}** (\`${diagnosis_id}\`)`];
  if (progress) {
    const seconds = Math.round(progress.elapsed_ms / 1_000);
    const count = progress.total > 0 ? `${progress.done}/${progress.total}` : "";
    const elapsed = language === "ko" ? `${seconds}초` : `${seconds} s`;
    lines.push([count, progress.message, elapsed].filter((part) => part !== "").join(" · "));
  }
  return lines.join("\n");
}

function questionLines({ question }: Envelope, language: Language): string[] {
  if (!question) return [];
  const heading = language === "ko" ? "질문" : "Question";
  const options = (question.options ?? []).map((option) => `- ${option}`);
  return [[`**${heading}** (\`${question.id}\`): ${question.text}`, ...options].join("\n")];
}

function failureLines({ failure }: Envelope, language: Language): string[] {
  if (!failure) return [];
  const again = language === "ko" ? "다시 시도할 수 있습니다." : "It can be tried again.";
  return [`\`${failure.code}\`: ${failure.message}${failure.retryable ? ` ${again}` : ""}`];
}

function nextLines({ next }: Envelope, language: Language): string[] {
  if (!next) return [];
  const call = `\`${next.tool}\` \`${JSON.stringify(next.arguments)}\``;
  if (next.tool === "answer_diagnosis")
    return [language === "ko" ? `다음: ${call} 와 \`answer\`` : `Next: call ${call} with an \`answer\`.`];
  if (next.tool === "verify_fix")
    return [
      language === "ko"
        ? `조치한 뒤 해결 여부 확인: ${call}`
        : `Once you have made the change, verify it: ${call}`,
    ];
  return [
    language === "ko"
      ? `다음: ${next.after_seconds}초 후 ${call}`
      : `Next: call ${call} after ${next.after_seconds} s.`,
  ];
}

function reportFooter(envelope: Envelope, language: Language): string {
  const { diagnosis_id, status, report, reproduce_uri: script } = envelope;
  const again =
    script === undefined
      ? ""
      : language === "ko"
        ? `\nAZEBAL 없이 확인: ${script} (bash와 az, 읽기 전용)`
        : `\nTo check it without AZEBAL: ${script} (bash and az, reads only)`;
  const state = status === "completed" ? "" : ` ${statusTexts[language][status]}`;
  const uri = `azebal://diagnoses/${diagnosis_id}`;
  const shortened = report?.["shortened"] === true;
  const where = shortened
    ? language === "ko"
      ? `길이 때문에 줄였습니다. 전체 보고서: ${uri}`
      : `Shortened to fit; the whole report: ${uri}`
    : language === "ko"
      ? "대괄호 안 근거의 원문: `get_evidence`"
      : "`get_evidence` shows the stored answers in brackets.";
  return language === "ko"
    ? `진단 \`${diagnosis_id}\`.${state} ${where}${again}`
    : `Diagnosis \`${diagnosis_id}\`.${state} ${where}${again}`;
}
