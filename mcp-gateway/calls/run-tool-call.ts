import type { z } from "zod";
import { explainInput } from "../../domain/explain-input.ts";
import type { Caller, Principal } from "../../domain/principal.ts";
import { parseTraceparent, type Trace } from "../../services/platform/trace.ts";
import type { ToolAnswer, ToolResult } from "../answers/tool-answer.ts";
import type { CallPort } from "../call-port.ts";
import type { ToolDefinition } from "../catalogue/tool-definition.ts";
import { createDiagnosisApi } from "../function-app/diagnosis-api.ts";
import { createHttpProgressFeed } from "../function-app/progress-feed-http.ts";
import { createJournalProgressFeed } from "../function-app/progress-feed-journal.ts";
import type { GatewayDependencies } from "../gateway-options.ts";
import { auditToolCall } from "./audit-tool-call.ts";
import { withinRateLimit } from "./rate-limit.ts";
import { knownCaller, SignInMissingError } from "./sign-in-missing-error.ts";
import { toolCallSpan } from "./tool-call-span.ts";
import { toolFailure } from "./tool-failure.ts";
import { ToolInputError } from "./tool-input-error.ts";

/** How a call ended, for the audit. */
interface Ended {
  result: ToolResult;
  outcome: string;
  diagnosisId?: string | undefined;
  /** Who signed in by it. */
  caller?: Principal | undefined;
}

/**
 * Runs one tool call as a step of its client's trace: parses the arguments, knows the caller, runs the tool, makes a failed tool of an expected error,
 * and writes the audit entry. Never rejects: a defect is logged with its trace ID and shown as a failed tool.
 */
export async function runToolCall(
  dependencies: GatewayDependencies,
  tool: ToolDefinition,
  input: Record<string, unknown>,
  port: CallPort,
): Promise<ToolResult> {
  const begin = toolCallSpan(tool.name, port, parseTraceparent(port.traceparent));
  return await dependencies.tracing.span(begin, async (span) => {
    const { result, outcome, diagnosisId } = await runTraced(dependencies, tool, input, port, span.trace);
    span.set({ "azebal.outcome": outcome, "azebal.diagnosis.id": diagnosisId });
    if (result.isError) span.fail("tool_error");
    return result;
  });
}

async function runTraced(
  {
    functionApp,
    signAssertion,
    audit,
    identity,
    journal,
    log,
    clock,
    rateLimits,
    tracing,
  }: GatewayDependencies,
  tool: ToolDefinition,
  input: Record<string, unknown>,
  port: CallPort,
  trace: Trace,
): Promise<Ended> {
  const startedAtMs = clock.now();
  let principal: Caller | undefined;
  const ended = await settle(tool, trace, log, port, async () => {
    const parsed = parseInput(tool, input, port);
    principal = await callerFor(tool, port);
    const caller = principal;
    if (caller) await withinRateLimit(rateLimits, tool.name, caller, log);
    const apiOf = (who: Caller) =>
      createDiagnosisApi({ functionApp, signAssertion, principal: who, trace, tracing });
    const api = apiOf(caller ?? nobody);
    const feed = journal
      ? createJournalProgressFeed(api, journal, clock)
      : createHttpProgressFeed(api, clock);
    return await tool.run(parsed, {
      port,
      api,
      feed,
      clock,
      startedAtMs,
      identity,
      caller,
      knownCaller: () => caller ?? signInFirst(),
      apiOf,
    });
  });
  const executionTimeMs = clock.now() - startedAtMs;
  const { result, outcome, diagnosisId } = ended;
  await auditToolCall(audit, log, {
    traceId: trace.traceId,
    principal: ended.caller ?? principal,
    tool: tool.name,
    arguments: input,
    response: result.isError ? { isError: true, text: result.text } : result.structured,
    executionTimeMs,
    outcome,
    diagnosisId: diagnosisId ?? idIn(input),
    createdAtMs: startedAtMs,
  });
  log({
    level: "info",
    event: "tool_call",
    message: `${tool.name}: ${outcome}`,
    traceId: trace.traceId,
    tool: tool.name,
    durationMs: executionTimeMs,
  });
  return ended;
}

/** In whose name nothing is asked: the function app refuses it. */
const nobody: Caller = { tenantId: "-", objectId: "-", userPrincipalName: "-" };

function signInFirst(): never {
  throw new SignInMissingError({});
}

async function callerFor(tool: ToolDefinition, port: CallPort): Promise<Caller | undefined> {
  try {
    return await knownCaller(port.principal());
  } catch (error) {
    if (tool.callerIsOptional && error instanceof SignInMissingError) return undefined;
    throw error;
  }
}

function parseInput(tool: ToolDefinition, input: Record<string, unknown>, port: CallPort) {
  const schema = tool.input({ sourcePaths: port.sourceFolders !== undefined });
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = explainInput(parsed.error.issues, {
    whole: "arguments",
    hint: (field) => hintOf(field, schema),
    fields: Object.keys(schema.shape),
    absentFields: tool.absentFields ?? {},
  });
  throw new ToolInputError(lines.join("\n"));
}

/** The field's own description says what belongs there. */
function hintOf(name: string, schema: z.ZodObject): string | undefined {
  const field = Object.hasOwn(schema.shape, name) ? (schema.shape[name] as z.ZodType) : undefined;
  return field?.description === undefined ? undefined : `Send: ${field.description}`;
}

async function settle(
  tool: ToolDefinition,
  trace: Trace,
  log: GatewayDependencies["log"],
  port: CallPort,
  run: () => Promise<ToolAnswer>,
): Promise<Ended> {
  try {
    const { structured, text, links, outcome, diagnosisId, caller } = await run();
    return { result: { isError: false, structured, text, links }, outcome, diagnosisId, caller };
  } catch (error) {
    if (port.signal.aborted)
      return {
        result: { isError: true, text: "The client left; the diagnosis goes on." },
        outcome: "detached",
      };
    const failure = toolFailure(error, tool.name);
    if (failure) return { result: { isError: true, text: failure.text }, outcome: `error:${failure.code}` };
    const name = error instanceof Error ? error.name : typeof error;
    const where = error instanceof Error ? error.stack?.split("\n", 3).slice(1).join(" ").trim() : undefined;
    log({
      level: "error",
      event: "tool_defect",
      message: `${tool.name} failed with ${name} ${where ?? ""}`.trim(),
      traceId: trace.traceId,
      tool: tool.name,
    });
    return {
      result: {
        isError: true,
        text: `AZEBAL itself failed on ${tool.name}. A diagnosis that was started goes on: look for it with list_diagnoses. Trace ID for a report: ${trace.traceId}.`,
      },
      outcome: "error:Defect",
    };
  }
}

function idIn(input: Record<string, unknown>): string | undefined {
  const id = input["diagnosis_id"];
  return typeof id === "string" ? id.slice(0, 200) : undefined;
}
