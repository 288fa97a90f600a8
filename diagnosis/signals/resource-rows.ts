import { z } from "zod";
import type { ResourceMatch } from "../../domain/signals.ts";

const RowSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  type: z.string(),
  kind: z.string().nullish(),
  location: z.string().nullish(),
  resourceGroup: z.string().nullish(),
  subscriptionId: z.string().nullish(),
  containers: z.unknown().optional(),
  secrets: z.unknown().optional(),
});
export type ResourceRow = z.infer<typeof RowSchema>;

/**
 * The rows of a Resource Graph answer with the JSON pointer of each: the body (`data` as a list of objects, or `value`), or
 * a list of rows itself. What is no row of a resource is passed over.
 */
export function resourceRows(body: unknown): { row: ResourceRow; pointer: string }[] {
  const [list, base] = Array.isArray(body) ? [body, ""] : listIn(body);
  return list.flatMap((item: unknown, index) => {
    const parsed = RowSchema.safeParse(item);
    return parsed.success ? [{ row: parsed.data, pointer: `${base}/${index}` }] : [];
  });
}

function listIn(body: unknown): [unknown[], string] {
  if (typeof body !== "object" || body === null) return [[], ""];
  for (const name of ["data", "value"] as const) {
    const list: unknown = (body as Record<string, unknown>)[name];
    if (Array.isArray(list)) return [list, `/${name}`];
  }
  return [[], ""];
}

/** The row as the signals carry it; `evidenceId` and `pointer` say where it stands. */
export function matchOf(
  row: ResourceRow,
  matchedBy: ResourceMatch["matchedBy"],
  evidenceId: string,
  pointer: string,
): ResourceMatch {
  const subscriptionId = row.subscriptionId ?? /^\/subscriptions\/([^/]{1,64})/i.exec(row.id)?.[1] ?? "";
  return {
    id: row.id,
    name: row.name,
    type: row.type.toLowerCase(),
    subscriptionId,
    ...(row.resourceGroup ? { resourceGroup: row.resourceGroup } : {}),
    ...(row.location ? { location: row.location } : {}),
    ...(row.kind ? { kind: row.kind } : {}),
    matchedBy,
    evidenceId,
    row: pointer,
  };
}
