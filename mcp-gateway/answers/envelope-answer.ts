import type { Envelope } from "../../domain/contract/envelope.ts";
import type { Gap, Report } from "../../domain/contract/report.ts";
import { failureCodes } from "../../domain/failure.ts";
import type { DiagnosisView } from "../../domain/function-app-api.ts";
import type { Language } from "../../domain/language.ts";
import { limits } from "../../domain/limits.ts";
import { fitEnvelope } from "./fit-envelope.ts";
import type { ResourceLink, ToolAnswer } from "./tool-answer.ts";

/** The long poll of `get_diagnosis` does the waiting; a pause in between only lets the client draw breath. */
const pollAgainSeconds = 1;

/** A diagnosis as the function app shows it, as the contract's envelope with what to call next. */
export function envelopeOf(view: DiagnosisView): Envelope {
  return {
    diagnosis_id: view.diagnosis_id,
    status: view.status,
    progress: view.progress,
    ...nextOf(view),
    ...questionOf(view),
    ...(view.failure ? { failure: view.failure } : {}),
    ...(view.report ? { report: view.report } : {}),
    ...(view.report && hasCommands(view.report) ? { reproduce_uri: scriptUri(view.diagnosis_id) } : {}),
  };
}

/** The open question; beside an answer that proves nothing, the first gap that somebody with the right can close. */
function questionOf({ question, report }: DiagnosisView): Pick<Envelope, "question"> {
  if (question) return { question };
  if (report === undefined || report.root_cause.confidence === "proven") return {};
  const gap = report.gaps.find(({ question_id: id, command }) => id !== undefined && command !== undefined);
  return gap === undefined ? {} : { question: { id: gap.question_id!, text: askFor(gap, report.language) } };
}

function askFor({ what, permission, command = "" }: Gap, language: Language): string {
  return language === "ko"
    ? `${what}. ${permission} 권한이 있는 사람이 실행할 명령: ${command} 실제 출력 전체만 보내고, 지어내지 마세요.`
    : `${what}. For whoever has ${permission} to run: ${command} Send only its real, whole output, never a made-up one.`;
}

function hasCommands({ evidence }: Report): boolean {
  return evidence.some(({ command }) => command !== undefined);
}

function scriptUri(diagnosisId: string): string {
  return `azebal://diagnoses/${diagnosisId}/reproduce.sh`;
}

function nextOf(view: DiagnosisView): Pick<Envelope, "next"> {
  const { diagnosis_id, failure, status, question } = view;
  if (status === "running")
    return {
      next: {
        tool: "get_diagnosis",
        arguments: { diagnosis_id, wait_seconds: limits.waitSecondsDefault },
        after_seconds: pollAgainSeconds,
      },
    };
  if (status === "input_required" && failure?.code === failureCodes.signInRequired)
    return { next: { tool: "login", arguments: {}, after_seconds: 0 } };
  if (status === "input_required" && question)
    return {
      next: {
        tool: "answer_diagnosis",
        arguments: { diagnosis_id, question_id: question.id },
        after_seconds: 0,
      },
    };
  const verifiable =
    status === "completed" && view.report ? verifiableBy(diagnosis_id, view.report) : undefined;
  if (verifiable !== undefined)
    return { next: { tool: "verify_fix", arguments: { diagnosis_id: verifiable }, after_seconds: 0 } };
  return {};
}

/**
 * Which diagnosis a verification is to be asked for, once its actions are done. A verification that has found the cause
 * unchanged leads back to the diagnosis that found it; one that only a new call can go on from leads nowhere.
 */
function verifiableBy(diagnosisId: string, { root_cause: root, verification }: Report): string | undefined {
  if (verification === undefined) return root.confidence === "proven" ? diagnosisId : undefined;
  if (verification.outcome === "not_fixed") return verification.of;
  return verification.outcome === "changed_otherwise" ? diagnosisId : undefined;
}

export function reportLink(diagnosisId: string): ResourceLink {
  return {
    uri: `azebal://diagnoses/${diagnosisId}`,
    name: `diagnosis-${diagnosisId}`,
    title: "Report of this diagnosis",
    mimeType: "text/markdown",
  };
}

function scriptLink(diagnosisId: string): ResourceLink {
  return {
    uri: scriptUri(diagnosisId),
    name: `reproduce-${diagnosisId}`,
    title: "Script that reads the cited values again without AZEBAL",
    mimeType: "text/x-shellscript",
  };
}

/** The envelope as a tool's answer, small enough for `limits.envelopeBytes`, text and structure together. */
export function envelopeAnswer(envelope: Envelope): ToolAnswer {
  const links = [
    ...(envelope.report ? [reportLink(envelope.diagnosis_id)] : []),
    ...(envelope.reproduce_uri === undefined ? [] : [scriptLink(envelope.diagnosis_id)]),
  ];
  const { structured, text } = fitEnvelope(envelope, links);
  return { structured, text, links, diagnosisId: envelope.diagnosis_id, outcome: envelope.status };
}
