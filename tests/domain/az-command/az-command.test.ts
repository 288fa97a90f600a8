import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type AzLook, azCommand, type CommandEvidence } from "../../../domain/az-command/az-command.ts";

const subscription = "11111111-2222-4333-8444-555555555555";
const vault =
  "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-orders/providers/Microsoft.KeyVault/vaults/kv-orders";
const workspace =
  "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-orders/providers/Microsoft.OperationalInsights/workspaces/log-orders";
const span = "2026-10-14T08:00:00Z/2026-10-14T09:00:00Z";

function evidence(part: Partial<CommandEvidence>): CommandEvidence {
  const request = `GET ${vault}?api-version=2024-11-01`;
  return { source: "arm", request, requestKey: "", observedAt: "2026-10-14T09:00:00.000Z", ...part };
}

/** The words that bash makes of a command; `az` is replaced by a printer of its arguments. */
function wordsInBash(command: string): string[] {
  const script = `az() { printf '%s\\0' "$@"; }; ${command}`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("the command that shows the same without AZEBAL", () => {
  it("is an az rest GET for an ARM answer, with the api-version that was used", () => {
    expect(azCommand(evidence({}))).toBe(`az rest --method get --url '${vault}?api-version=2024-11-01'`);
  });

  it("keeps the filter of the Activity Log, quoted as one word", () => {
    const target =
      "/subscriptions/11111111-2222-4333-8444-555555555555/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=eventTimestamp%20ge%20%272026-10-14T00:00:00Z%27";
    const command = azCommand(evidence({ source: "activity_log", request: `GET ${target}` }));
    expect(wordsInBash(command!)).toEqual(["rest", "--method", "get", "--url", target]);
  });

  it("names the policy states' POST", () => {
    const target =
      "/subscriptions/x/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=1";
    const command = azCommand(evidence({ request: `POST ${target}` }));
    expect(command).toBe(`az rest --method post --url '${target}'`);
  });

  it("names the cloud's Microsoft Graph, and sends the header that counting needs", () => {
    const hosts = {
      graph: "https://graph.microsoft.us",
      logs: "https://l.example",
      logsAudience: "https://l.example",
    };
    const application = evidence({ source: "graph", request: "GET /v1.0/applications(appId='a-b')" });
    expect(azCommand(application, { hosts })).toBe(
      `az rest --method get --url "https://graph.microsoft.us/v1.0/applications(appId='a-b')"`,
    );
    expect(azCommand(evidence({ source: "graph", request: "GET /v1.0/users?$count=true" }))).toBe(
      "az rest --method get --url 'https://graph.microsoft.com/v1.0/users?$count=true' --headers ConsistencyLevel=eventual",
    );
  });

  it("queries Resource Graph over the subscriptions of the read's key", () => {
    const query = "resources\n| where name =~ 'kv-orders' and tags['it''s'] == \"$(id)\"";
    const ids = ["11111111-2222-4333-8444-555555555555", "21111111-2222-4333-8444-555555555555"];
    const command = azCommand(
      evidence({
        source: "resource_graph",
        request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
        query,
        requestKey: `resource_graph ${ids.join(",")} ${query}`,
      }),
    );
    expect(wordsInBash(command!)).toEqual(
      ["graph", "query", "--graph-query", query, "--first", "1000", "--subscriptions"].concat(ids),
    );
  });

  it("queries every visible subscription where the read named none", () => {
    const command = azCommand(
      evidence({
        source: "resource_graph",
        request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
        query: "resources",
        requestKey: "resource_graph  resources",
      }),
    );
    expect(command).toBe("az graph query --graph-query resources --first 1000");
  });

  it("looks up a workspace's customer ID, and gives the time span", () => {
    const query = "AzureDiagnostics | where CallerIPAddress == '40.74.28.9'";
    const command = azCommand(
      evidence({
        source: "logs",
        request: `POST /v1${workspace}/query`,
        query,
        requestKey: `logs ${workspace.toLowerCase()} ${span} ${query}`,
      }),
    );
    expect(command).toBe(
      `az monitor log-analytics query --subscription ${subscription} --workspace "$(az monitor log-analytics workspace show --ids ${workspace} --query customerId --output tsv)" --timespan ${span} --analytics-query "AzureDiagnostics | where CallerIPAddress == '40.74.28.9'"`,
    );
  });

  it("posts the query of another resource's logs to the log service", () => {
    const query = "requests | take 5";
    const command = azCommand(
      evidence({
        source: "logs",
        request: `POST /v1${vault}/query`,
        query,
        requestKey: `logs ${vault.toLowerCase()} ${span} ${query}`,
      }),
    );
    expect(wordsInBash(command!)).toEqual([
      "rest",
      "--method",
      "post",
      "--url",
      `https://api.loganalytics.azure.com/v1${vault}/query`,
      "--resource",
      "https://api.loganalytics.io",
      "--headers",
      "Content-Type=application/json",
      "--body",
      JSON.stringify({ query, timespan: span }),
    ]);
  });

  it("is absent for what no command can show", () => {
    expect(azCommand(evidence({ source: "request", request: "request.error" }))).toBeUndefined();
    expect(azCommand(evidence({ source: "user", request: "/answer" }))).toBeUndefined();
    expect(azCommand(evidence({ request: "GET https://elsewhere.example/x" }))).toBeUndefined();
    expect(
      azCommand(evidence({ source: "logs", request: `POST /v1${vault}/query`, query: "x" })),
    ).toBeUndefined();
  });

  it("is absent for a request that was stored with a secret hidden in it", () => {
    const request = "GET /v1.0/users?$search=[redacted 12 chars]";
    expect(azCommand(evidence({ source: "graph", request }))).toBeUndefined();
  });

  it("asks on any later day for the times that were asked for", () => {
    const query = "resources | where t > ago(1h) and u < now() and v == 'ago(1h)' // now()";
    const command = azCommand(
      evidence({
        source: "resource_graph",
        request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
        query,
        requestKey: `resource_graph  ${query}`,
      }),
    );
    expect(wordsInBash(command!)[3]).toBe(
      "resources | where t > (datetime(2026-10-14T09:00:00.000Z) - 1h) and u < datetime(2026-10-14T09:00:00.000Z) and v == 'ago(1h)' // now()",
    );
  });

  it.each([
    ["a file's name", "@/etc/passwd"],
    ["an option", "--output table"],
    ["an escape character", "resources // \u001b[2J"],
    ["a direction override", "resources // \u202e"],
    ["a line separator", "resources \u2028"],
  ])("is absent where the query could be taken for %s", (_, query) => {
    expect(
      azCommand(
        evidence({
          source: "resource_graph",
          request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
          query,
          requestKey: `resource_graph  ${query}`,
        }),
      ),
    ).toBeUndefined();
  });
});

describe("the command that shows what is looked for in an answer", () => {
  it("has az pick it and print it bare", () => {
    const look = { query: "properties.ipRules[?name=='a'] | [0].value" };
    expect(azCommand(evidence({}), { look })).toBe(
      `az rest --method get --url '${vault}?api-version=2024-11-01' --query "properties.ipRules[?name=='a'] | [0].value" --output tsv`,
    );
  });

  it("finds a word of an error answer where az prints it", () => {
    expect(azCommand(evidence({}), { look: { errorText: "ResourceNotFound" } })).toBe(
      `az rest --method get --url '${vault}?api-version=2024-11-01' 2>&1 | grep -Fow -e ResourceNotFound | head -n 1`,
    );
  });

  it.each([
    ["a control character", "a.\u0007"],
    ["a direction override", "a[?b=='\u202e']"],
    ["what is hidden", "a[?b=='[redacted 12 chars]']"],
  ])("is absent where it would have to name %s", (_, query) => {
    expect(azCommand(evidence({}), { look: { query } })).toBeUndefined();
  });
});

describe("the command for an answer of several pages", () => {
  /** Runs a command in bash against an `az` that knows two pages, three entries and one of them called b. */
  function shownInBash(command: string): string {
    const az = `az() {
      case "$*" in
        *nextLink*) case "$*" in *'/next?'*) ;; *) echo 'https://management.azure.com/next?a=1' ;; esac ;;
        *"' of '"*) case "$*" in *'/next?'*) echo '0 of 1' ;; *) echo '0 of 2' ;; esac ;;
        *length*) case "$*" in *'/next?'*) echo 1 ;; *) echo 2 ;; esac ;;
        *) case "$*" in *'/next?'*) echo found ;; esac ;;
      esac
    }`;
    return execFileSync("bash", ["-c", `set -euo pipefail; ${az}; ${command}`], { encoding: "utf8" });
  }
  const paged = evidence({ pages: 2 });
  const shown = (look: AzLook) => shownInBash(azCommand(paged, { look })!);

  it("asks page after page, since az rest follows no link", () => {
    expect(azCommand(paged, { look: { query: "value[?name=='b'] | [0].x" } })).toBe(
      `(url='${vault}?api-version=2024-11-01'; while [ -n "$url" ]; do az rest --method get --url "$url" --query "value[?name=='b'] | [0].x" --output tsv; url=$(az rest --method get --url "$url" --query 'nextLink' --output tsv); done)`,
    );
    expect(shown({ query: "value[?name=='b'] | [0].x" })).toBe("found\n");
  });

  it("adds up what is counted on each", () => {
    expect(shown({ query: "length(value)", total: "sum" })).toBe("3\n");
    expect(shown({ query: "join(' of ', …)", total: "share" })).toBe("0 of 3\n");
  });

  it("is absent for a query, whose further pages have no address", () => {
    const rows = evidence({ source: "resource_graph", query: "resources", pages: 2 });
    expect(azCommand({ ...rows, request: "POST /x" }, { look: { query: "data" } })).toBeUndefined();
  });
});
