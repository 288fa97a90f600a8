import type { PlaybookEffect } from "../playbook.ts";

/**
 * The role assignment that `az role assignment create` makes. Its name is the principal's ID here, which is a GUID as the
 * real name is, and the same whenever the effect is worked out.
 *
 * @param scope  the bound name of the scope's ID, such as `target.id`.
 * @param role  the role definition's GUID, or the bound name of one.
 * @param principal  the bound name of the object ID that gets the role.
 */
export function roleEffect(scope: string, role: string, principal = "principal"): PlaybookEffect {
  const guid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(role) ? `'${role}'` : role;
  const definition = `join('', ['/providers/Microsoft.Authorization/roleDefinitions/', ${guid}])`;
  return {
    kind: "create",
    id: `{{${scope}}}/providers/Microsoft.Authorization/roleAssignments/{{${principal}}}`,
    body: `{properties: {roleDefinitionId: ${definition}, principalId: ${principal}, principalType: 'ServicePrincipal', scope: ${scope}}}`,
  };
}
