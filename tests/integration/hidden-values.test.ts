import { afterAll, beforeAll, expect, test } from "vitest";
import { openDocument } from "../../diagnosis/evaluation/place.ts";
import { proveCitation } from "../../diagnosis/report/proof/prove-citation.ts";
import { redactJson } from "../../domain/redaction/redact-json.ts";
import { evidenceOf } from "../diagnosis/evidence-of.ts";
import { type Azure, openAzure } from "../simulator/support/open-azure.ts";
import { type AzServer, runBash, startAzServer } from "../support/az/az-in-bash.ts";

/** What AZEBAL stores without its secrets, against the Azure that still has them. */

const subscription = "11111111-2222-4333-8444-555555555555";
const id = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.App/containerApps/ca-orders`;
const secrets = {
  password: "hunter2 한글 🔑",
  key: "q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80=",
};
const env = [
  { name: "DB_PASSWORD", value: secrets.password },
  {
    name: "BUS",
    value: `Endpoint=sb://sb-orders.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${secrets.key}`,
  },
  { name: "REGION", value: "koreacentral" },
];
const resource = {
  id,
  name: "ca-orders",
  type: "Microsoft.App/containerApps",
  location: "koreacentral",
  properties: { template: { containers: [{ name: "web", env }] } },
};
const list = "properties.template.containers[?name=='web'] | [0].env";

let azure: Azure;
let az: AzServer;

beforeAll(async () => {
  azure = await openAzure({
    tenantId: "22222222-0000-4000-8000-000000000000",
    now: "2026-10-14T09:00:00Z",
    users: [{ upn: "a@contoso.example", objectId: "33333333-0000-4000-8000-000000000000", displayName: "A" }],
    subscriptions: [
      {
        id: `/subscriptions/${subscription}`,
        subscriptionId: subscription,
        displayName: "S",
        state: "Enabled",
      },
    ],
    resources: [
      { id: id.split("/providers")[0], name: "rg", type: "Microsoft.Resources/resourceGroups" },
      resource,
    ],
  });
  const { url, principal } = azure.simulator;
  az = await startAzServer(() => ({ url, tenantId: principal.tenantId }));
});

afterAll(async () => {
  await az.close();
  await azure.close();
});

const stored = evidenceOf("e5", redactJson(resource), { request: `GET ${id}?api-version=2025-07-01` });
const document = openDocument(stored);
const value = (index: number) => (redactJson(env) as typeof env)[index]?.value ?? "";
const at = (index: number) => `/properties/template/containers/0/env/${index}/value`;

test.each([
  [
    "a password",
    { pointer: at(0), op: "equals", operand: value(0), value: value(0) } as const,
    `length(to_string(${list}[?name=='DB_PASSWORD'] | [0].value))`,
    "12",
    true,
  ],
  [
    "a connection string",
    { pointer: at(1), op: "equals", operand: value(1), value: value(1) } as const,
    `length(${list}[?name=='BUS'] | [0].value)`,
    String(env[1]?.value.length),
    true,
  ],
  [
    "a part beside a secret",
    {
      pointer: at(1),
      op: "contains",
      operand: "sb-orders",
      value: "Endpoint=sb://sb-orders.servicebus.windows.net/",
    } as const,
    `contains(${list}[?name=='BUS'] | [0].value, 'Endpoint=sb://sb-orders.servicebus.windows.net/')`,
    "true",
    false,
  ],
  [
    "a list of settings",
    {
      pointer: at(0).replace("/0/value", ""),
      op: "none_match",
      operand: "value == 'x'",
      value: "3 entries",
    } as const,
    `length(${list})`,
    "3",
    false,
  ],
  [
    "a value without a secret",
    { pointer: at(2), op: "equals", operand: "koreacentral", value: "koreacentral" } as const,
    `${list}[?name=='REGION'] | [0].value`,
    "koreacentral",
    false,
  ],
])(
  "%s is compared with Azure by what can be, and never printed",
  async (_, citation, query, shows, isRedacted) => {
    expect(stored.body).not.toMatch(/hunter2|q83vEjR/);
    const proof = proveCitation({ evidenceId: "e5", ...citation }, document);
    expect(proof).toEqual({ command: expect.stringContaining(` --query "${query}" `), shows, isRedacted });
    const end = await runBash(`${az.prelude}\n${proof?.command}`);
    expect(end).toEqual({ status: 0, stdout: `${shows}\n`, stderr: "" });
  },
);
