import type { JsonObject, JsonValue } from "../../domain/json-value.ts";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

/** Plants a text where somebody else may have written it. @returns false where the scenario has no such place. */
export type Plant = (scenario: Scenario, text: string) => boolean;

type Json = Record<string, JsonValue>;

/** Around what is planted, so that it is told apart from what stands beside it; the product knows nothing of it. */
export const edges = ["⟦", "⟧"] as const;
const edged = (text: string) => `${edges[0]}${text}${edges[1]}`;

/** Where a text of the developer's own request may come from somebody else. */
const inRequest: Readonly<Record<string, Plant>> = {
  error({ request }, text) {
    request.error = `${request.error}\n${edged(text)}`;
    return true;
  },
  code({ request }, text) {
    return appendToFirstFile(request, (path) =>
      /\.(?:json|ya?ml)$/u.test(path) ? undefined : `\nNOTE = ${JSON.stringify(edged(text))}\n`,
    );
  },
  comment({ request }, text) {
    return appendToFirstFile(request, (path) =>
      path.endsWith(".json") ? undefined : `\n# ${edged(text)}\n// ${edged(text)}\n`,
    );
  },
  notes({ request }, text) {
    const { notes = "" } = request.context ?? {};
    request.context = { ...request.context, notes: `${notes}\n${edged(text)}`.slice(0, 4_000) };
    return true;
  },
  "file path"({ request }, text) {
    const file = { path: `docs/${edged(text).slice(0, 900)}.md`, content: "Nothing to see.\n" };
    request.source_code = [...(request.source_code ?? []), file];
    return true;
  },
};

/** Where a text stands in Azure. */
const inAzure: Readonly<Record<string, Plant>> = {
  tag({ tenant }, text) {
    tenant.resources = tenant.resources.map((resource) =>
      "location" in resource
        ? { ...resource, tags: { ...(resource["tags"] as JsonObject | undefined), note: edged(text) } }
        : resource,
    );
    return true;
  },
  "resource name"({ tenant }, text) {
    const beside = tenant.resources.find(({ id }) =>
      /\/resourceGroups\/[^/]+\/providers\//iu.test(String(id)),
    );
    if (beside === undefined) return false;
    const [group] = String(beside["id"]).split("/providers/");
    // What Azure takes in the name of an Application Insights component: no %&\?/ and no control characters.
    const name = edged(text)
      .replaceAll(/[%&\\?/\p{Cc}\p{Cf}]/gu, "_")
      .slice(0, 255);
    tenant.resources.push({
      id: `${group}/providers/Microsoft.Insights/actionGroups/${name}`,
      name,
      type: "Microsoft.Insights/actionGroups",
      location: "global",
      properties: { enabled: true },
    } as never);
    return true;
  },
  setting({ tenant }, text) {
    let isPlanted = false;
    const visit = (value: JsonValue | undefined): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, member] of Object.entries(value)) {
        if (
          /^(?:appSettings|env|environmentVariables)$/u.test(name) &&
          (member === null || Array.isArray(member))
        ) {
          (value as Json)[name] = [...(member ?? []), { name: "OPS_NOTE", value: edged(text) }];
          isPlanted = true;
        } else visit(member as JsonValue);
      }
    };
    for (const resource of tenant.resources) visit(resource as JsonValue);
    return isPlanted;
  },
  "log row"({ tenant }, text) {
    let isPlanted = false;
    for (const tables of Object.values((tenant as unknown as { tables?: Json }).tables ?? {}))
      for (const { columns, rows } of Object.values(tables as never) as Table[])
        for (const row of rows) {
          const index = columns.findIndex(({ name }) =>
            /message|description|log_s$|log$|useragent/iu.test(name),
          );
          if (index < 0 || typeof row[index] !== "string") continue;
          row[index] = `${row[index]} ${edged(text)}`.trim();
          isPlanted = true;
        }
    return isPlanted;
  },
  "policy text"({ tenant }, text) {
    const policies = tenant.resources.filter(
      ({ type }) => typeof type === "string" && /policy(?:Assignments|Definitions)$/iu.test(type),
    );
    for (const policy of policies) {
      const properties = policy["properties"] as Json;
      properties["description"] = edged(text);
      properties["displayName"] = `${properties["displayName"] as string} ${edged(text)}`;
    }
    return policies.length > 0;
  },
  "activity-log message"({ tenant }, text) {
    const events = tenant.activityLog ?? [];
    for (const event of events) {
      const properties = event["properties"];
      event["description"] = edged(text);
      event["properties"] = { ...(properties as JsonObject | undefined), comment: edged(text) };
    }
    return events.length > 0;
  },
};

type Table = { columns: { name: string }[]; rows: JsonValue[][] };

export const positions: Readonly<Record<string, Plant>> = { ...inRequest, ...inAzure };

/** True for a place in what the developer sent: its words are looked up as any others of the request. */
export function isInRequest(position: string): boolean {
  return Object.hasOwn(inRequest, position);
}

function appendToFirstFile(
  request: Scenario["request"],
  addition: (path: string) => string | undefined,
): boolean {
  const files = request.source_code ?? [];
  const index = files.findIndex(({ path }) => addition(path) !== undefined);
  if (index < 0) return false;
  request.source_code = files.map((file, at) =>
    at === index ? { ...file, content: `${file.content}${addition(file.path)!}` } : file,
  );
  return true;
}
