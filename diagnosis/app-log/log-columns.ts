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
  "ContainerGroup_s",
] as const;

/** The table of a row of a union. */
export const tableColumn = "SourceTable";

/** Words of errors. Information that an app logs holds none of them; what does and is no error raises nothing. */
const errorWords = [
  "error|exception|fail|fatal|panic|traceback|denied|refused|forbidden|unauthori[sz]ed|invalid|expired|missing|crash|killed|block|throw",
  "not (?:be )?(?:allowed|authorized|found|set|configured|exist|resolve|permitted|available|defined|valid|supported)",
  "unable to|cannot|could not|timed? ?out|throttl|too many|exceeded|unreachable|reset by|abort|getaddrinfo|undefined",
  "AADSTS|ENOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT|[ :=(][45][0-9][0-9](?:[ ,.;):]|$)|실패|오류|거부|만료|없습니다",
].join("|");

export function tellsError(text: string): boolean {
  return isErrorText.test(text);
}

const isErrorText = new RegExp(errorWords, "iu");

/** Tables in which each line that a program writes is a row: what stands around an error belongs to it. */
export const lineTables: readonly string[] = [
  "AppServiceConsoleLogs",
  "ContainerAppConsoleLogs_CL",
  "ContainerAppConsoleLogs",
  "ContainerLogV2",
  "ContainerLog",
  "ContainerInstanceLog_CL",
];

/** Rows of one read at most: an app in trouble repeats itself. */
const mostRows = 200;

const column = (name: string) => `tostring(column_ifexists('${name}', ''))`;
const joined = (names: readonly string[]) => `strcat(${names.map(column).join(", ")})`;

/** What the service leaves out already, in few words: what it lets through is looked at again. It stands in every citation. */
const roughly =
  "(?i)err|exception|fail|fatal|panic|trace|deni|refus|forbid|unauth|invalid|expir|missing|crash|kill|block|not |unable|time.?out|timed|thrott|too many|exceed|reach|reset|abort|undefined|[ :=(][45][0-9][0-9]|실패|오류|거부|만료|없습";

/**
 * KQL for the latest rows of these tables that tell of an error, or of a call that failed, with the lines of the program's output
 * that stand around them. The union is fuzzy, since a workspace lacks the table of whatever never logged to it; columns that no
 * table has are empty.
 *
 * @param said  columns of these tables that may tell of an error.
 * @param owner  a name that one of the columns must hold which say whose a row is; all rows where it is left out.
 * @see https://learn.microsoft.com/kusto/query/union-operator
 */
export function errorRowsQuery(tables: readonly string[], said: readonly string[], owner?: string): string {
  const failed = tables.includes("AppDependencies") ? ` or ${column("Success")} =~ 'false'` : "";
  const isError = `${joined(said)} matches regex '${roughly}'${failed}`;
  const rows = [
    `union isfuzzy=true withsource=${tableColumn} ${tables.join(", ")}`,
    ...(owner === undefined ? [] : [`where ${joined([...ownerColumns, "_ResourceId"])} contains '${owner}'`]),
  ];
  const latest = ["order by TimeGenerated desc", `take ${mostRows}`];
  const lines = tables.filter((table) => lineTables.includes(table)).map((table) => `'${table}'`);
  if (lines.length === 0) return [...rows, `where ${isError}`, ...latest].join(" | ");
  const around = "bin(TimeGenerated, 10s) in (T | where Bad | project bin(TimeGenerated, 10s))";
  return [
    `let T = ${rows.join(" | ")} | extend Bad = ${isError}; T`,
    `where Bad or ${tableColumn} in (${lines.join(", ")}) and ${around}`,
    "project-away Bad",
    ...latest,
  ].join(" | ");
}
