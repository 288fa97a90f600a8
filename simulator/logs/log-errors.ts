import { randomUUID } from "node:crypto";
import type { Answer } from "../http/answer.ts";
import { type KqlSemanticError, KqlSyntaxError } from "../kql/kql-errors.ts";

/** @see https://learn.microsoft.com/azure/azure-monitor/logs/api/errors */
export function logError(status: number, code: string, message: string, innererror?: object): Answer {
  const error = {
    message,
    code,
    correlationId: randomUUID(),
    ...(innererror === undefined ? {} : { innererror }),
  };
  return { status, body: { error } };
}

export function badArgument(innerCode: string, innerMessage: string, inner?: object): Answer {
  return logError(400, "BadArgumentError", "The request had some invalid properties", {
    code: innerCode,
    message: innerMessage,
    ...(inner === undefined ? {} : { innererror: inner }),
  });
}

export function logQueryRefusal(error: KqlSyntaxError | KqlSemanticError): Answer {
  const { code, message } = error;
  if (error instanceof KqlSyntaxError)
    return badArgument("SyntaxError", "A recognition error occurred in the query.", {
      code,
      message,
      line: error.line,
      pos: error.positionInLine,
      token: error.token,
    });
  return badArgument("SemanticError", "A semantic error occurred.", { code, message });
}

export function insufficientAccess(): Answer {
  return logError(
    403,
    "InsufficientAccessError",
    "The provided credentials have insufficient access to perform the requested operation",
  );
}

export function workspaceNotFound(workspaceId: string): Answer {
  return logError(404, "WorkspaceNotFoundError", `The workspace ${workspaceId} could not be found`);
}

export function logResourceNotFound(resourceId: string): Answer {
  return logError(404, "ResourceNotFoundError", `The resource ${resourceId} was not found`);
}
