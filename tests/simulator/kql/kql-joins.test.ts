import { describe, expect, test } from "vitest";
import { rowsOf, run } from "./kql-people.ts";

describe.each<[string, unknown[]]>([
  [
    "inner",
    [
      ["ann", "ann"],
      ["bob", "bob"],
      ["bob", "eve"],
      ["cid", "ann"],
      ["dan", "ann"],
    ],
  ],
  [
    "innerunique",
    [
      ["ann", "ann"],
      ["bob", "bob"],
      ["bob", "eve"],
    ],
  ],
  [
    "leftouter",
    [
      ["ann", "ann"],
      ["bob", "bob"],
      ["bob", "eve"],
      ["cid", "ann"],
      ["dan", "ann"],
    ],
  ],
  [
    "rightouter",
    [
      ["", "fay"],
      ["ann", "ann"],
      ["bob", "bob"],
      ["bob", "eve"],
      ["cid", "ann"],
      ["dan", "ann"],
    ],
  ],
  [
    "fullouter",
    [
      ["", "fay"],
      ["ann", "ann"],
      ["bob", "bob"],
      ["bob", "eve"],
      ["cid", "ann"],
      ["dan", "ann"],
    ],
  ],
])("join kind=%s", (kind, expected) => {
  test("pairs rows by their key", async () => {
    expect(
      await rowsOf(
        `people | join kind=${kind} teams on team | project name, lead | order by name asc, lead asc`,
      ),
    ).toEqual(expected);
  });
});

test("join names the right side's double columns with a number", async () => {
  expect((await run("people | project team, name | join (teams) on team")).names).toEqual([
    "team",
    "name",
    "team1",
    "lead",
  ]);
});

test("join on different names, semi and anti joins", async () => {
  expect(
    await rowsOf("teams | join kind=inner people on $left.lead == $right.name | project lead, age"),
  ).toEqual([
    ["ann", 30],
    ["bob", 40],
  ]);
  expect(
    await rowsOf("teams | join kind=leftsemi people on $left.lead == $right.name | project lead"),
  ).toEqual([["ann"], ["bob"]]);
  expect(
    await rowsOf("teams | join kind=leftanti people on $left.lead == $right.name | project lead"),
  ).toEqual([["eve"], ["fay"]]);
  expect(
    await rowsOf("teams | join kind=rightanti people on $left.lead == $right.name | project name"),
  ).toEqual([["cid"], ["dan"]]);
  expect(
    await rowsOf("people | join kind=inner teams on team and $left.name == $right.lead | project name"),
  ).toEqual([["ann"], ["bob"]]);
});

test("lookup brings the right side's other columns", async () => {
  expect(
    await run(
      "people | project name, team | lookup kind=leftouter (teams | where lead != 'eve') on team | where name == 'bob'",
    ),
  ).toEqual({
    names: ["name", "team", "lead"],
    rows: [["bob", "blue", "bob"]],
  });
});
