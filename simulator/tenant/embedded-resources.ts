import type { ArmResource } from "./tenant-schema.ts";

/**
 * The child resources that a body carries whole, as a virtual network carries its subnets and a network security group
 * its rules. ARM serves each of them under its own id too.
 */
export function embeddedResources(parent: ArmResource): ArmResource[] {
  const found: ArmResource[] = [];
  const prefix = `${parent.id.toLowerCase()}/`;
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== "object") return;
    if (Array.isArray(value)) return value.forEach(visit);
    const record = value as Record<string, unknown>;
    const id = record["id"];
    if (typeof id === "string" && "properties" in record && id.toLowerCase().startsWith(prefix))
      found.push({ ...record, id });
    Object.values(record).forEach(visit);
  };
  visit(parent["properties"]);
  return found;
}
