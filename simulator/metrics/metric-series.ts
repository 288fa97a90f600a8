import { fieldOf, sameText, scalarText, textOf } from "../tenant/field.ts";
import type { TenantMetric } from "../tenant/tenant-schema.ts";
import type { Timespan } from "../time/timespan.ts";

export const aggregations = ["average", "minimum", "maximum", "total", "count"] as const;
export type Aggregation = (typeof aggregations)[number];
export type Dimensions = Readonly<Record<string, string>>;
export type MetricPoint = { timeStamp: string } & Partial<Record<Aggregation, number>>;

/** A series' dimensions, which a tenant may write as an object or as a list of names and values. */
export function dimensionsOf(metric: TenantMetric): Dimensions {
  const { dimensions } = metric;
  if (Array.isArray(dimensions))
    return Object.fromEntries(
      dimensions.map((entry) => [
        textOf(entry, "name", "value") || textOf(entry, "name"),
        scalarText(fieldOf(entry, "value")),
      ]),
    );
  if (dimensions === null || typeof dimensions !== "object") return {};
  return Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [name, scalarText(value)]));
}

/** The value of a dimension, its name without case. */
export function dimensionValue(dimensions: Dimensions, name: string): string | undefined {
  return Object.entries(dimensions).find(([key]) => sameText(key, name))?.[1];
}

/**
 * Puts the points of one or more series into intervals that begin at multiples of `intervalMs`. Totals and counts add
 * up; averages are weighted by count where the points have one.
 */
export function mergePoints(
  series: readonly TenantMetric[],
  span: Timespan,
  intervalMs: number,
  wanted: readonly Aggregation[],
): MetricPoint[] {
  const buckets = new Map<number, MetricPoint[]>();
  for (const { points } of series)
    for (const point of points) {
      const timeMs = Date.parse(point.timeStamp);
      if (timeMs < span.fromMs || timeMs >= span.toMs) continue;
      const startMs = Math.floor(timeMs / intervalMs) * intervalMs;
      buckets.set(startMs, [...(buckets.get(startMs) ?? []), point as MetricPoint]);
    }
  return [...buckets]
    .toSorted(([left], [right]) => left - right)
    .map(([startMs, points]) => {
      const merged: MetricPoint = { timeStamp: new Date(startMs).toISOString().replace(".000Z", "Z") };
      for (const aggregation of wanted) {
        const value = aggregate(points, aggregation);
        if (value !== undefined) merged[aggregation] = value;
      }
      return merged;
    });
}

function aggregate(points: readonly MetricPoint[], aggregation: Aggregation): number | undefined {
  const having = points.filter((point) => typeof point[aggregation] === "number");
  const values = having.map((point) => point[aggregation] ?? 0);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (aggregation) {
    case "minimum":
      return Math.min(...values);
    case "maximum":
      return Math.max(...values);
    case "average": {
      if (!having.every((point) => typeof point.count === "number" && point.count > 0))
        return sum / values.length;
      const counts = having.reduce((total, point) => total + (point.count ?? 0), 0);
      return having.reduce((total, point) => total + (point.average ?? 0) * (point.count ?? 0), 0) / counts;
    }
    case "total":
    case "count":
      return sum;
  }
}
