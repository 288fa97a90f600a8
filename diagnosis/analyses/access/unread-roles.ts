import { type AnalysisFunction, known, unknown } from "../../evaluation/evaluated.ts";
import { assignedRoles, roleGuid } from "./access.ts";
import { builtInRoles } from "./built-in-roles.ts";

/**
 * `unread_roles(list)`: the IDs of the role definitions of the assignments in a list that the table of built-in roles
 * does not hold; what has to be read before `access` can decide.
 */
export const unreadRoles: AnalysisFunction = ([assignments]) => {
  if (assignments?.kind !== "known")
    return (
      assignments ?? unknown({ kind: "undecided", what: { en: "the role assignments", ko: "역할 할당" } })
    );
  return known(assignedRoles(assignments).filter((id) => !builtInRoles.has(roleGuid(id))));
};
