import type { ActionKind, Role } from "./role.ts";

/**
 * True where an action pattern covers an action: `*` stands for any text, slashes included; case is ignored. The action
 * may itself be a pattern ("anything below queues"), which is covered only by a pattern that covers all of it.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format
 */
export function actionMatches(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const text = action.toLowerCase();
  const first = parts[0]!;
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1)!;
  return text.length - at >= last.length && text.endsWith(last);
}

/** True where the role's actions cover the action and its exceptions do not. */
export function roleGrants(role: Role, action: string, kind: ActionKind): boolean {
  const [allowed, excepted] =
    kind === "data" ? [role.dataActions, role.notDataActions] : [role.actions, role.notActions];
  return (
    allowed.some((pattern) => actionMatches(pattern, action)) &&
    !excepted.some((pattern) => actionMatches(pattern, action))
  );
}
