import { expect, test } from "vitest";
import { createTrace, withTrace } from "../../../../services/platform/trace.ts";
import { azurePathTemplate } from "../../../../services/platform/tracing/azure-path-template.ts";
import { traceAzureRequests } from "../../../../services/platform/tracing/azure-requests.ts";
import { createTracing, type FinishedSpan } from "../../../../services/platform/tracing.ts";

type Plane = "arm" | "graph" | "logs";

async function traced(plane: Plane, url: string, status = 200) {
  const spans: FinishedSpan[] = [];
  const trace = createTracing({ send: (span) => spans.push(span), close: async () => {} });
  const parent = { ...createTrace(), traceId: "0af7651916cd43dd8448eb211c80319c" };
  let sent: Readonly<Record<string, string>> = {};
  await withTrace(parent, () =>
    traceAzureRequests(trace)({ plane, method: "GET", url: new URL(url) }, async (headers) => {
      sent = headers;
      return { status, headers: new Headers({ "x-ms-request-id": "11111111-aaaa-4aaa-8aaa-111111111111" }) };
    }),
  );
  return { span: spans[0], sent, parent };
}

const site =
  "/subscriptions/3f6b5f7a-0000-4000-8000-000000000001/resourceGroups/rg-shop/providers/Microsoft.Web/sites/shop";

test("a request to ARM carries the trace, and the trace's ID as ARM's correlation ID", async () => {
  const { sent, span, parent } = await traced(
    "arm",
    `https://management.azure.com${site}?api-version=2024-04-01`,
  );
  expect(sent).toEqual({
    traceparent: `00-0af7651916cd43dd8448eb211c80319c-${span?.trace.spanId}-01`,
    "x-ms-correlation-request-id": "0af76519-16cd-43dd-8448-eb211c80319c",
  });
  expect(span).toMatchObject({
    name: "GET /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}",
    kind: "client",
    parentSpanId: parent.spanId,
  });
  expect(span?.attributes).toEqual({
    "http.request.method": "GET",
    "server.address": "management.azure.com",
    "server.port": 443,
    "url.template":
      "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}",
    "url.full": `https://management.azure.com${site}?api-version=REDACTED`,
    "azure.resource_provider.namespace": "Microsoft.Web",
    "http.response.status_code": 200,
    "azure.service.request.id": "11111111-aaaa-4aaa-8aaa-111111111111",
  });
});

test.each([
  ["graph", "client-request-id"],
  ["logs", "x-ms-client-request-id"],
] as const)("a request to %s has the trace's ID as %s", async (plane, header) => {
  const { sent } = await traced(plane, "https://example.com/v1.0/me");
  expect(Object.keys(sent)).toEqual(["traceparent", header]);
  expect(sent[header]).toBe("0af76519-16cd-43dd-8448-eb211c80319c");
});

test("no person, filter or key of Microsoft Graph is in a span", async () => {
  const { span } = await traced(
    "graph",
    "https://graph.microsoft.com/v1.0/users/ada@contoso.com/memberOf?$filter=startswith(mail,'ada')&ada@x=1",
    403,
  );
  expect(span?.attributes["url.full"]).toBe(
    "https://graph.microsoft.com/v1.0/users/{id}/memberOf?$filter=REDACTED",
  );
  expect(JSON.stringify(span)).not.toContain("ada");
  expect(span?.errorType).toBe("403");
});

test.each<[Plane, string, string]>([
  ["arm", "/subscriptions", "/subscriptions"],
  ["arm", "/providers/Microsoft.ResourceGraph/resources", "/providers/Microsoft.ResourceGraph/resources"],
  [
    "arm",
    `${site}/providers/Microsoft.Insights/metrics`,
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}/providers/Microsoft.Insights/metrics",
  ],
  [
    "arm",
    "/subscriptions/s/providers/Microsoft.Compute/locations/westeurope/usages",
    "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{name}/usages",
  ],
  ["logs", "/v1/workspaces/0d1e/query", "/v1/workspaces/{workspaceId}/query"],
  ["graph", "/v1.0/servicePrincipals(appId='0d1e')/owners", "/v1.0/servicePrincipals({key})/owners"],
  ["graph", "/v1.0/me/memberOf", "/v1.0/me/memberOf"],
  ["graph", "/beta/auditLogs/signIns/abcdef", "/beta/auditLogs/signIns/{id}"],
  [
    "graph",
    "/v1.0/identity/conditionalAccess/policies/abcdef",
    "/v1.0/identity/conditionalAccess/policies/{id}",
  ],
  ["graph", "/v1.0/policies/authorizationPolicy", "/v1.0/policies/authorizationPolicy"],
  ["graph", "/v1.0/unknown/further/a1b2-c3", "/v1.0/unknown/{id}/{value}"],
])("%s %s is %s without its values", (plane, path, template) => {
  expect(azurePathTemplate(plane, path)).toBe(template);
});
