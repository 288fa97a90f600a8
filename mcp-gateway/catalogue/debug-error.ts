import { z } from "zod";
import { type DebugRequest, DebugRequestSchema, oversize } from "../../domain/contract/debug-request.ts";
import { limits } from "../../domain/limits.ts";
import { envelopeAnswer } from "../answers/envelope-answer.ts";
import { binaryField } from "../calls/binary-field.ts";
import { budgetMs, observeDiagnosis } from "../calls/observe-diagnosis.ts";
import { ToolInputError } from "../calls/tool-input-error.ts";
import { readSourceFiles } from "../source-paths/read-source-files.ts";
import { waitSeconds } from "./input-fields.ts";
import { PublishedEnvelopeSchema } from "./published-envelope.ts";
import { defineTool, type ToolCall } from "./tool-definition.ts";

const { shape } = DebugRequestSchema;

const InputSchema = z.strictObject({
  error: shape.error.describe("The error exactly as printed, with its stack trace (50 KB)."),
  source_code: shape.source_code.describe(
    "Code and configuration around the failing call (50 files, 10 MB).",
  ),
  context: shape.context.describe("What you know about where it happened."),
  language: shape.language.describe("Of the report; default: the error's own."),
  idempotency_key: shape.idempotency_key.describe("Same key, same request: same diagnosis."),
  wait_seconds: waitSeconds("How long to wait for the report; default 25, or 240 with a progress token."),
});

const StdioInputSchema = InputSchema.extend({
  source_paths: z
    .array(z.string().min(1).max(1_000))
    .max(limits.sourceFiles)
    .optional()
    .describe("Paths of such files, for the server to read: no need to type them into source_code."),
});

/** Starts a diagnosis, or joins the one that runs for the same request, and follows it within the soft budget. */
export const debugError = defineTool({
  name: "debug_error",
  title: "Find the root cause of an Azure error",
  description:
    "Diagnoses a failed Azure call: reads the developer's Azure (read-only), finds the root cause, proves every claim with evidence, and says what to change. Takes seconds to minutes; status 'running' comes with the call to make next.",
  input: ({ sourcePaths }) => (sourcePaths ? StdioInputSchema : InputSchema) as typeof StdioInputSchema,
  output: PublishedEnvelopeSchema,
  annotations: { readOnlyHint: true },
  absentFields: { source_paths: "only a server on stdio reads files itself: send their text in source_code" },
  async run({ source_paths: paths, wait_seconds: wait, ...request }, call) {
    const complete = await withSourceFiles(request, paths, call);
    refuseUnusable(complete);
    const { diagnosis_id } = await call.api.start(complete);
    const envelope = await observeDiagnosis(call, diagnosis_id, {
      budgetMs: budgetMs(wait, call),
      began: true,
    });
    return envelopeAnswer(envelope);
  },
});

/** A file that was sent wins over the same path on disk: the editor may hold it unsaved. */
async function withSourceFiles(
  request: DebugRequest,
  paths: string[] | undefined,
  call: ToolCall,
): Promise<DebugRequest> {
  if (!paths?.length) return request;
  const folders = (await call.port.sourceFolders?.()) ?? [];
  const sent = request.source_code ?? [];
  const sentPaths = new Set(sent.map((file) => file.path));
  const read = (await readSourceFiles(paths, folders)).filter((file) => !sentPaths.has(file.path));
  if (sent.length + read.length > limits.sourceFiles)
    throw new ToolInputError(
      `source_paths: ${sent.length + read.length} files with those in source_code; at most ${limits.sourceFiles}. Name the files around the failing call.`,
    );
  return { ...request, source_code: [...sent, ...read] };
}

function refuseUnusable(request: DebugRequest): void {
  if (request.error.trim() === "")
    throw new ToolInputError("error: is blank. Send the error text as it was printed, stack trace included.");
  const binary = binaryField(request);
  if (binary)
    throw new ToolInputError(
      `${binary}: holds binary data, not text. Send the readable text, or leave it out.`,
    );
  const tooLarge = oversize(request);
  if (tooLarge) throw new ToolInputError(tooLarge);
}
