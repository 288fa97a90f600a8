import { z } from "zod";
import { limits } from "../../domain/limits.ts";
import type { Caller } from "../../domain/principal.ts";
import type { ToolAnswer } from "../answers/tool-answer.ts";
import type { LoginStep } from "../identity/identity.ts";
import { defineTool, type ToolCall } from "./tool-definition.ts";

interface LoginAnswer extends Record<string, unknown> {
  status: "signed_in" | "sign_in_started" | "action_required";
  /** What has happened, and what the developer does next. */
  message: string;
  user?: string;
  url?: string;
  user_code?: string;
  /** Diagnoses that had waited for it, and go on. */
  resumed?: readonly string[];
}

/** How long a call waits for the person: a client without progress would give up on more. */
const defaultWaitSeconds = limits.waitSecondsDefault;

/**
 * Signs the developer in, or in again; no token is ever an argument. Diagnoses that wait for the sign-in go on.
 */
export const login = defineTool({
  name: "login",
  title: "Sign in",
  description: "Signs the developer in to Azure. Show message to the developer; diagnoses that waited go on.",
  input: () =>
    z.strictObject({
      method: z.enum(["browser", "device_code"]).optional(),
      returned: z
        .string()
        .max(8_192)
        .optional()
        .describe("Address at which the browser ended, if its page did not load."),
      again: z.boolean().optional().describe("Although signed in."),
      wait_seconds: z.int().min(0).max(limits.waitSecondsMax).optional(),
    }),
  output: z.looseObject({ status: z.string(), message: z.string() }),
  annotations: { destructiveHint: false },
  callerIsOptional: true,
  async run({ again, method, returned, wait_seconds }, call) {
    const { caller, identity, port } = call;
    const step = await identity.login({
      method: method ?? "browser",
      ...(caller === undefined ? {} : { caller }),
      ...(returned === undefined ? {} : { returned }),
      ...(again === undefined ? {} : { again }),
    });
    if (step.kind === "signed_in") return await signedIn(step.caller, call);
    if (step.kind === "run_command")
      return answer({
        status: "action_required",
        message: `${step.why} The developer runs: ${step.command}`,
      });
    if (step.kind === "open_url")
      await port.openUrl?.(step.url, "Sign in to Azure for AZEBAL").catch(() => false);
    const end = AbortSignal.any([port.signal, port.hurry]);
    const ended = await step.end((wait_seconds ?? defaultWaitSeconds) * 1_000, end);
    return ended === undefined ? answer(started(step)) : await signedIn(ended, call);
  },
});

async function signedIn(caller: Caller, { apiOf }: ToolCall): Promise<ToolAnswer> {
  const { resumed } = await apiOf(caller).signedIn();
  const more =
    resumed.length === 0
      ? ""
      : ` ${resumed.length === 1 ? "One diagnosis goes" : `${resumed.length} diagnoses go`} on: call get_diagnosis.`;
  return answer(
    {
      status: "signed_in",
      message: `Signed in as ${caller.userPrincipalName}.${more}`,
      user: caller.userPrincipalName,
      ...(resumed.length === 0 ? {} : { resumed }),
    },
    caller,
  );
}

function started(step: Extract<LoginStep, { kind: "open_url" | "enter_code" }>): LoginAnswer {
  const afterwards = "Then call login again, or the tool that needed the sign-in.";
  if (step.kind === "open_url")
    return {
      status: "sign_in_started",
      url: step.url,
      message: `The developer opens this link within 15 minutes and signs in: ${step.url}\n${afterwards} Where the last page does not load, call login with its address as returned.`,
    };
  return {
    status: "sign_in_started",
    url: step.url,
    user_code: step.userCode,
    message: `The developer opens ${step.url} within ${Math.round(step.expiresInSeconds / 60)} minutes and enters ${step.userCode}. ${afterwards}`,
  };
}

function answer(structured: LoginAnswer, caller?: Caller): ToolAnswer {
  const { message, status } = structured;
  return { structured, text: message, links: [], outcome: status, ...(caller ? { caller } : {}) };
}
