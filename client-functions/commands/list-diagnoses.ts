import type { HttpRequest } from "@azure/functions";
import { z } from "zod";
import { DiagnosisStatusSchema } from "../../domain/contract/envelope.ts";
import type { DiagnosisSummary } from "../../domain/function-app-api.ts";
import { type DiagnosisRecord, InvalidCursorError } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { invalidInput } from "../http/api-refusal-error.ts";
import { parseQuery } from "../http/parse-input.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";

const ListQuerySchema = z.strictObject({
  status: DiagnosisStatusSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(100).optional(),
});

/** Unfinished diagnoses that are looked up in the engine before a list: more are not run at once by one person. */
const refreshed = 20;

/** `GET /api/diagnoses`: the caller's own, newest first. @throws ApiRefusalError 400 */
export async function listDiagnoses(
  request: Pick<HttpRequest, "query">,
  context: CommandContext,
): Promise<Answer> {
  const { status, limit, cursor } = parseQuery(ListQuerySchema, request);
  await refreshUnfinished(context);
  const page = await readPage(context, {
    limit,
    ...(status === undefined ? {} : { status }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return {
    status: 200,
    body: {
      diagnoses: page.diagnoses.map(summaryOf),
      ...(page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor }),
    },
  };
}

async function readPage(
  { stores, principal }: CommandContext,
  page: Parameters<typeof stores.diagnoses.list>[1],
) {
  try {
    return await stores.diagnoses.list(principal, page);
  } catch (error) {
    if (error instanceof InvalidCursorError) throw invalidInput(error.message);
    throw error;
  }
}

/** A diagnosis may have ended while nobody looked. */
async function refreshUnfinished(context: CommandContext): Promise<void> {
  const { stores, principal } = context;
  for (const status of ["running", "input_required"] as const) {
    const { diagnoses } = await stores.diagnoses.list(principal, { status, limit: refreshed });
    await Promise.all(diagnoses.map((record) => observeDiagnosis(record, context)));
  }
}

function summaryOf(record: DiagnosisRecord): DiagnosisSummary {
  return {
    diagnosis_id: record.diagnosisId,
    status: record.status,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    title: record.title,
    ...(record.rootCause === undefined ? {} : { root_cause: record.rootCause }),
    ...(record.verifies === undefined ? {} : { verifies: record.verifies }),
  };
}
