/** What a role grants, as its definition states it. Patterns may hold `*`. */
export interface Role {
  /** The name of the role definition: a GUID, lower case. */
  id: string;
  name: string;
  actions: readonly string[];
  notActions: readonly string[];
  dataActions: readonly string[];
  notDataActions: readonly string[];
}

/** `control`: calls to ARM (`actions`); `data`: calls to the service itself (`dataActions`). */
export type ActionKind = "control" | "data";

export function role(
  id: string,
  name: string,
  actions: string,
  dataActions = "",
  notActions = "",
  notDataActions = "",
): Role {
  const list = (text: string) => text.split(/\s+/).filter((part) => part !== "");
  return {
    id,
    name,
    actions: list(actions),
    notActions: list(notActions),
    dataActions: list(dataActions),
    notDataActions: list(notDataActions),
  };
}
