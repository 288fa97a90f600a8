import type { FailureDetails, TaskFailure } from "../engine/history-event.ts";
import { textOf } from "./payload-text.ts";

/** The text by which the worker reports anything thrown, an Error or not (its `ensureErrorType`). */
export function thrownText(thrown: unknown): { message: string; stack: string } {
  if (thrown instanceof Error) return { message: thrown.message, stack: thrown.stack ?? "" };
  if (thrown === undefined || thrown === null) return { message: "Unknown error", stack: "" };
  return { message: textOf(thrown), stack: "" };
}

/**
 * An activity's failure as the extension records it. Details is JSON of a serialised .NET exception, of which the parts
 * that carry something are kept. Where the app describes its exceptions (`df.app.setExceptionPropertiesProvider`) the
 * SDK has put that description into the message, and the failure is recorded as FailureDetails instead.
 */
export function activityFailure(name: string, thrown: unknown): TaskFailure {
  const { message, stack } = thrownText(thrown);
  const failure = describedFailure(message);
  if (failure)
    return {
      reason: `Activity function '${name}' failed with an unhandled exception.`,
      details: null,
      failure,
    };
  const details = {
    $type: "System.Exception, System.Private.CoreLib",
    ClassName: "System.Exception",
    Message: message,
    InnerException: {
      $type: "Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException",
      RemoteMessage: message,
      RemoteStackTrace: stack,
    },
    StackTraceString: null,
  };
  return {
    reason: `Activity function '${name}' failed: ${message}`,
    details: JSON.stringify(details),
    failure: null,
  };
}

function describedFailure(message: string): FailureDetails | null {
  if (!message.startsWith('{"errorType":')) return null;
  try {
    const said = JSON.parse(message) as Record<string, unknown>;
    return {
      errorType: textOf(said["errorType"]),
      errorMessage: textOf(said["errorMessage"] ?? ""),
      stackTrace: typeof said["stackTrace"] === "string" ? said["stackTrace"] : null,
      innerFailure: null,
      isNonRetriable: said["isNonRetriable"] === true,
      properties: (said["properties"] ?? null) as FailureDetails["properties"],
    };
  } catch {
    return null;
  }
}

/** Reads the FailureDetails that the SDK answers with when an orchestrator lets a described failure through. */
export function readWireFailure(value: unknown): FailureDetails | null {
  if (typeof value !== "object" || value === null) return null;
  const said = value as Record<string, unknown>;
  return {
    errorType: textOf(said["ErrorType"] ?? "Error"),
    errorMessage: textOf(said["ErrorMessage"] ?? ""),
    stackTrace: typeof said["StackTrace"] === "string" ? said["StackTrace"] : null,
    innerFailure: readWireFailure(said["InnerFailure"]),
    isNonRetriable: said["IsNonRetriable"] === true,
    properties: (said["Properties"] ?? null) as FailureDetails["properties"],
  };
}
