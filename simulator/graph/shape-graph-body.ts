import { valueAt } from "../odata/matches-filter.ts";
import { fieldOf, scalarText, textOf } from "../tenant/field.ts";
import { deriveGraphBody, parseGraphPath } from "./derive-graph-body.ts";
import type { GraphDirectory } from "./graph-directory.ts";

/** `$select`: the named properties, annotations, and what was expanded. */
export function selectFields(item: unknown, select: string | undefined, expand: string | undefined): unknown {
  if (select === undefined || select.trim() === "" || item === null || typeof item !== "object") return item;
  const wanted = new Set([...namesIn(select), ...expandedNames(expand)].map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => name.startsWith("@") || wanted.has(name.toLowerCase())),
  );
}

/** `$expand`: the navigation property of an object, read from where the tenant holds it. */
export function expandObject(
  item: unknown,
  path: string,
  expand: string | undefined,
  directory: GraphDirectory,
): unknown {
  const names = expandedNames(expand);
  if (names.length === 0 || item === null || typeof item !== "object") return item;
  const { version, segments } = parseGraphPath(path);
  const expanded: Record<string, unknown> = { ...item };
  for (const name of names) {
    if (name in expanded) continue;
    const at = parseGraphPath(`/${version}/${segments[0] ?? ""}/${textOf(item, "id")}/${name}`);
    const found = directory.at(`/${version}/${at.segments.join("/")}`) ?? deriveGraphBody(at, directory);
    if (found !== undefined) expanded[name] = fieldOf(found, "value") ?? found;
  }
  return expanded;
}

/** `$orderby=createdDateTime desc`, one property. */
export function orderItems(items: readonly unknown[], orderBy: string | undefined): unknown[] {
  const [name, direction] = (orderBy ?? "").trim().split(/\s+/);
  if (name === undefined || name === "") return [...items];
  const sign = direction?.toLowerCase() === "desc" ? -1 : 1;
  return items.toSorted((left, right) => {
    const [one, other] = [scalarText(valueAt(left, name)), scalarText(valueAt(right, name))];
    return one === other ? 0 : one < other ? -sign : sign;
  });
}

function namesIn(list: string): string[] {
  return list.split(",").map((name) => name.trim());
}

/** The names of `$expand=owners($select=id),appRoleAssignments`, their own options left out. */
function expandedNames(expand: string | undefined): string[] {
  if (expand === undefined) return [];
  return namesIn(expand.replaceAll(/\([^)]*\)/g, "")).filter((name) => name !== "");
}
