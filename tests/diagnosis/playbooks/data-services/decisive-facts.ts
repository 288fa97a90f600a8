import type { JsonObject, JsonValue } from "../../../../domain/json-value.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import { at, propertiesOf } from "../network/own-scenario.ts";
import { resourceOf, type Tenant } from "../support/tenant.ts";

/** A scenario and its decisive fact, turned round. */
export interface DecisiveFact {
  scenario: string;
  fact: string;
  change: (tenant: Tenant, request: StoredRequest) => void;
}

function set(idEnd: string, path: string, value: JsonValue) {
  return (tenant: Tenant) => {
    const keys = path.split(".");
    const last = keys.pop()!;
    at(propertiesOf(tenant, idEnd), ...keys)[last] = value;
  };
}

function renamed(idEnd: string, name: string) {
  return (tenant: Tenant) => {
    const resource = resourceOf(tenant, idEnd);
    resource.id = resource.id.replace(/[^/]+$/, name);
    resource["name"] = name;
  };
}

/** Every point of the metric shows this little. */
function quiet(metric: string, value: number) {
  return (tenant: Tenant) => {
    for (const { name, points } of tenant.metrics ?? [])
      if (name === metric)
        for (const point of points as JsonObject[])
          for (const key of Object.keys(point)) if (key !== "timeStamp") point[key] = value;
  };
}

function inTables(tenant: Tenant, from: string, to: string) {
  tenant.tables = JSON.parse(JSON.stringify(tenant.tables ?? {}).replaceAll(from, to)) as NonNullable<
    Tenant["tables"]
  >;
}

/** The role assignments of the namespace, with one text in them replaced. */
function inAssignments(tenant: Tenant, from: string, to: string) {
  tenant.resources = tenant.resources.map((resource) =>
    resource["type"] === "Microsoft.Authorization/roleAssignments"
      ? (JSON.parse(JSON.stringify(resource).replaceAll(from, to)) as typeof resource)
      : resource,
  );
}

function identityOf(tenant: Tenant, idEnd: string): JsonObject {
  return resourceOf(tenant, idEnd)["identity"] as JsonObject;
}

const sender = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39";
const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

export const decisiveFacts: readonly DecisiveFact[] = [
  {
    scenario: "stocktake-nightly-login",
    fact: "the database exists",
    change: renamed("/databases/stocktake-archive", "stocktake_prod"),
  },
  {
    scenario: "invoice-search-slow-timeouts",
    fact: "the compute is idle",
    change: (tenant) => {
      for (const metric of ["dtu_consumption_percent", "cpu_percent"]) quiet(metric, 12)(tenant);
    },
  },
  {
    scenario: "bi-refresh-cpu-saturated",
    fact: "the processors are idle",
    change: quiet("cpu_percent", 8),
  },
  {
    scenario: "kiosk-sync-login-failed",
    fact: "SQL logins are accepted",
    change: (tenant) => {
      set("/servers/prosewarekiosk-sql", "administrators.azureADOnlyAuthentication", false)(tenant);
      set("/azureADOnlyAuthentications/Default", "azureADOnlyAuthentication", false)(tenant);
    },
  },
  {
    scenario: "roster-api-token-principal",
    fact: "the user was made",
    change: (tenant) => inTables(tenant, "CREATE USER [roster-admin]", "CREATE USER [roster-api]"),
  },
  {
    scenario: "dacpac-publish-blocked",
    fact: "a rule covers the address",
    change: (tenant) => {
      set("/firewallRules/seoul-office", "startIpAddress", "198.51.100.0")(tenant);
      set("/firewallRules/seoul-office", "endIpAddress", "198.51.100.255")(tenant);
    },
  },
  {
    scenario: "flyway-migrate-denied",
    fact: "public access is on",
    change: set("/servers/sql-margie-core", "publicNetworkAccess", "Enabled"),
  },
  {
    scenario: "grants-release-47073",
    fact: "public access is on",
    change: set("/servers/sql-cpandl-grants", "publicNetworkAccess", "Enabled"),
  },
  {
    scenario: "badge-portal-first-visit",
    fact: "the database never pauses",
    change: set("/databases/badges", "autoPauseDelay", -1),
  },
  {
    scenario: "django-pg-hba-entry",
    fact: "a rule covers the address",
    change: set("/firewallRules/build", "endIpAddress", "198.51.100.255"),
  },
  {
    scenario: "pgx-dial-timeout-branch",
    fact: "a rule covers the address",
    change: (tenant) => {
      set("/firewallRules/hq", "startIpAddress", "198.51.100.1")(tenant);
      set("/firewallRules/hq", "endIpAddress", "198.51.100.254")(tenant);
    },
  },
  {
    scenario: "laptop-npgsql-host-unknown",
    fact: "public access is on",
    change: set("/flexibleServers/pg-vanilla-loans", "network.publicNetworkAccess", "Enabled"),
  },
  {
    scenario: "rails-mysql-cannot-connect",
    fact: "a rule covers the address",
    change: (tenant) => {
      set("/firewallRules/melbourne", "startIpAddress", "198.51.100.32")(tenant);
      set("/firewallRules/melbourne", "endIpAddress", "198.51.100.47")(tenant);
    },
  },
  {
    scenario: "checkout-too-many-connections",
    fact: "half of the connections are free",
    change: quiet("active_connections", 80),
  },
  {
    scenario: "label-printer-send-unauthorized",
    fact: "the identity may send",
    change: (tenant) => {
      const { principalId } = identityOf(tenant, "/sites/alpine-label-api");
      const own = tenant.resources.find(
        (each) => (each["properties"] as JsonObject | undefined)?.["principalId"] === principalId,
      )!;
      const properties = own["properties"] as JsonObject;
      properties["roleDefinitionId"] = String(properties["roleDefinitionId"] as string).replace(
        contributor,
        sender,
      );
    },
  },
  {
    scenario: "dispatch-worker-listen-denied",
    fact: "the role belongs to the identity that connects",
    change: (tenant) => {
      const identity = identityOf(tenant, "/containerApps/ca-dispatch");
      const [chosen] = Object.values(identity["userAssignedIdentities"] as Record<string, JsonObject>);
      inAssignments(tenant, identity["principalId"] as string, chosen!["principalId"] as string);
    },
  },
  {
    scenario: "pricing-topic-send-refused",
    fact: "the role is on the topic",
    change: (tenant) => inAssignments(tenant, "/queues/price-requests", "/topics/price-events"),
  },
  {
    scenario: "jms-listener-missing-claim",
    fact: "the policy may listen",
    change: set("/authorizationRules/intake-sender", "rights", ["Listen", "Send"]),
  },
  {
    scenario: "telemetry-topic-full",
    fact: "the topic is nearly empty",
    change: set("/topics/device-events", "sizeInBytes", 2048),
  },
  {
    scenario: "clickstream-hub-ip-prevented",
    fact: "every network may come in",
    change: set("/networkRuleSets/default", "defaultAction", "Allow"),
  },
  {
    scenario: "gps-ingest-server-busy",
    fact: "nothing was throttled",
    change: quiet("ThrottledRequests", 0),
  },
  {
    scenario: "python-hub-name-typo",
    fact: "the hub exists",
    change: renamed("/eventhubs/vessel-alarms", "vessel-position"),
  },
  {
    scenario: "cosmos-owner-resource-missing",
    fact: "the container exists",
    change: renamed("/containers/tickets", "ticket"),
  },
  {
    scenario: "tracker-eventhub-entitypath",
    fact: "the connection string names the hub",
    change: (_, request) => {
      const files = request.source_code as Record<string, string>;
      files[".env.example"] = `${files[".env.example"]!.trim()};EntityPath=positions\n`;
    },
  },
  {
    scenario: "func-logs-silent-evening",
    fact: "the workspace has no cap",
    change: (tenant) => {
      set("/workspaces/log-graz", "workspaceCapping.dailyQuotaGb", -1)(tenant);
      set("/workspaces/log-graz", "workspaceCapping.dataIngestionStatus", "RespectQuota")(tenant);
    },
  },
  {
    scenario: "container-logs-gap-yesterday",
    fact: "the workspace did not stop",
    change: (tenant) => {
      tenant.tables = {};
    },
  },
  {
    scenario: "cart-429-dotnet",
    fact: "request units are left",
    change: quiet("NormalizedRUConsumption", 9),
  },
  {
    scenario: "upload-sas-flaky-start",
    fact: "the SAS had begun",
    change: (_, request) => {
      request.error = request.error
        .replaceAll("08:12:31", "07:57:31")
        .replaceAll("08%3A12%3A31Z&se", "07%3A57%3A31Z&se");
    },
  },
];
