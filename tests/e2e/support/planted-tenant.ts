import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CanarySecrets } from "./canary-secrets.ts";

type Json = Record<string, unknown>;

/** Where something was planted. Beside the secrets stands this word, which no rule hides: it tells whether the place was read. */
export const beaconOf = (place: string) => `beacon-${place}`;

/** Copies a scenario into `directory`, with secrets planted in its Azure wherever people and services leave them. */
export function plantScenario(scenario: string, directory: string, secrets: CanarySecrets): void {
  const tenant = JSON.parse(readFileSync(join(scenario, "tenant.json"), "utf8")) as Json;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "tenant.json"), JSON.stringify(plantTenant(tenant, secrets)));
}

function plantTenant(tenant: Json, secrets: CanarySecrets): Json {
  return {
    ...tenant,
    resources: listOf(tenant["resources"]).map((resource) => plantResource(resource, secrets)),
    activityLog: listOf(tenant["activityLog"]).map((event) => plantEvent(event, secrets)),
    tables: mapValues(tenant["tables"], (tables) => mapValues(tables, (table) => plantRows(table, secrets))),
    responses: listOf(tenant["responses"]).map((response) => ({
      ...response,
      body: { ...(response["body"] as Json), ...secretsAt("responses", secrets) },
    })),
    graph: mapValues(tenant["graph"], (body) => ({ ...body, ...secretsAt("graph", secrets) })),
  };
}

/** Secrets by the name under which they stand, by the pairs in which services list them, and in free text. */
function secretsAt(place: string, secrets: CanarySecrets): Json {
  return {
    canary: beaconOf(place),
    adminPassword: secrets.password(),
    clientSecret: secrets.key(),
    primaryKey: secrets.key(),
    accessToken: secrets.token(),
    canarySettings: [
      { name: "DB_PASSWORD", value: secrets.password() },
      { name: "STORAGE_CONNECTION", value: secrets.line() },
    ],
    canaryKeys: [{ keyName: "key1", permissions: "FULL", value: secrets.key() }],
    note: secrets.line(),
  };
}

function plantResource(resource: Json, secrets: CanarySecrets): Json {
  const id = String(resource["id"]).toLowerCase();
  const properties = (resource["properties"] ?? {}) as Json;
  const tags = {
    ...(resource["tags"] as Json | undefined),
    canary: beaconOf("tags"),
    "db-password": secrets.password(),
    note: secrets.line(),
  };
  const planted = (more: Json) => ({ ...resource, tags, properties: { ...properties, ...more } });
  if (id.includes("/microsoft.authorization/roleassignments/"))
    return planted({ description: `${beaconOf("role-assignments")} ${secrets.line()}` });
  if (/\/microsoft\.web\/sites\/[^/]+$/.test(id)) return planted(plantSite(properties, secrets));
  if (/\/microsoft\.app\/containerapps\/[^/]+$/.test(id))
    return planted(plantContainerApp(properties, secrets));
  if (id.includes("/microsoft.resources/deployments/")) return planted(plantDeployment(secrets));
  return planted({ canaries: secretsAt("properties", secrets) });
}

function plantSite(properties: Json, secrets: CanarySecrets): Json {
  return {
    siteConfig: {
      ...(properties["siteConfig"] as Json | undefined),
      appSettings: [
        { name: "CANARY", value: beaconOf("app-settings") },
        { name: "AzureWebJobsStorage", value: secrets.line() },
        { name: "SESSION_SECRET", value: secrets.password() },
      ],
      connectionStrings: [{ name: "Default", type: "SQLAzure", connectionString: secrets.line() }],
    },
    publishingPassword: secrets.password(),
  };
}

function plantContainerApp(properties: Json, secrets: CanarySecrets): Json {
  const template = properties["template"] as Json | undefined;
  const env = [
    { name: "CANARY", value: beaconOf("container-env") },
    { name: "API_KEY", value: secrets.key() },
    { name: "DB_PASSWORD", value: secrets.password() },
    { name: "CONNECTION", value: secrets.line() },
  ];
  return {
    template: {
      ...template,
      containers: listOf(template?.["containers"]).map((container) => ({
        ...container,
        env: [...listOf(container["env"]), ...env],
      })),
    },
    configuration: {
      ...(properties["configuration"] as Json | undefined),
      secrets: [{ name: "db", value: secrets.password() }],
    },
  };
}

function plantDeployment(secrets: CanarySecrets): Json {
  return {
    parameters: {
      canary: { type: "String", value: beaconOf("deployments") },
      administratorLoginPassword: { type: "String", value: secrets.password() },
      anything: { type: "SecureString", value: secrets.password() },
    },
    outputs: { connection: { type: "String", value: secrets.line() } },
  };
}

function plantEvent(event: Json, secrets: CanarySecrets): Json {
  const properties = event["properties"] as Json | undefined;
  return {
    ...event,
    properties: {
      ...properties,
      ...secretsAt("activity-log", secrets),
      requestbody: JSON.stringify({ properties: { password: secrets.password(), key: secrets.key() } }),
      responseBody: secrets.line(),
    },
  };
}

/** Only where a cell is a sentence: other cells are what queries filter by. */
function plantRows(table: Json, secrets: CanarySecrets): Json {
  const plant = (cell: unknown) =>
    typeof cell === "string" && /\S \S+ \S/.test(cell)
      ? `${cell} ${beaconOf("log-rows")} ${secrets.line()}`
      : cell;
  return { ...table, rows: (table["rows"] as unknown[][]).map((row) => row.map(plant)) };
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function mapValues(value: unknown, change: (item: Json) => Json): Json {
  const entries = Object.entries((value ?? {}) as Record<string, Json>);
  return Object.fromEntries(entries.map(([name, item]) => [name, change(item)]));
}
