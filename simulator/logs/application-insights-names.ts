/**
 * Application Insights data has two spellings: classic tables when asked through the component, workspace tables when
 * asked through the workspace that holds it. Columns are given as classic name -> workspace name.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource#table-structure
 */
const sharedColumns: Record<string, string> = {
  timestamp: "TimeGenerated",
  operation_Name: "OperationName",
  operation_Id: "OperationId",
  operation_ParentId: "ParentId",
  operation_SyntheticSource: "SyntheticSource",
  session_Id: "SessionId",
  user_Id: "UserId",
  user_AuthenticatedId: "UserAuthenticatedId",
  user_AccountId: "UserAccountId",
  application_Version: "AppVersion",
  client_Type: "ClientType",
  client_IP: "ClientIP",
  client_City: "ClientCity",
  client_CountryOrRegion: "ClientCountryOrRegion",
  cloud_RoleName: "AppRoleName",
  cloud_RoleInstance: "AppRoleInstance",
  sdkVersion: "SDKVersion",
  iKey: "IKey",
  itemCount: "ItemCount",
  customDimensions: "Properties",
  customMeasurements: "Measurements",
  message: "Message",
  severityLevel: "SeverityLevel",
  id: "Id",
  name: "Name",
  url: "Url",
  success: "Success",
  resultCode: "ResultCode",
  duration: "DurationMs",
  target: "Target",
  data: "Data",
};

const tables: readonly { classic: string; workspace: string; columns?: Record<string, string> }[] = [
  { classic: "traces", workspace: "AppTraces" },
  { classic: "requests", workspace: "AppRequests", columns: { source: "Source" } },
  { classic: "dependencies", workspace: "AppDependencies", columns: { type: "DependencyType" } },
  {
    classic: "exceptions",
    workspace: "AppExceptions",
    columns: {
      type: "ExceptionType",
      problemId: "ProblemId",
      method: "Method",
      assembly: "Assembly",
      handledAt: "HandledAt",
      details: "Details",
      outerMessage: "OuterMessage",
      outerType: "OuterType",
      outerMethod: "OuterMethod",
      innermostMessage: "InnermostMessage",
      innermostType: "InnermostType",
    },
  },
  { classic: "customEvents", workspace: "AppEvents" },
  {
    classic: "customMetrics",
    workspace: "AppMetrics",
    columns: { valueSum: "Sum", valueMin: "Min", valueMax: "Max", valueCount: "ItemCount" },
  },
  { classic: "pageViews", workspace: "AppPageViews" },
  { classic: "browserTimings", workspace: "AppBrowserTimings" },
  { classic: "availabilityResults", workspace: "AppAvailabilityResults", columns: { location: "Location" } },
  {
    classic: "performanceCounters",
    workspace: "AppPerformanceCounters",
    columns: { category: "Category", counter: "Counter", instance: "Instance", value: "Value" },
  },
];

export interface OtherSpelling {
  table: string;
  /** From the other table's column name to this one's. */
  columns: ReadonlyMap<string, string>;
}

/** The other table that holds the same data as `table`; undefined for every other table. */
export function otherSpelling(table: string): OtherSpelling | undefined {
  for (const { classic, workspace, columns } of tables) {
    const pairs = Object.entries({ ...sharedColumns, ...columns });
    if (table === classic)
      return { table: workspace, columns: new Map(pairs.map(([own, other]) => [other, own])) };
    if (table === workspace) return { table: classic, columns: new Map(pairs) };
  }
  return undefined;
}
