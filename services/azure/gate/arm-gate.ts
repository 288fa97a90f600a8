import type { ReadRequest } from "../../../domain/read-step.ts";
import {
  type AdmittedRead,
  type AzurePlane,
  isRefusal,
  type PlaneOrigins,
  type Refusal,
  refusal,
} from "./admitted-read.ts";
import { armRoute } from "./arm-route.ts";
import { encodedSegment, pathSegments } from "./path-text.ts";
import { queryString } from "./query-parameters.ts";

const activityLog = "/providers/microsoft.insights/eventtypes/management/values";
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?Z$/u;
const interval = /^(?:P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?|FULL)$/u;
const metricName = /^[\w ./()-]{1,128}$/u;

/** Lets an ARM read through: a path of the table, its allowed parameters, the table's api-version. */
export function admitArm(
  read: Extract<ReadRequest, { kind: "arm" }>,
  origins: PlaneOrigins,
): AdmittedRead | Refusal {
  const segments = pathSegments(read.path);
  if (isRefusal(segments)) return segments;
  const route = armRoute(segments);
  if (isRefusal(route)) return route;
  if (route.scopeOnly) return refusal("nothing is known at this path; only what hangs on it is read");
  const parameters = queryString(read.query ?? {}, route.query);
  if (typeof parameters !== "string") return parameters;
  const url = urlOf("arm", segments, `?api-version=${route.apiVersion}${parameters}`, origins);
  if (isRefusal(url)) return url;
  const path = `/${segments.join("/")}`;
  const filter = Object.entries(read.query ?? {}).find(([key]) => key.toLowerCase() === "$filter")?.[1];
  return {
    plane: "arm",
    method: route.method,
    url,
    source: path.toLowerCase().endsWith(activityLog) ? "activity_log" : "arm",
    request: `${route.method} ${path}${url.search}`,
    ...(filter === undefined ? {} : { query: filter }),
  };
}

/** Lets a metrics read through: the ARM path of the resource's metrics, with the timespan and names checked. */
export function admitMetrics(
  read: Extract<ReadRequest, { kind: "metrics" }>,
  origins: PlaneOrigins,
): AdmittedRead | Refusal {
  const span = timespan(read.from, read.to);
  if (typeof span !== "string") return span;
  if (!interval.test(read.interval) || !/\d|FULL/u.test(read.interval))
    return refusal("its interval is no ISO 8601 duration such as PT1M");
  if (!read.metricNames.every((metric) => metricName.test(metric)))
    return refusal("one of its metric names holds other characters than letters, digits, spaces and ._/()-");
  const admitted = admitArm(
    {
      kind: "arm",
      path: `${read.resourceId.replace(/\/$/u, "")}/providers/Microsoft.Insights/metrics`,
      query: {
        metricnames: read.metricNames.join(","),
        timespan: span,
        interval: read.interval,
        aggregation: read.aggregation.join(","),
        ...(read.filter === undefined ? {} : { $filter: read.filter }),
      },
    },
    origins,
  );
  return isRefusal(admitted) ? admitted : { ...admitted, source: "metrics" };
}

/** `from/to`, both instants in UTC, or why not. */
export function timespan(from: string, to: string): string | Refusal {
  if (!instant.test(from) || !instant.test(to) || Number.isNaN(Date.parse(from) + Date.parse(to)))
    return refusal("its time span is not given by two UTC instants such as 2026-10-14T09:20:00Z");
  if (Date.parse(from) >= Date.parse(to)) return refusal("its time span ends before it begins");
  return `${from}/${to}`;
}

/** The URL at the plane's origin. Refused where the URL parser understands the path differently from the gate. */
export function urlOf(
  plane: AzurePlane,
  segments: readonly string[],
  search: string,
  origins: PlaneOrigins,
): URL | Refusal {
  const path = `/${segments.map(encodedSegment).join("/")}`;
  const url = new URL(`${origins[plane]}${path}${search}`);
  if (url.origin !== new URL(origins[plane]).origin || url.pathname !== path || url.hash !== "")
    return refusal("its path changes when it is parsed");
  return url;
}
