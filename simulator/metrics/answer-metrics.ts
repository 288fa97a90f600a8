import { type Answer, ok } from "../http/answer.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { InvalidFilterError } from "../odata/filter.ts";
import { type ArmPath, parseArmPath } from "../tenant/arm-path.ts";
import { sameText, textOf } from "../tenant/field.ts";
import type { TenantMetric } from "../tenant/tenant-schema.ts";
import { parseIsoDuration } from "../time/iso-duration.ts";
import { parseTimespan, type Timespan } from "../time/timespan.ts";
import type { World } from "../world.ts";
import { metricNamesOfType, metricsOf, metricTraits } from "./metric-catalogue.ts";
import { metricsBadRequest, unknownMetric } from "./metric-errors.ts";
import { type Aggregation, aggregations, mergePoints } from "./metric-series.ts";
import { splitByDimensions } from "./split-by-dimensions.ts";

const hourMs = 3_600_000;

interface MetricsQuery {
  type: string;
  resourceId: string;
  span: Timespan;
  /** As asked; the grain of each metric where it was not. */
  interval?: string;
  wanted?: Aggregation[];
  filter?: string;
}

/**
 * `GET {resource}/providers/Microsoft.Insights/metrics`.
 *
 * @see https://learn.microsoft.com/rest/api/monitor/metrics/list (api-version 2024-02-01)
 */
export function answerMetrics(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const resource = parseArmPath(path.path.slice(0, path.scope.length));
  const query = readQuery(resource, request, world);
  if ("status" in query) return query;
  const valid = metricNamesOfType(resource.type, world);
  const asked = (parameter(request, "metricnames") ?? valid[0] ?? "").split(",").map((name) => name.trim());
  const unknown = asked.find((name) => !valid.some((known) => sameText(known, name)));
  if (unknown !== undefined) return unknownMetric(spelledType(resource), unknown, valid);
  const series = metricsOf(resource.key, world);
  let value: unknown[];
  try {
    value = asked.map((name) => metricBody(query, name, series, world));
  } catch (error) {
    if (error instanceof InvalidFilterError) return metricsBadRequest(error.message);
    throw error;
  }
  const found = world.index.get(resource.key);
  const first = metricTraits(resource.type, asked[0] ?? "", world);
  return ok({
    cost: Math.max(0, Math.round((query.span.toMs - query.span.fromMs) / 60_000) - 1),
    timespan: `${instant(query.span.fromMs)}/${instant(query.span.toMs)}`,
    interval: query.interval ?? first.timeGrain,
    value,
    namespace: parameter(request, "metricnamespace") ?? first.namespace,
    resourceregion: textOf(found?.body, "location").toLowerCase().replaceAll(" ", ""),
  });
}

function readQuery(resource: ArmPath, request: SimulatedRequest, world: World): MetricsQuery | Answer {
  const nowMs = world.clock.nowMs();
  const timespan = parameter(request, "timespan");
  const span =
    timespan === undefined ? { fromMs: nowMs - hourMs, toMs: nowMs } : parseTimespan(timespan, nowMs);
  if (span === undefined || span.toMs <= span.fromMs)
    return metricsBadRequest(`Detected invalid time span input: ${timespan}`);
  const query: MetricsQuery = { type: resource.type, resourceId: resource.path, span };
  const interval = parameter(request, "interval");
  if (interval !== undefined) {
    if (!sameText(interval, "FULL") && !((parseIsoDuration(interval) ?? 0) > 0))
      return metricsBadRequest(`Detected invalid time grain input: ${interval}`);
    query.interval = interval;
  }
  const asked = parameter(request, "aggregation");
  if (asked !== undefined) {
    const wanted = asked.split(",").map((name) => name.trim().toLowerCase());
    const wrong = wanted.find((name) => !aggregations.some((known) => known === name));
    if (wrong !== undefined) return metricsBadRequest(`Detected invalid aggregation type input: ${wrong}`);
    query.wanted = wanted as Aggregation[];
  }
  const filter = parameter(request, "$filter");
  return filter === undefined ? query : { ...query, filter };
}

function metricBody(query: MetricsQuery, name: string, all: readonly TenantMetric[], world: World): unknown {
  const own = all.filter((metric) => sameText(metric.name, name));
  const spelled = metricNamesOfType(query.type, world).find((known) => sameText(known, name)) ?? name;
  const { unit, timeGrain } = metricTraits(query.type, name, world);
  const spanMs = query.span.toMs - query.span.fromMs;
  const interval = query.interval ?? timeGrain;
  const isFull = sameText(interval, "FULL");
  const intervalMs = isFull ? spanMs : (parseIsoDuration(interval) ?? 60_000);
  const fromMs = isFull ? query.span.fromMs : Math.floor(query.span.fromMs / intervalMs) * intervalMs;
  const span = { fromMs, toMs: query.span.toMs };
  const wanted = query.wanted ?? primaryAggregation(own);
  const timeseries = splitByDimensions(own, query.filter).map(({ series, metadatavalues }) => ({
    metadatavalues,
    data: mergePoints(series, span, intervalMs, wanted),
  }));
  return {
    id: `${query.resourceId}/providers/Microsoft.Insights/metrics/${spelled}`,
    type: "Microsoft.Insights/metrics",
    name: { value: spelled, localizedValue: spelled },
    displayDescription: spelled,
    unit,
    timeseries: timeseries.filter(({ data }) => data.length > 0),
    errorCode: "Success",
  };
}

/** A metric has one aggregation that is given when none is asked for; it is the one its points carry first. */
function primaryAggregation(series: readonly TenantMetric[]): Aggregation[] {
  const point = series[0]?.points[0];
  const found = aggregations.find((aggregation) => point !== undefined && aggregation in point);
  return [found ?? "average"];
}

function spelledType(resource: ArmPath): string {
  return [resource.provider ?? "", ...resource.types].join("/");
}

function instant(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}
