import { parseArmResourceId, sameArmId, scopeCovers } from "../../domain/arm-resource-id.ts";
import type { Change } from "../../domain/contract/change.ts";
import { isObject, type JsonObject, type JsonValue } from "../../domain/json-value.ts";
import { withValueAt } from "./with-value-at.ts";

type FieldChange = Extract<Change, { kind: "set" | "append" }>;

/**
 * A body in which every object with the ID of the change has its new value; the body itself too where `isOwn` says that
 * it is the resource. An unchanged body comes back as it was.
 */
export function changeFields(body: JsonValue, change: FieldChange, isOwn = false): JsonValue {
  const { pointer, value, kind } = change;
  return visit(body, (object, isRoot) =>
    isSameId(object["id"], change.id) || (isRoot && isOwn)
      ? withValueAt(object, pointer, value, kind)
      : object,
  );
}

/** A body without the resource, and without what is below it, in any of its lists. */
export function withoutResource(value: JsonValue, id: string): JsonValue {
  if (Array.isArray(value)) {
    const items = value.filter((item) => !isResource(item, id)).map((item) => withoutResource(item, id));
    return items.length === value.length && items.every((item, index) => item === value[index])
      ? value
      : items;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutResource(member, id)] as const);
  return members.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(members);
}

/** Every number of the object's points of time is the new value. */
export function changePoints(body: JsonValue, value: number): JsonValue {
  return visit(body, (object) =>
    "timeStamp" in object
      ? Object.fromEntries(
          Object.entries(object).map(([name, old]) => [name, typeof old === "number" ? value : old]),
        )
      : object,
  );
}

/** The body that a GET of a resource answers once it is made. */
export function createdBody({ id, body }: Extract<Change, { kind: "create" }>): JsonObject {
  const name = id.slice(id.lastIndexOf("/") + 1);
  const { provider, types = [] } = parseArmResourceId(id) ?? {};
  return { id, name, ...(provider === undefined ? {} : { type: [provider, ...types].join("/") }), ...body };
}

/** Every object of a body, the outermost first; one that comes back unchanged stays the same one. */
export function visit(
  value: JsonValue,
  change: (object: JsonObject, isRoot: boolean) => JsonValue,
  isRoot = true,
): JsonValue {
  if (Array.isArray(value)) {
    const items = value.map((item) => visit(item, change, false));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const own = change(value, isRoot);
  if (!isObject(own)) return own;
  const members = Object.entries(own).map(([name, member]) => [name, visit(member, change, false)] as const);
  return members.every(([name, member]) => member === own[name]) ? own : Object.fromEntries(members);
}

/** Whether a member of a body is that ID. */
export function isSameId(value: JsonValue | undefined, id: string): boolean {
  return typeof value === "string" && sameArmId(value, id);
}

function isResource(item: JsonValue, id: string): boolean {
  return isObject(item) && typeof item["id"] === "string" && scopeCovers(id, item["id"]);
}
