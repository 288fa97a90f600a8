import { type Answer, ok } from "../http/answer.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import { type ArmPath, parseArmPath } from "../tenant/arm-path.ts";
import { sameText } from "../tenant/field.ts";
import type { World } from "../world.ts";
import { metricNamesOfType, metricsOf, metricTraits } from "./metric-catalogue.ts";
import { aggregations, dimensionsOf } from "./metric-series.ts";

/** @see https://learn.microsoft.com/rest/api/monitor/metric-definitions/list (api-version 2024-02-01) */
export function answerMetricDefinitions(path: ArmPath, _request: SimulatedRequest, world: World): Answer {
  const resource = parseArmPath(path.path.slice(0, path.scope.length));
  const value = metricNamesOfType(resource.type, world).map((name) => {
    const { unit, timeGrain, namespace } = metricTraits(resource.type, name, world);
    const series = metricsOf(resource.key, world).filter((metric) => sameText(metric.name, name));
    const points = series.flatMap((metric) => metric.points);
    const given = aggregations.filter((aggregation) => points.some((point) => aggregation in point));
    const dimensions = new Set(series.flatMap((metric) => Object.keys(dimensionsOf(metric))));
    const spell = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
    return {
      id: `${resource.path}/providers/microsoft.insights/metricdefinitions/${name}`,
      resourceId: resource.path,
      namespace,
      name: { value: name, localizedValue: name },
      isDimensionRequired: false,
      unit,
      primaryAggregationType: spell(given[0] ?? "average"),
      supportedAggregationTypes: given.map(spell),
      metricAvailabilities: [{ timeGrain, retention: "P93D" }],
      dimensions: [...dimensions].map((dimension) => ({ value: dimension, localizedValue: dimension })),
    };
  });
  return ok({ value });
}

/** @see https://learn.microsoft.com/rest/api/monitor/metric-namespaces/list */
export function answerMetricNamespaces(path: ArmPath, _request: SimulatedRequest, world: World): Answer {
  const resource = parseArmPath(path.path.slice(0, path.scope.length));
  const names = metricNamesOfType(resource.type, world).map(
    (name) => metricTraits(resource.type, name, world).namespace,
  );
  const value = [...new Set(names)].map((name) => ({
    id: `${resource.path}/providers/microsoft.insights/metricNamespaces/${name}`,
    name,
    type: "Microsoft.Insights/metricNamespaces",
    classification: "Platform",
    properties: { metricNamespaceName: name },
  }));
  return ok({ value });
}
