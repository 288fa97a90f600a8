import type { Known, ListOrigin } from "./evaluated.ts";
import { suffix } from "./expression/render-expression.ts";

/** Where the elements of a value come from: itself for a list in evidence, its origins for a built one. */
export function originsOf(value: Known): readonly ListOrigin[] | undefined {
  if (value.origins !== undefined) return value.origins();
  if (value.place !== undefined && typeof value.value === "object" && value.value !== null)
    return [{ place: value.place, conditions: [] }];
  return undefined;
}

/** After a filter. `condition` is undefined where it cannot be written down: then the origin is lost. */
export function filtered(
  origins: readonly ListOrigin[] | undefined,
  condition: string | undefined,
): readonly ListOrigin[] | undefined {
  if (condition === undefined) return undefined;
  return origins?.map((origin) => {
    const { place, conditions, path, pathGivesList } = origin;
    if (path === undefined) return { place, conditions: [...conditions, condition] };
    const list = pathGivesList === true ? path : `[${path}]`;
    return { place, conditions, path: `${list} | [?${condition}]`, pathGivesList: true };
  });
}

/** After a filter whose condition is written over `subject`: over a plain field it reads without a detour. */
export function filteredBy(
  origins: readonly ListOrigin[] | undefined,
  conditionOf: (subject: string) => string,
): readonly ListOrigin[] | undefined {
  return origins?.flatMap((origin) => {
    const { place, conditions, path, pathGivesList } = origin;
    if (path !== undefined && pathGivesList !== true && /^[A-Za-z_][\w.]*$/.test(path))
      return [{ place, conditions: [...conditions, conditionOf(path)] }];
    return filtered([origin], conditionOf("@")) ?? [];
  });
}

/** After `.right` on every element; `@` leaves all as it is. */
export function projected(
  origins: readonly ListOrigin[] | undefined,
  right: string | undefined,
): readonly ListOrigin[] | undefined {
  if (right === undefined) return undefined;
  if (right === "@") return origins;
  return origins?.map((origin) => {
    const { place, conditions, path, pathGivesList } = origin;
    if (path === undefined) return { place, conditions, path: right };
    if (pathGivesList === true)
      return { place, conditions, path: `${path} | [*]${suffix(right)}`, pathGivesList };
    return { place, conditions, path: `${path} | ${right}` };
  });
}

/** After `[]` on a list whose own elements have an origin. */
export function flattened(origins: readonly ListOrigin[] | undefined): readonly ListOrigin[] | undefined {
  return origins?.map(({ place, conditions, path, pathGivesList }) => ({
    place,
    conditions,
    path: pathGivesList === true ? `${path} | []` : `[${path ?? "@"}][]`,
    pathGivesList: true,
  }));
}

/** JMESPath over one element: truthy where it contributes something; undefined where every element does. */
export function contributionTest({ conditions, path, pathGivesList }: ListOrigin): string | undefined {
  const parts = [...conditions];
  if (path !== undefined) parts.push(pathGivesList === true ? path : `${path} != \`null\``);
  if (parts.length === 0) return undefined;
  if (parts.length === 1) return parts[0];
  return parts.map((part) => (/\||\?/.test(part) ? `(${part})` : part)).join(" && ");
}
