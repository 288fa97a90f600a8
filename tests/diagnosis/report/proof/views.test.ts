import { describe, expect, test } from "vitest";
import {
  equals,
  logs,
  metrics,
  noneMatch,
  proofOf,
  queryIn,
  rows,
  shown,
  subscription,
  vault,
  workspaceLogs,
} from "./proof-of.ts";

/** Answers that az shows otherwise than the service sends them, or that are stored otherwise than they came. */

describe("Resource Graph", () => {
  const row = { id: vault, name: "kv-orders", type: "microsoft.keyvault/vaults" };

  test("is asked for a resource's row alone, in its own subscription", () => {
    const proof = proofOf(rows([{ id: "/x", name: "x" }, row]), equals("/data/1/type", row.type));
    expect(proof?.command).toBe(
      `az graph query --graph-query "resources | where id =~ '${vault}'" --first 1000 --subscriptions ${subscription} --query 'data[0].type' --output tsv`,
    );
  });

  test("is asked the whole query where it makes columns of its own", () => {
    const query = "resources | extend kind = tolower(type) | project id, name, kind";
    const own = { ...row, kind: "x" };
    expect(proofOf(rows([own], query), equals("/data/0/kind", "x"))?.command).toBe(
      `az graph query --graph-query '${query}' --first 1000 --query "data[?name=='kv-orders'] | [0].kind" --output tsv`,
    );
  });

  test("of more rows than az gives at once is asked for no list", () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({ n: index }));
    expect(shown(rows(many), noneMatch("/data", "n == `-1`", "1001 entries"))).toBeUndefined();
  });
});

describe("logs", () => {
  const list = [
    { TimeGenerated: "t1", code: 403, ok: false },
    { TimeGenerated: "t2", code: 200 },
  ];

  test("of a resource are made to give the columns that are looked at", () => {
    const proof = proofOf(logs(list), equals("/rows/0/code", "403"));
    expect(proof?.command).toContain(
      `{"query":"AzureDiagnostics | take 9 | project TimeGenerated, code","timespan":"2026-10-14T08:00:00Z/2026-10-14T09:00:00Z"}`,
    );
    expect([queryIn(proof), proof?.shows]).toEqual(["tables[0].rows[?[0]=='t1'] | [0][1]", "403"]);
  });

  test("whose last line may be a comment get the columns on a line of their own", () => {
    const proof = proofOf(logs(list, "AzureDiagnostics // all"), equals("/rows/0/code", "403"));
    expect(proof?.command).toContain(String.raw`// all\n| project TimeGenerated, code"`);
  });

  test("that pass no test name a column that no row has as null", () => {
    const test = '(ok == `true` || Ok == `true`) && contains(`["401"]`, to_string(code))';
    const long = Array.from({ length: 90 }, () => ({ ...list[0], pad: "x" }));
    expect(shown(logs(long), noneMatch("/rows", test, "90 entries"))).toEqual([
      "join(' of ', [length(tables[0].rows[?[0] == `true` && contains(`[\"401\"]`, to_string([1]))]), length(tables[0].rows)][*].to_string(@))",
      "0 of 90",
    ]);
  });

  test("of a workspace are rows of texts, as Python writes them", () => {
    expect(shown(workspaceLogs(list), equals("/rows/0/code", "403"))).toEqual([
      "[?TimeGenerated=='t1'] | [0].code",
      "403",
    ]);
    expect(shown(workspaceLogs(list), equals("/rows/0/ok", "false"))?.[1]).toBe("False");
    expect(shown(workspaceLogs(list), noneMatch("/rows", "same_text(ok, 'x')", "2 entries"))).toEqual([
      "to_string([*].[ok])",
      '[["False"],["None"]]',
    ]);
  });

  test("of a workspace are not tested with what is no text there", () => {
    const long = Array.from({ length: 200 }, () => ({ ok: false }));
    expect(shown(workspaceLogs(long), noneMatch("/rows", "ok == `true`", "200 entries"))).toEqual([
      "length(@)",
      "200",
    ]);
  });
});

describe("metrics", () => {
  test("are found by name and time in the answer as it came", () => {
    const body = {
      "cpu percent": [
        { timeStamp: "t1", average: 1 },
        { timeStamp: "t2", average: 99.8 },
      ],
    };
    const citation = {
      pointer: "/cpu percent/1/average",
      op: "in_range" as const,
      operand: "> 95",
      value: "99.8",
    };
    expect(shown(metrics(body), citation)).toEqual([
      "value[?name.value=='cpu percent'].timeseries[].data[] | [?timeStamp=='t2'] | [0].average",
      "99.8",
    ]);
  });

  test("of series whose times repeat are found by their place", () => {
    const body = {
      cpu: [
        { timeStamp: "t1", average: 1 },
        { timeStamp: "t1", average: 2 },
      ],
    };
    expect(shown(metrics(body), equals("/cpu/1/average", "2"))).toEqual([
      "value[?name.value=='cpu'].timeseries[].data[] | [1].average",
      "2",
    ]);
  });
});
