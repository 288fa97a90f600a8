/** Columns that say in a sentence what went wrong, the fullest first. Both spellings of Application Insights are the same table. */
export const messageColumns = [
  "OuterMessage",
  "InnermostMessage",
  "ExceptionMessage",
  "ResultDescription",
  "Message",
  "Log_s",
  "Log",
  "LogMessage",
  "LogEntry",
  "ErrorMessage",
  "error_message_s",
  "LastErrorMessage",
  "Message_s",
] as const;

/** Columns that hold the kind of the error in one word. */
export const kindColumns = [
  "ExceptionType",
  "OuterType",
  "InnermostType",
  "ExceptionClass",
  "ErrorCode",
  "code_s",
  "LastErrorReason",
  "Reason_s",
  "Reason",
] as const;

/** Nested exceptions with their stacks: JSON in `Details`, plain text in the others. */
export const detailColumns = ["Details", "ExceptionDetails", "StackTrace"] as const;

/** Of a call to another service. */
export const callColumns = ["Target", "Data", "ResultCode"] as const;

/** Columns that say of which app a row is, where a table holds several. */
export const ownerColumns = [
  "AppRoleName",
  "ContainerAppName_s",
  "ContainerAppName",
  "ContainerJobName_s",
  "JobName_s",
  "ContainerGroup_s",
  "WebAppName",
] as const;

/** The table of a row of a union. */
export const tableColumn = "SourceTable";

/**
 * Words of errors, in RE2 as KQL takes it and in JavaScript alike. Information that an app logs holds none of them; what does
 * and is no error raises nothing.
 */
const errorWords = [
  "error|exception|fail|fatal|panic|traceback|denied|refused|forbidden|unauthori[sz]ed|invalid|expired|missing|crash|killed",
  "not (?:be )?(?:allowed|authorized|found|set|configured|exist|resolve|permitted|available|defined|valid|supported)",
  "unable to|cannot|could not|timed? ?out|throttl|too many|exceeded|unreachable|reset by|abort|getaddrinfo|undefined",
  "AADSTS|ENOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT|[ :=(][45][0-9][0-9](?:[ ,.;):]|$)|실패|오류|거부|만료|없습니다",
].join("|");

export function tellsError(text: string): boolean {
  return isError.test(text);
}

const isError = new RegExp(errorWords, "iu");

/** Rows of one read at most: an app in trouble repeats itself. */
const mostRows = 100;

const textOf = (column: string) => `tostring(column_ifexists('${column}', ''))`;
const joined = (columns: readonly string[]) => `strcat(${columns.map(textOf).join(", ' ', ")})`;

/**
 * KQL for the latest rows of these tables that tell of an error, or of a call that failed. The union is fuzzy, since a workspace
 * lacks the table of whatever never logged to it; columns that no table has are empty.
 *
 * @param owner  a name that one of the columns must hold which say whose a row is; all rows where it is left out.
 * @see https://learn.microsoft.com/kusto/query/union-operator
 */
export function errorRowsQuery(tables: readonly string[], owner?: string): string {
  const said = joined([...messageColumns, ...kindColumns]);
  const isOfOwner = `${joined([...ownerColumns, "_ResourceId"])} contains '${owner}'`;
  return [
    `union isfuzzy=true withsource=${tableColumn} ${tables.join(", ")}`,
    ...(owner === undefined ? [] : [`where ${isOfOwner}`]),
    `where ${said} matches regex '(?i)${errorWords}' or ${textOf("Success")} =~ 'false'`,
    "order by TimeGenerated desc",
    `take ${mostRows}`,
  ].join(" | ");
}
