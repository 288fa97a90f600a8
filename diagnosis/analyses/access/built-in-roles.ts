import { storageAndVaultRoles } from "./data-roles.ts";
import { generalRoles } from "./general-roles.ts";
import type { Role } from "./role.ts";
import { serviceRoles } from "./service-roles.ts";

/**
 * The built-in roles that most assignments use, by GUID: their GUIDs are the same in every tenant. A definition that was
 * read replaces its entry here; a role that is in neither is not known.
 */
export const builtInRoles: ReadonlyMap<string, Role> = new Map(
  [...generalRoles, ...storageAndVaultRoles, ...serviceRoles].map((role) => [role.id, role]),
);
