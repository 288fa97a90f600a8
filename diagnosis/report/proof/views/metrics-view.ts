import type { JsonValue } from "../../../../domain/json-value.ts";
import { childOf, type EvidenceDocument, type PathStep } from "../../../evaluation/place.ts";
import { textLiteral } from "../jmespath-text.ts";
import { keyOf, pathBelow } from "../list-path.ts";
import { type AzView, plainView } from "./plain-view.ts";

/**
 * The points of a metric, which are stored as `{ "<metric>": [point, …] }`, in the answer as it came: `value` lists the
 * metrics, each with the points of its series in `timeseries[].data[]`.
 *
 * @see https://learn.microsoft.com/rest/api/monitor/metrics/list
 */
export function metricsView(
  { evidence, body }: EvidenceDocument,
  steps: readonly PathStep[],
): AzView | undefined {
  const [metric, index, ...rest] = steps;
  if (typeof metric !== "string") return undefined;
  const points = childOf(body, metric);
  if (!Array.isArray(points)) return undefined;
  const answer: JsonValue = { value: [{ name: { value: metric }, timeseries: [{ data: points }] }] };
  const list = `value[?name.value==${textLiteral(metric)}].timeseries[].data[]`;
  const base = plainView(evidence, answer, []);
  if (typeof index !== "number") return { ...base, path: list };
  const key = keyOf(points, index, rest[0]);
  const point = key === undefined ? `[${index}]` : `[?${key.condition}] | [0]`;
  const inside = rest.length === 0 ? "" : `.${pathBelow(points[index] ?? null, rest)}`;
  return { ...base, path: `${list} | ${point}${inside}` };
}
