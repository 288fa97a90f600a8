import type { JsonValue } from "../../domain/json-value.ts";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

/** A resource of a tenant, as far as a log needs it. */
interface App {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** Rows of one table, each line of a text as the workload writes it. */
interface LogForm {
  readonly table: string;
  readonly columns: readonly string[];
  /** The cells after `TimeGenerated`. */
  readonly rows: (lines: readonly string[], app: App) => readonly (readonly string[])[];
}

const siteForms: readonly LogForm[] = [
  {
    table: "AppServiceConsoleLogs",
    columns: ["Level", "ResultDescription", "_ResourceId"],
    rows: (lines, { id }) => lines.map((line) => ["Error", line, id.toLowerCase()]),
  },
  {
    table: "AppExceptions",
    columns: ["ExceptionType", "OuterMessage", "AppRoleName"],
    rows: (lines, { name }) => [["Exception", lines.join("\n"), name]],
  },
  {
    table: "FunctionAppLogs",
    columns: ["Level", "Message", "ExceptionMessage", "_ResourceId"],
    rows: (lines, { id }) => [
      ["Error", "Executed 'Functions.run' (Failed)", lines.join("\n"), id.toLowerCase()],
    ],
  },
  {
    table: "AppTraces",
    columns: ["SeverityLevel", "Message", "AppRoleName"],
    rows: (lines, { name }) => [["3", lines.join("\n"), name]],
  },
];

const containerForm: LogForm = {
  table: "ContainerAppConsoleLogs_CL",
  columns: ["ContainerAppName_s", "Stream_s", "Log_s"],
  rows: (lines, { name }) => lines.map((line) => [name, "stderr", line]),
};

const workloadTypes = /^microsoft\.(?:web\/sites|app\/containerapps|app\/jobs)$/iu;
const secondMs = 1_000;

/** The app that the request names, or the only one of the tenant. */
export function workloadOf({ request, tenant }: Scenario): App | undefined {
  const apps = (tenant.resources as unknown as App[]).filter(({ type }) => workloadTypes.test(type));
  const text = JSON.stringify(request).toLowerCase();
  const named = apps.filter(({ name }) => text.includes(name.toLowerCase()));
  return named.length === 1 ? named[0] : apps.length === 1 ? apps[0] : undefined;
}

/**
 * The error stands in the app's own log alone; the developer sent what a browser shows, and the app's name. `turn` picks the
 * table among those that such an app writes to.
 */
export function toldByLog(turn: number): (scenario: Scenario) => void {
  return (scenario) => {
    const { request, tenant } = scenario;
    const app = workloadOf(scenario);
    if (app === undefined) return;
    const isSite = /sites$/iu.test(app.type);
    const { table, columns, rows } = isSite ? siteForms[turn % siteForms.length]! : containerForm;
    const lines = request.error.split("\n").filter((line) => line.trim() !== "");
    const seenAtMs = Date.parse(request.context?.observed_at ?? tenant.now);
    const written = new Date(seenAtMs - 60 * secondMs).toISOString();
    const workspace = `${app.id.split("/providers/")[0]}/providers/Microsoft.OperationalInsights/workspaces/log-told`;
    tenant.resources.push({
      id: workspace,
      name: "log-told",
      type: "Microsoft.OperationalInsights/workspaces",
      location: "westeurope",
      properties: { customerId: "5b1e1d5e-0a0b-4c52-9a57-3d3f6f0b7a11" },
    } as never);
    const typed = ["TimeGenerated", ...columns].map((name, index) => ({
      name,
      type: index === 0 ? "datetime" : "string",
    }));
    const cells = rows(lines, app).map((row) => [written, ...row] as JsonValue[]);
    // One workspace holds what the app writes: the simulator asks the first that has the table.
    for (const held of Object.values(tenant.tables ?? {})) delete (held as Record<string, unknown>)[table];
    tenant.tables = { ...tenant.tables, [workspace]: { [table]: { columns: typed, rows: cells } } } as never;
    const host = isSite ? `${app.name}.azurewebsites.net` : app.name;
    request.error = `HTTP ERROR 500. ${host} is currently unable to handle this request.`;
    delete request.source_code;
    request.context = {
      ...(request.context?.observed_at === undefined ? {} : { observed_at: request.context.observed_at }),
      notes: `It worked last week. The app is ${app.name}.`,
    } as never;
  };
}
