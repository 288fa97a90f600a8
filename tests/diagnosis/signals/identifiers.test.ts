import { describe, expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";

const sub = "11111111-2222-4333-8444-555555555555";
const guid = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";

describe("client addresses", () => {
  test.each([
    ["Azure SQL", "Client with IP address '203.0.113.7' is not allowed to access the server."],
    ["ACR", "denied: client with IP '203.0.113.7' is not allowed access."],
    ["Key Vault", "Client address is not authorized.\r\nClient address: 203.0.113.7\r\nCaller: appid=x"],
    ["Cosmos DB", "Request originated from IP 203.0.113.7 through public internet."],
    ["PostgreSQL", 'no pg_hba.conf entry for host "203.0.113.7", user "app", database "d"'],
    [
      "a log that escapes its quotation marks",
      String.raw`err="pq: no pg_hba.conf entry for host \"203.0.113.7\", user \"app\""`,
    ],
    ["where people go out", "The office is closed; our egress is 203.0.113.7."],
    ["a step that prints where it goes out", "egress 203.0.113.7"],
    [
      "a log in JSON that holds lines",
      String.raw`{"level":"error","msg":"$ curl -s ifconfig.me\n203.0.113.7\ndial tcp: i/o timeout"}`,
    ],
    ["how people go out", "From the plant we go out by 203.0.113.7, like everybody"],
    ["JSON in a log", String.raw`{"body":"{\"clientIp\":\"203.0.113.7\"}"}`],
    ["MySQL", "Access denied for user 'app'@'203.0.113.7' (using password: YES)"],
    ["MySQL's host check", "Host '203.0.113.7' is not allowed to connect to this MySQL server"],
    ["a firewall hint", "To allow access, add a rule for your IP address 203.0.113.7"],
    ["an exit address", "collector (public IP of this worker: 203.0.113.7)"],
    ["the developer's words", "403 Ip Forbidden, our address 203.0.113.7"],
    ["a build agent's", "the agent's address is 203.0.113.7 today"],
    ["App Service's header", "response headers: {'x-ms-forbidden-ip': '203.0.113.7'}"],
    ["what is my address", "$ curl -s https://api.ipify.org\n203.0.113.7"],
  ])("%s", (_, error) => {
    expect(extractSignals({ error }).clientAddresses.map(({ address }) => address)).toEqual(["203.0.113.7"]);
  });

  test.each([
    [
      "the server's own address",
      'connection to server at "pg.postgres.database.azure.com" (20.240.9.9), port 5432 failed',
    ],
    ["a server's, in words", "the server address is 203.0.113.9, and the gateway address: 203.0.113.8"],
    ["a version", "client 1.2.3.4.5 of the library"],
    ["an impossible address", "Client with IP address '300.1.2.3' is not allowed"],
    ["an address in code", ""],
  ])("%s is none", (_, error) => {
    const source_code = {
      "a.sh": "az keyvault network-rule add --ip-address 203.0.113.9 # client ip 203.0.113.9",
    };
    expect(extractSignals({ error: error || "x", source_code }).clientAddresses).toEqual([]);
  });

  test.each([
    "새 사무실 공인 IP: 203.0.113.7",
    "우리 회사 IP는 203.0.113.7 입니다",
    "외부 아이피 203.0.113.7",
  ])("%s names the caller's address", (notes) => {
    const { clientAddresses } = extractSignals({ error: "x", context: { notes } });
    expect(clientAddresses).toEqual([{ address: "203.0.113.7", pointer: "/context/notes", line: 1 }]);
  });

  test("an address is cited on its own line", () => {
    const { clientAddresses } = extractSignals({ error: "Forbidden\nClient address: 203.0.113.7" });
    expect(clientAddresses).toEqual([{ address: "203.0.113.7", pointer: "/error", line: 2 }]);
  });
});

describe("GUIDs", () => {
  test.each([
    ["appid=", "client_id"],
    ["The client '", "client_id"],
    ["with object id '", "object_id"],
    ["oid=", "object_id"],
    ["principal [", "object_id"],
    ["개체 ID가 '", "object_id"],
    ["클라이언트 'a@b.c'(개체 ID: '", "object_id"],
    ["AZURE_CLIENT_ID=", "client_id"],
    ["https://sts.windows.net/", "tenant_id"],
    ["tid=", "tenant_id"],
    ["RequestId:", "request_id"],
    ["x-ms-request-id: ", "request_id"],
    ["Correlation ID: ", "correlation_id"],
    ["Trace ID: ", "request_id"],
    ["Application with identifier '", "client_id"],
    ["az login --service-principal -u ", "client_id"],
    ["az login --identity --username ", "client_id"],
    ["Connect-AzAccount -Identity -AccountId ", "client_id"],
    ["subscription ", "subscription_id"],
    ["services/", "unknown"],
  ])("%s makes one a %s", (label, role) => {
    expect(extractSignals({ error: `${label}${guid}'` }).guids).toEqual([
      { guid, role, pointer: "/error", line: 1 },
    ]);
  });

  test("a name and value pair over two lines gives the role too", () => {
    const { guids } = extractSignals({
      error: "x",
      source_code: { "a.json": `{\n "name": "Docs__clientId",\n "value": "${guid}"\n}` },
    });
    expect(guids).toEqual([{ guid, role: "client_id", pointer: "/source_code/a.json", line: 3 }]);
  });
});

describe("ARM", () => {
  test("IDs are taken whole, without the sentence around them, and give the subscription", () => {
    const id = `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.KeyVault/vaults/kv-a`;
    const { resourceIds, subscriptionIds } = extractSignals({
      error: `The scope '${id}' is locked: '/subscriptions/${sub}/resourceGroups/rg-a'.`,
    });
    expect(resourceIds.map(({ type, id: found }) => `${type} ${found}`)).toEqual([
      `microsoft.keyvault/vaults ${id}`,
      `microsoft.resources/resourcegroups /subscriptions/${sub}/resourceGroups/rg-a`,
    ]);
    expect(subscriptionIds).toEqual([sub]);
  });

  test("a subscription of a Service Bus topic is no ID, after a host a subscription of Azure is one", () => {
    const error = `entity orders/subscriptions/billing, https://management.azure.com/subscriptions/${sub}/resourceGroups/rg-a`;
    expect(extractSignals({ error }).resourceIds.map(({ id }) => id)).toEqual([
      `/subscriptions/${sub}/resourceGroups/rg-a`,
    ]);
  });

  test("an ID that is cut within the subscription's GUID is none, one that is cut behind it is what stands before the cut", () => {
    const error = `the scope '/subscriptions/${sub.slice(0, 23)}… and /subscriptions/${sub}/resourceGroups/rg-a/provi…`;
    expect(extractSignals({ error }).resourceIds.map(({ id }) => id)).toEqual([
      `/subscriptions/${sub}/resourceGroups/rg-a`,
    ]);
  });

  test("IDs that are masked or still have places to fill in are none", () => {
    const error =
      "/subscriptions/***/resourceGroups/rg/providers/Microsoft.Web/sites/a /subscriptions/${sub}/resourceGroups/x";
    expect(extractSignals({ error }).resourceIds).toEqual([]);
  });

  test.each([
    [
      "does not have authorization to perform action 'Microsoft.Web/sites/write' over scope '/subscriptions/x/resourceGroups/g' or",
      "Microsoft.Web/sites/write",
      "/subscriptions/x/resourceGroups/g",
    ],
    [
      "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\nResource: '/subscriptions/x/rg'",
      "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      "/subscriptions/x/rg",
    ],
    [
      "perform action [Microsoft.DocumentDB/databaseAccounts/readMetadata] on resource [/]",
      "Microsoft.DocumentDB/databaseAccounts/readMetadata",
      "/",
    ],
  ])("%s", (error, action, scope) => {
    expect(extractSignals({ error }).actions).toEqual([{ action, scope, pointer: "/error", line: 1 }]);
  });
});

test.each([
  ["2026-08-05T05:30:04.0180411Z", "2026-08-05T05:30:04.000Z"],
  ["2026-03-27 08:57:40", "2026-03-27T08:57:40.000Z"],
  ["2026-11-05 06:30:02,771 ERROR", "2026-11-05T06:30:02.000Z"],
  ["2026/03/12 02:00:20 Alias", "2026-03-12T02:00:20.000Z"],
  ["2026-06-24 13:12:08.441 +02:00", "2026-06-24T11:12:08.000Z"],
  ["Thu, 09 Jul 2026 10:11:03 GMT", "2026-07-09T10:11:03.000Z"],
  ["[10/29/2026 09:58:12 > app]", "2026-10-29T09:58:12.000Z"],
  ["2/17/2026 1:05:00 PM", "2026-02-17T13:05:00.000Z"],
])("the time %s is %s", (error, time) => {
  expect(extractSignals({ error }).times.map((signal) => signal.time)).toEqual([time]);
});

test("what Terraform has read or made comes after what failed", () => {
  const id = (name: string) =>
    `/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-a/providers/Microsoft.Web/sites/${name}`;
  const error = [
    `azurerm_linux_web_app.a: Refreshing state... [id=${id("web-a")}]`,
    `azurerm_linux_web_app.b: Creation complete after 3s [id=${id("web-b")}]`,
    `Error: ScopeLocked: The scope '${id("web-c")}' cannot perform write operation`,
  ].join("\n");
  expect(extractSignals({ error }).resourceIds.map(({ id: found }) => found)).toEqual(
    ["web-c", "web-a", "web-b"].map(id),
  );
});

test.each([
  ["is cut in the middle of a name is not taken for another's", "The scope '", "", []],
  ["ends the text is whole where no quotation mark was opened", "The scope ", "", ["rg-billing"]],
  ["is quoted is whole where the quotation mark is closed", "The scope '", "'", ["rg-billing"]],
])("an ID that %s", (_, lead, end, groups) => {
  const id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-billing";
  const { resourceIds } = extractSignals({ error: `ScopeLocked: ${lead}${id}${end}` });
  expect(resourceIds.flatMap(({ id: found }) => /resourceGroups\/(.*)$/.exec(found)?.[1] ?? [])).toEqual(
    groups,
  );
});

describe("IDs whose subscription a pipeline masks", () => {
  const error =
    "The scope '/subscriptions/***/resourceGroups/rg-a/providers/Microsoft.KeyVault/vaults/kv-a' cannot perform delete operation";

  test("are those of the subscription that was given", () => {
    const { resourceIds } = extractSignals({ error, context: { subscription_id: sub } });
    expect(resourceIds.map(({ id }) => id)).toEqual([
      `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.KeyVault/vaults/kv-a`,
    ]);
  });

  test("are none where no subscription was given", () => {
    expect(extractSignals({ error }).resourceIds).toEqual([]);
  });
});
