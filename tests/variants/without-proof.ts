import type { Report, ReportEvidence } from "../../domain/contract/report.ts";
import { requestPath } from "../../domain/evidence.ts";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

/**
 * Takes away everything that the proof of a report cites: the lines of the error and of the code, the resources, the log
 * tables, the metrics, the Activity Log, the Graph objects. What is left cannot prove the same.
 */
export function withoutProof({ request, tenant }: Scenario, report: Report): void {
  const claimed = new Set(report.claims.flatMap(({ evidence }) => evidence));
  const proof = report.evidence.filter(({ id }) => claimed.has(id));
  const sources = new Set(proof.map(({ source }) => source));
  withoutLines(
    request,
    proof.filter(({ source }) => source === "request"),
  );
  const paths = new Set(proof.flatMap((entry) => [pathOf(entry), entry.resource_id?.toLowerCase() ?? ""]));
  const isCited = (id: string) =>
    paths.has(id.toLowerCase()) || [...paths].some((path) => isListOf(path, id.toLowerCase()));
  tenant.resources = tenant.resources.filter(({ id }) => !isCited(id));
  if (sources.has("logs")) delete tenant.tables;
  if (sources.has("metrics")) delete tenant.metrics;
  if (sources.has("activity_log")) delete tenant.activityLog;
  for (const path of Object.keys(tenant.graph ?? {}))
    if (paths.has(path.toLowerCase())) delete tenant.graph![path];
  tenant.responses = (tenant.responses ?? []).filter(({ path }) => !paths.has(path.toLowerCase()));
}

function withoutLines(request: Scenario["request"], cited: readonly ReportEvidence[]): void {
  // A long line is cited by the part around what was found.
  const values = cited.map(({ value }) => value.replace(/^…|…$/gu, "")).filter((value) => value.length >= 3);
  const without = (text: string) =>
    text
      .split("\n")
      .filter(
        (line) =>
          !values.some(
            (value) => line.includes(value) || (line.trim() !== "" && value.includes(line.trim())),
          ),
      )
      .join("\n");
  const error = without(request.error);
  request.error = error.trim() === "" ? "It fails." : error;
  if (request.context?.notes !== undefined)
    request.context = { ...request.context, notes: without(request.context.notes) };
  request.source_code = (request.source_code ?? []).map(({ path, content }) => ({
    path,
    content: without(content),
  }));
}

function pathOf({ request }: ReportEvidence): string {
  return requestPath(request).toLowerCase();
}

function isListOf(path: string, id: string): boolean {
  return path !== "" && id.slice(0, id.lastIndexOf("/")) === path;
}
