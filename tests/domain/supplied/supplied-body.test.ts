import { describe, expect, test } from "vitest";
import { suppliedBody } from "../../../domain/supplied/supplied-body.ts";

const vault =
  "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-a";
const asked = {
  arm: { requestKey: `arm ${vault.toLowerCase()}`, request: `GET ${vault}?api-version=2024-11-01` },
  list: {
    requestKey: `arm ${vault.toLowerCase()}/providers/microsoft.authorization/roleassignments`,
    request: `GET ${vault}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
  },
  rows: {
    requestKey: "resource_graph  resources",
    request: "POST /providers/Microsoft.ResourceGraph/resources",
    query: "resources",
  },
  logs: { requestKey: "logs /w a/b AppTraces", request: "POST /v1/w/query", query: "AppTraces | take 5" },
  metrics: { requestKey: "metrics /w m", request: "GET /w/providers/Microsoft.Insights/metrics" },
  found: { requestKey: "outside az graph query --graph-query x", request: "az graph query --graph-query x" },
  outside: { requestKey: "outside kubectl get pod a -o json", request: "kubectl get pod a -o json" },
};

const users = {
  database: "orders",
  users: [{ name: "app [x]", sid: `0x${"AB".repeat(16)}` }, ...Array(60).fill({ name: "단가 조회" })],
};
/** As `sqlcmd` splits it: every so many characters, wherever that is. */
const split = (lines: number, end = "\n") =>
  JSON.stringify(users)
    .match(new RegExp(`.{1,${lines}}`, "gsu"))!
    .join(end);

describe("what is pasted", () => {
  test.each([
    [
      "a resource",
      asked.arm,
      JSON.stringify({ id: vault.toUpperCase(), name: "kv-a" }),
      { id: vault.toUpperCase(), name: "kv-a" },
    ],
    [
      "with the prompt and the command before it",
      asked.arm,
      `$ az rest --url x\n{\n "id": "${vault}"\n}\n$ `,
      { id: vault },
    ],
    ["in a code block", asked.arm, `here:\n\`\`\`json\n{ "id": "${vault}" }\n\`\`\`\n`, { id: vault }],
    ["a list", asked.list, JSON.stringify({ value: [] }), { value: [] }],
    [
      "the rows of a query",
      asked.rows,
      JSON.stringify({ count: 1, data: [{ id: vault }], skip_token: null, total_records: 1 }),
      { totalRecords: 1, count: 1, data: [{ id: vault }] },
    ],
    [
      "the rows of a log",
      asked.logs,
      JSON.stringify([{ TableName: "PrimaryResult", Message: "m" }]),
      { table: "AppTraces", rows: [{ Message: "m" }] },
    ],
    [
      "the tables of a log",
      asked.logs,
      JSON.stringify({ tables: [{ columns: [{ name: "Message" }], rows: [["m"]] }] }),
      { table: "AppTraces", rows: [{ Message: "m" }] },
    ],
    [
      "metrics",
      asked.metrics,
      JSON.stringify({ value: [{ name: { value: "Cpu" }, timeseries: [{ data: [{ average: 1 }] }] }] }),
      { Cpu: [{ average: 1 }] },
    ],
    [
      "the rows of a query that finds a resource",
      asked.found,
      JSON.stringify([{ id: vault }]),
      { totalRecords: 1, count: 1, data: [{ id: vault }] },
    ],
    ["an object of a cluster", asked.outside, '{"kind":"Pod"}', { kind: "Pod" }],
    [
      "what sqlcmd prints in lines of 2,033 characters, below a heading",
      asked.outside,
      `1> JSON_F52E2B61-18A1-11d1-B105-00805F49916B\r\n${"-".repeat(256)}\r\n${split(2_033, "\r\n")}\r\n\r\n(1 rows affected)\r\n`,
      users,
    ],
    ["what a terminal breaks at its width", asked.outside, `PS C:\\> sqlcmd -Q x\n${split(80)}\n`, users],
    ["the lines of sqlcmd in a code block", asked.outside, `\`\`\`text\n${split(500)}\n\`\`\``, users],
    [
      "what kubectl prints with Windows line ends and a byte order mark",
      asked.outside,
      '\ufeff{\r\n    "kind": "Pod"\r\n}\r\n',
      { kind: "Pod" },
    ],
  ])("%s is taken in the form of the answer that it stands for", (_, question, text, body) => {
    expect(suppliedBody(question, text)).toEqual({ ok: true, body, complete: true });
  });

  test.each([
    ["no JSON", asked.arm, "it is open, trust me", /not JSON/u],
    [
      "a table",
      asked.outside,
      "name      sid\n--------- ----------\norders-api 0xAB\n(1 rows affected)",
      /not JSON/u,
    ],
    ["nothing", asked.outside, "\n(0 rows affected)\n", /not JSON/u],
    ["an error of kubectl", asked.outside, 'Error from server (NotFound): pods "a" not found', /not JSON/u],
    ["what a column of 256 characters cuts off", asked.outside, split(2_033).slice(0, 256), /not whole/u],
    ["a list without its end", asked.outside, '[\n {\n  "kind": "Pod"', /not whole/u],
    [
      "another resource",
      asked.arm,
      JSON.stringify({ id: `${vault}2` }),
      /it is of .*kv-a2, and .*kv-a was asked for/u,
    ],
    ["a part of the output", asked.arm, JSON.stringify({ properties: {} }), /no `id`/u],
    ["a refusal", asked.arm, JSON.stringify({ error: { code: "AuthorizationFailed" } }), /this is an error/u],
    [
      "a list of another subscription",
      asked.list,
      JSON.stringify({ value: [{ id: vault.replaceAll("1", "9") }] }),
      /another subscription/u,
    ],
    ["no rows", asked.rows, JSON.stringify({ value: [] }), /no list `data`/u],
    [
      "no rows of a query that finds a resource",
      asked.found,
      JSON.stringify({ id: vault }),
      /no list `data`/u,
    ],
    ["no rows of a log", asked.logs, JSON.stringify({ id: 1 }), /no rows/u],
    ["no metrics", asked.metrics, JSON.stringify([1]), /no list `value`/u],
  ])("%s is refused, with what to send", (_, question, text, why) => {
    const answer = suppliedBody(question, text);
    expect(answer.ok ? "" : answer.problem).toMatch(why);
  });

  test.each([
    ["a list with a next page", asked.list, { value: [], nextLink: "https://x" }],
    ["rows that are not all", asked.rows, { data: [], skip_token: "t" }],
    ["fewer rows than there are", asked.rows, { data: [], total_records: 5 }],
  ])("%s proves no absence", (_, question, pasted) => {
    expect(suppliedBody(question, JSON.stringify(pasted))).toMatchObject({ ok: true, complete: false });
  });
});
