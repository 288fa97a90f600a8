/**
 * A request's path without the values in it, so that a handful of templates name all requests.
 *
 * ARM: what follows a provider's namespace is type and name in turn. Microsoft Graph: a collection and a key in turn, and
 * every key is taken out, whatever it looks like.
 */
export function azurePathTemplate(plane: "arm" | "graph" | "logs", path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  return `/${(plane === "graph" ? graphTemplate(segments) : armTemplate(segments)).join("/")}`;
}

const named: Readonly<Record<string, string>> = {
  subscriptions: "{subscriptionId}",
  resourcegroups: "{resourceGroupName}",
  workspaces: "{workspaceId}",
};

function armTemplate(segments: readonly string[]): string[] {
  const template: string[] = [];
  let isName = false;
  for (let at = 0; at < segments.length; at += 1) {
    const segment = segments[at] ?? "";
    if (segment.toLowerCase() === "providers") {
      const namespace = segments[at + 1];
      template.push("providers", ...(namespace === undefined ? [] : [word(namespace)]));
      at += 1;
      isName = false;
    } else if (isName) {
      template.push(named[segments[at - 1]?.toLowerCase() ?? ""] ?? "{name}");
      isName = false;
    } else {
      template.push(word(segment));
      // The version of the log query service has no name after it.
      isName = !/^v\d+$/u.test(segment);
    }
  }
  return template;
}

/** What stands alone, with no key after it. `policies` does only at the beginning. */
const singletons = new Set([
  "me",
  "auditLogs",
  "identity",
  "conditionalAccess",
  "roleManagement",
  "directory",
]);

function graphTemplate([version = "", ...segments]: readonly string[]): string[] {
  let isKey = false;
  return [
    word(version),
    ...segments.map((segment, at) => {
      const [collection = ""] = segment.split("(");
      const isInline = collection !== segment;
      const part = isKey ? "{id}" : isInline ? `${graphWord(collection)}({key})` : graphWord(segment);
      const isSingleton = singletons.has(segment) || (segment === "policies" && at === 0);
      isKey = !isKey && !isInline && !isSingleton;
      return part;
    }),
  ];
}

/** What is no plain word is a value. */
function word(segment: string): string {
  return /^[A-Za-z][\w.$-]{0,80}$/u.test(segment) ? segment : "{value}";
}

/** IDs have digits or hyphens, names of people an at sign. */
function graphWord(segment: string): string {
  return /^[A-Za-z.]{1,60}$/u.test(segment) ? segment : "{value}";
}
