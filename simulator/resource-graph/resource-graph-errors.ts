import { randomUUID } from "node:crypto";
import type { Answer } from "../http/answer.ts";
import { type KqlSemanticError, KqlSyntaxError, UnknownTableError } from "../kql/kql-errors.ts";

const invalidQuery = {
  code: "InvalidQuery",
  message:
    "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.",
};

/** What Resource Graph says to a query that it cannot run: always a 400, the reason in `details`. */
export function resourceGraphRefusal(error: KqlSyntaxError | KqlSemanticError, now: Date): Answer {
  return resourceGraphError(detailsOf(error), now);
}

export function resourceGraphError(details: readonly object[], now: Date): Answer {
  return { status: 400, body: { error: { code: "BadRequest", message: supportMessage(now), details } } };
}

/** The message of every error of Resource Graph; the reason stands in the details. */
export function supportMessage(now: Date): string {
  const timestamp = now.toISOString().replace("Z", "0000Z");
  return `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${randomUUID()}.`;
}

function detailsOf(error: KqlSyntaxError | KqlSemanticError): object[] {
  if (error instanceof UnknownTableError)
    return [
      {
        code: "DisallowedLogicalTableName",
        message: `Table ${error.table} is invalid, unsupported or disallowed.`,
      },
    ];
  if (error instanceof KqlSyntaxError) {
    const failure = {
      code: "ParserFailure",
      message: "ParserFailure",
      line: error.line,
      characterPositionInLine: error.positionInLine,
      token: error.token,
    };
    return [invalidQuery, failure];
  }
  return [invalidQuery, { code: error.code, message: error.message }];
}
