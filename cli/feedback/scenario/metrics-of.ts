import { isObject, type JsonObject } from "./json-shapes.ts";
import type { StoredRead } from "./stored-read.ts";

const measured = new Set(["timeStamp", "average", "minimum", "maximum", "total", "count"]);
const metricsPath = /\/providers\/microsoft\.insights\/metrics$/iu;

/** Series by resource, metric and dimensions. A unit is not stored with the points, and decides nothing. */
export function metricsOf(reads: readonly StoredRead[]): JsonObject[] {
  const series = new Map<string, JsonObject & { points: Map<string, JsonObject> }>();
  for (const { body, evidence, path, query } of reads) {
    if (evidence.source !== "metrics" || evidence.status !== 200 || !isObject(body)) continue;
    const resourceId = path.replace(metricsPath, "");
    for (const [name, points] of Object.entries(body))
      for (const point of Array.isArray(points) ? points.filter(isObject) : []) {
        const dimensions = Object.fromEntries(
          Object.entries(point).filter(([field]) => !measured.has(field)),
        );
        const key = JSON.stringify([resourceId.toLowerCase(), name, dimensions]);
        const found = series.get(key) ?? {
          resourceId,
          name,
          unit: "Count",
          timeGrain: query["interval"] ?? "PT1M",
          ...(Object.keys(dimensions).length > 0 ? { dimensions } : {}),
          points: new Map<string, JsonObject>(),
        };
        series.set(key, found);
        const own = Object.fromEntries(Object.entries(point).filter(([field]) => measured.has(field)));
        const at = String(point["timeStamp"]);
        found.points.set(at, { ...found.points.get(at), ...own });
      }
  }
  return [...series.values()].map((one) => ({ ...one, points: [...one.points.values()] }));
}
