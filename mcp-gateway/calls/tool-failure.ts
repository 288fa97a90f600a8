import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import { oneLine } from "../../domain/redaction/one-line.ts";
import {
  FunctionAppAnswerError,
  FunctionAppRefusedError,
  FunctionAppUnreachableError,
} from "../function-app/function-app-errors.ts";
import { SignInFailedError } from "../identity/identity.ts";
import { SourcePathError } from "../source-paths/source-path-error.ts";
import { RateLimitedError } from "./rate-limit.ts";
import { SignInMissingError, SignInsUnreachableError } from "./sign-in-missing-error.ts";
import { ToolInputError } from "./tool-input-error.ts";

/** A failed tool: what happened, to what, and what to do next. `code` is for the audit. */
export interface ToolFailure {
  code: string;
  text: string;
}

const messageCharacters = 1_000;

/** Makes a failed tool of an expected error; answers undefined for any other, which is a defect. */
export function toolFailure(error: unknown, tool: string): ToolFailure | undefined {
  if (error instanceof ToolInputError || error instanceof SourcePathError)
    return { code: error.code, text: `Nothing was started.\n${neutraliseControls(error.message)}` };
  if (error instanceof RateLimitedError || error instanceof SignInFailedError || isEntraUnreachable(error))
    return { code: error.code, text: neutraliseControls(error.message) };
  if (error instanceof SignInMissingError || error instanceof SignInsUnreachableError)
    return { code: error.code, text: neutraliseControls(error.message) };
  if (error instanceof FunctionAppUnreachableError)
    return { code: error.code, text: `${error.message} ${repeatHint(tool, error.namesRemedy)}` };
  if (error instanceof FunctionAppAnswerError) return { code: error.code, text: error.message };
  if (error instanceof FunctionAppRefusedError)
    return {
      code: error.code,
      text: `${error.code}: ${oneLine(error.message, messageCharacters)} ${refusalHint(error, tool)}`,
    };
  return undefined;
}

function isEntraUnreachable(error: unknown): error is Error & { code: string } {
  return error instanceof Error && error.name === "EntraUnreachableError";
}

function repeatHint(tool: string, namesRemedy = false): string {
  const when = namesRemedy ? "once that is done" : "in a few seconds";
  if (tool === "debug_error")
    return `Nothing is lost: call debug_error again ${when} with the same arguments. A diagnosis that was already started is joined, not started twice.`;
  if (tool === "verify_fix")
    return `Nothing is lost: call verify_fix again ${when}. A verification that was already started is joined, not started twice.`;
  if (namesRemedy) return `Nothing is lost: call ${tool} again ${when}.`;
  return `Nothing is lost: the diagnosis goes on without you. Call ${tool} again ${when}.`;
}

function refusalHint({ status, isRetryable }: FunctionAppRefusedError, tool: string): string {
  switch (status) {
    case 400:
      return "Correct the named field and call the tool again.";
    case 401:
      return "The function app did not accept this gateway's word for who you are. Sign in again; if it stays so, restart azebal; azebal doctor then says what to set.";
    case 403:
      return "This belongs to somebody else, or your role does not allow it.";
    case 404:
      return "There is no such thing among your diagnoses: take the ID from list_diagnoses.";
    case 409:
      if (tool === "submit_feedback")
        return "Feedback is on a report: get_diagnosis says where the diagnosis stands, and waits with wait_seconds.";
      return tool === "debug_error"
        ? "The idempotency_key stands for another request: send a new key, or the request that it was first used with."
        : tool === "verify_fix"
          ? "Nothing was started."
          : "Look at the diagnosis with get_diagnosis: it has moved on.";
    case 413:
      return "Send less: the last lines of the error from the first failure on, and only the files around the failing call.";
    case 503:
      return repeatHint(tool, !isRetryable);
    default:
      return isRetryable ? repeatHint(tool) : "Calling again will not help; correct what the message names.";
  }
}
