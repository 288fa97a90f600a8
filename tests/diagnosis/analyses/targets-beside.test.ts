import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import { run } from "./support/evaluation.ts";
import { names, resource, storage } from "./support/resources.ts";

describe("of several beside", () => {
  const beside = ["sqldev", "sql-shop", "sql-shop-prod"].map((name) => resource(name, storage, "neighbour"));

  test.each<[string, string, string[]]>([
    ["the one of the environment that fails", "Production is down.", ["sql-shop-prod"]],
    ["the one of the environment that fails, in Korean", "운영에서만 403이 납니다.", ["sql-shop-prod"]],
    [
      "an environment that also works somewhat still fails",
      "운영 배포 후 404. 운영에서도 조회는 성공합니다.",
      ["sql-shop-prod"],
    ],
    ["none where two may be meant", "It works in dev.", []],
    ["none where no environment is told", "x", []],
  ])("%s", (_, error, expected) => {
    expect(names(`targets('${storage}')`, beside, error)).toEqual(expected);
  });

  test.each<[string, string, JsonObject[], string[]]>([
    ["by the host of one's own domain", "host ledger-db.contoso.example refuses", [], ["pg-shop-ledger"]],
    ["by the name of the database", 'user "app", database "ledger"', [], ["pg-shop-ledger"]],
    ["not by a word of the prose", "the ledger is down", [], []],
    [
      "not where a host names a service that is called",
      "https://kv-ledger.vault.azure.net refuses; database ledger",
      [{ host: "kv-ledger.vault.azure.net", type: "microsoft.keyvault/vaults" }],
      [],
    ],
  ])("the one of whose name no other has a word, %s", (_, error, hosts, expected) => {
    const servers = ["pg-shop-dev2", "pg-shop-ledger"].map((name) => resource(name, storage, "neighbour"));
    const { value } = run(`targets('${storage}')[].name`, {
      request: { error },
      signals: { resources: servers, hosts },
    });
    expect(value).toEqual(expected);
  });

  test("the one whose name tells no environment, where those of all others work", () => {
    expect(names(`targets('${storage}')`, beside.slice(0, 2), "With dev it works.")).toEqual(["sql-shop"]);
  });

  test("are all candidates, those of the environment that fails first and those that work last", () => {
    expect(names(`candidates('${storage}')`, beside, "운영에서 실패합니다. dev에서는 잘 됩니다.")).toEqual([
      "sql-shop-prod",
      "sql-shop",
      "sqldev",
    ]);
  });
});
