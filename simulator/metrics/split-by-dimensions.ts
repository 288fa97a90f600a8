import type { Filter } from "../odata/filter.ts";
import { parseFilter } from "../odata/parse-filter.ts";
import { sameText } from "../tenant/field.ts";
import type { TenantMetric } from "../tenant/tenant-schema.ts";
import { type Dimensions, dimensionsOf, dimensionValue } from "./metric-series.ts";

export interface SplitSeries {
  series: TenantMetric[];
  metadatavalues: { name: { value: string; localizedValue: string }; value: string }[];
}

/**
 * Applies the metrics `$filter`: `Status eq '403'` keeps one value, `Status eq '*'` splits by value; both name the
 * dimension in the result. Without a filter all series of a metric are one.
 *
 * @throws InvalidFilterError when the text is no filter.
 */
export function splitByDimensions(all: readonly TenantMetric[], filter: string | undefined): SplitSeries[] {
  if (filter === undefined) return [{ series: [...all], metadatavalues: [] }];
  const parsed = parseFilter(filter);
  const named: string[] = [];
  collectNames(parsed, named);
  const groups = new Map<string, SplitSeries>();
  for (const metric of all) {
    const dimensions = dimensionsOf(metric);
    if (!passes(parsed, dimensions)) continue;
    const metadatavalues = named.map((name) => ({
      name: { value: name.toLowerCase(), localizedValue: name.toLowerCase() },
      value: dimensionValue(dimensions, name) ?? "",
    }));
    const key = JSON.stringify(metadatavalues);
    const group = groups.get(key) ?? { series: [], metadatavalues };
    group.series.push(metric);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function collectNames(filter: Filter, names: string[]): void {
  if (filter.kind === "and" || filter.kind === "or") {
    collectNames(filter.left, names);
    collectNames(filter.right, names);
  } else if (filter.kind === "compare" && !names.some((name) => sameText(name, filter.path)))
    names.push(filter.path);
}

function passes(filter: Filter, dimensions: Dimensions): boolean {
  switch (filter.kind) {
    case "and":
      return passes(filter.left, dimensions) && passes(filter.right, dimensions);
    case "or":
      return passes(filter.left, dimensions) || passes(filter.right, dimensions);
    case "compare": {
      const value = dimensionValue(dimensions, filter.path);
      if (value === undefined) return false;
      const isSame = filter.value === "*" || sameText(value, String(filter.value));
      return filter.operator === "ne" ? !isSame : isSame;
    }
    case "not":
      return !passes(filter.operand, dimensions);
    case "in":
    case "call":
    case "any":
    case "all":
      return false;
  }
}
