import { z } from "zod";
import type { Evaluated } from "../../evaluation/evaluated.ts";
import type { JsonValue } from "../../../domain/json-value.ts";
import type { Role } from "./role.ts";

const patterns = z.array(z.string()).nullish();
const DefinitionSchema = z.looseObject({
  name: z.string(),
  properties: z.looseObject({
    roleName: z.string().nullish(),
    permissions: z.array(
      z.looseObject({
        actions: patterns,
        notActions: patterns,
        dataActions: patterns,
        notDataActions: patterns,
      }),
    ),
  }),
});

/** Role definitions that were read, by GUID: a list of bodies, or the body of a list. What is none is passed over. */
export function readRoles(definitions: Evaluated | undefined): ReadonlyMap<string, Role> {
  if (definitions?.kind !== "known") return new Map();
  const roles = bodiesIn(definitions.value).flatMap((body) => {
    const parsed = DefinitionSchema.safeParse(body);
    if (!parsed.success) return [];
    const { name, properties } = parsed.data;
    const all = (field: "actions" | "notActions" | "dataActions" | "notDataActions") =>
      properties.permissions.flatMap((permission) => permission[field] ?? []);
    const role: Role = {
      id: name.toLowerCase(),
      name: properties.roleName ?? name,
      actions: all("actions"),
      notActions: all("notActions"),
      dataActions: all("dataActions"),
      notDataActions: all("notDataActions"),
    };
    return [[role.id, role] as const];
  });
  return new Map(roles);
}

function bodiesIn(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) return value.flatMap(bodiesIn);
  if (typeof value !== "object" || value === null) return [];
  const list = value["value"];
  return Array.isArray(list) ? list : [value];
}
