import { expect } from "vitest";
import { type Envelope, EnvelopeSchema } from "../../../domain/contract/envelope.ts";
import type { Report } from "../../../domain/contract/report.ts";
import type { StdioAzebal } from "./azebal-process.ts";

/** Calls a tool that answers with the envelope; a tool error fails the test. */
export async function callTool(
  azebal: StdioAzebal,
  name: string,
  input: Record<string, unknown>,
  onMessage?: (message: string) => void,
): Promise<Envelope> {
  const result = await azebal.client.callTool(
    { name, arguments: input },
    undefined,
    onMessage && { onprogress: ({ message }) => onMessage(message ?? "") },
  );
  expect(result.isError === true ? result.content : undefined).toBeUndefined();
  return EnvelopeSchema.parse(result.structuredContent);
}

export async function finishedDiagnosis(azebal: StdioAzebal, diagnosisId: string): Promise<Envelope> {
  for (;;) {
    const input = { diagnosis_id: diagnosisId, wait_seconds: 20 };
    const envelope = await callTool(azebal, "get_diagnosis", input);
    if (envelope.status !== "running") return envelope;
  }
}

/** What must be the same, however often the process died: everything but times, request IDs and hashes over them. */
export function essenceOf(report: Report | undefined): unknown {
  if (!report) return undefined;
  const { cost, evidence, ...rest } = report;
  return {
    ...rest,
    reads: cost.azure_reads,
    evidence: evidence.map(({ id, evidence_id, source, request: asked, pointer, op, operand, value }) => ({
      id,
      evidence_id,
      source,
      asked,
      pointer,
      op,
      operand,
      value,
    })),
  };
}
