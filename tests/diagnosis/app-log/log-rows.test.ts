import { expect, test } from "vitest";
import { logRows } from "../../../diagnosis/app-log/log-rows.ts";
import { openDocument } from "../../../diagnosis/evaluation/place.ts";
import { evidenceOf } from "../evidence-of.ts";

function rowsOf(...rows: readonly Record<string, unknown>[]) {
  return logRows(openDocument(evidenceOf("e9", { table: "T", rows }, { source: "logs" })));
}

test("each cell that tells of an error is a line, and knows where it stands", () => {
  const [row] = rowsOf({
    SourceTable: "AppExceptions",
    TimeGenerated: "2026-04-21T09:10:58Z",
    ExceptionType: "Azure.RequestFailedException",
    OuterMessage: "Client address is not authorized.",
    AppRoleName: "Orders-Web",
    OperationId: "a1b2",
    SDKVersion: "dotnet:2.22",
  });
  expect(row).toMatchObject({
    atMs: Date.parse("2026-04-21T09:10:58Z"),
    timePointer: "/rows/0/TimeGenerated",
    operation: "a1b2",
    table: "AppExceptions",
    owners: ["orders-web"],
    lines: [
      { text: "Azure.RequestFailedException", evidenceId: "e9", pointer: "/rows/0/ExceptionType" },
      { text: "Client address is not authorized.", evidenceId: "e9", pointer: "/rows/0/OuterMessage" },
    ],
  });
});

test("a cell of several lines is one line each, counted in the cell, without those that are empty", () => {
  const [row] = rowsOf({ Message: "first\n\n  at Frame.One()\r\nlast" });
  expect(row?.lines).toEqual([
    { text: "first", evidenceId: "e9", pointer: "/rows/0/Message", lineInCell: 1 },
    { text: "  at Frame.One()", evidenceId: "e9", pointer: "/rows/0/Message", lineInCell: 3 },
    { text: "last", evidenceId: "e9", pointer: "/rows/0/Message", lineInCell: 4 },
  ]);
});

test("of nested exceptions only what stands in the cell as it is can be cited", () => {
  const details = JSON.stringify([{ message: "Login failed", type: "SqlException", path: 'a "quoted" one' }]);
  const [row] = rowsOf({ OuterMessage: "Outer", Details: details });
  expect(row?.lines.map(({ text }) => text)).toEqual(["Outer", "Login failed", "SqlException"]);
});

test("a call that failed tells where it went and how it ended; one that succeeded tells nothing", () => {
  const call = {
    Target: "kv-a.vault.azure.net",
    Data: "https://kv-a.vault.azure.net/secrets/x",
    ResultCode: "403",
  };
  const [failed, fine] = rowsOf({ ...call, Success: false }, { ...call, Success: true });
  expect(failed?.lines.map(({ text }) => text)).toEqual([
    "kv-a.vault.azure.net",
    "https://kv-a.vault.azure.net/secrets/x",
    "ResultCode: 403",
  ]);
  expect(fine?.lines).toEqual([]);
});

test("a line, a cell and a row without a time are cut or counted, and never thrown at", () => {
  const [row] = rowsOf({ Message: "x".repeat(5_000), Details: "{not json", TimeGenerated: "soon" });
  expect(row?.lines.map(({ text }) => text.length)).toEqual([1_500, 9]);
  expect(row?.atMs).toBe(0);
  expect(logRows(openDocument(evidenceOf("e9", { error: { code: "BadArgumentError" } })))).toEqual([]);
});
