import { describe, expect, test } from "vitest";
import { errorTexts } from "../../../diagnosis/app-log/error-texts.ts";
import { openDocument } from "../../../diagnosis/evaluation/place.ts";
import type { Signals } from "../../../domain/signals.ts";
import { evidenceOf } from "../evidence-of.ts";
import { signalsOf } from "../signals-of.ts";

const id = "/subscriptions/s/resourcegroups/rg/providers/microsoft.web/sites/orders-web";
const whose = { id, name: "orders-web" };
const request = "HTTP ERROR 500 on https://orders-web.azurewebsites.net";
const observedAt = "2026-10-14T08:59:07.000Z";

function textsOf(
  rows: readonly Record<string, unknown>[],
  signals: Partial<Signals> = {},
  told: string = request,
) {
  const document = openDocument(evidenceOf("e9", { table: "T", rows }, { source: "logs" }));
  const texts = errorTexts([document], whose, signalsOf({ observedAt, ...signals }), told);
  return texts.map(({ lines }) => lines.map(({ text }) => text));
}

const row = (at: string, Message: string, rest: Record<string, unknown> = {}) => ({
  TimeGenerated: `2026-10-14T${at}Z`,
  Message,
  ...rest,
});

test("lines that stand close together are one text, in the order in which they were written", () => {
  const texts = textsOf([
    row("08:58:31", "KeyError: 'DB_URL'"),
    row("08:58:30", "Traceback (most recent call last):"),
    row("08:20:00", "Timeout talking to the cache"),
  ]);
  expect(texts).toEqual([
    ["Traceback (most recent call last):", "KeyError: 'DB_URL'"],
    ["Timeout talking to the cache"],
  ]);
});

describe("the order of several failures", () => {
  test("the nearest to when the failure was seen is first, and what comes after it is last", () => {
    const texts = textsOf([
      row("09:20:00", "failed after it was noticed"),
      row("08:58:00", "failed a minute before"),
      row("03:00:00", "failed in the night"),
    ]);
    expect(texts.map(([line]) => line)).toEqual([
      "failed a minute before",
      "failed after it was noticed",
      "failed in the night",
    ]);
  });

  test("the call that the request names by its ID is before all others", () => {
    const guid = "0af76519-16cd-43dd-8448-eb211c80319c";
    const texts = textsOf(
      [
        row("08:58:00", "failed near"),
        row("05:00:00", "failed there", { OperationId: guid.replaceAll("-", "") }),
      ],
      { guids: [{ guid, role: "correlation_id", pointer: "/error", line: 1 }] },
    );
    expect(texts[0]).toEqual(["failed there"]);
  });

  test("the same failure again, with other numbers, is one; of many only the first three are kept", () => {
    const same = ["08:10:00", "08:20:00"].map((at, index) => row(at, `Request 12345${index} failed`));
    expect(textsOf(same)).toHaveLength(1);
    const many = ["a", "b", "c", "d", "e"].map((name, index) => row(`08:0${index}:00`, `${name} failed`));
    expect(textsOf(many)).toHaveLength(3);
  });
});

describe("no news are", () => {
  test("what the request says already", () => {
    expect(textsOf([row("08:58:00", "HTTP ERROR 500 on https://orders-web.azurewebsites.net")])).toEqual([]);
  });

  test("what tells of no error", () => {
    expect(textsOf([row("08:58:00", "Now listening on: http://[::]:8080")])).toEqual([]);
  });

  test("rows of another app in the same workspace", () => {
    const resources = [
      {
        id: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/other-web",
        name: "other-web",
        type: "microsoft.web/sites",
        subscriptionId: "s",
        matchedBy: "neighbour" as const,
        evidenceId: "e4",
        row: "/data/0",
      },
    ];
    const others = [
      row("08:58:00", "Login failed", { AppRoleName: "other-web" }),
      row("08:57:00", "Login failed", { _ResourceId: resources[0]!.id.toLowerCase() }),
      row("08:56:00", "Login failed", {
        ContainerAppName_s: "elsewhere",
        SourceTable: "ContainerAppConsoleLogs_CL",
      }),
    ];
    expect(textsOf(others, { resources })).toEqual([]);
    expect(
      textsOf([row("08:58:00", "Login failed", { AppRoleName: "custom-role" })], { resources }),
    ).toHaveLength(1);
  });
});

test("a text is cut at sixty lines and twelve thousand characters", () => {
  const lines = Array.from(
    { length: 200 },
    (_, index) => `error in line ${"abcdefghij"[index % 10]}${index}`,
  );
  expect(textsOf(lines.map((line) => row("08:58:00", line)))[0]).toHaveLength(60);
  const long = Array.from({ length: 30 }, (_, index) => `error ${index} ${"x".repeat(1_400)}`);
  expect(textsOf(long.map((line) => row("08:58:00", line)))[0]!.join("\n").length).toBeLessThanOrEqual(
    12_000,
  );
});
