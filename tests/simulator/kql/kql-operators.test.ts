import { describe, expect, test } from "vitest";
import { rowsOf, run } from "./kql-people.ts";

describe.each<[string, string, unknown[]]>([
  [
    "dcountif, stdev, minif, maxif, avgif",
    "people | summarize dcountif(team, age > 25), round(stdev(age), 1), minif(age, team == 'red'), maxif(age, team == 'red'), avgif(age, team == 'red')",
    [[2, 10, 20, 30, 25]],
  ],
  [
    "make_bag, make_list_if, make_set_if",
    "people | where name in ('ann', 'bob') | summarize make_bag(bag_pack(name, age)), make_list_if(name, age > 35), make_set_if(team, true)",
    [[{ ann: 30, bob: 40 }, ["bob"], ["red", "blue"]]],
  ],
  [
    "sum of timespans",
    "datatable(d: timespan)[1h, 30m] | summarize sum(d), max(d)",
    [["01:30:00", "01:00:00"]],
  ],
  [
    "summarize take_any(*)",
    "people | summarize take_any(*) by team | project team, name",
    [
      ["red", "ann"],
      ["blue", "bob"],
    ],
  ],
  [
    "arg_max with a name and an expression",
    "people | summarize latest = arg_max(age, toupper(name))",
    [[40, "BOB"]],
  ],
  ["search for several terms", "people | search 'red' and 'owner' | project name", [["ann"]]],
  ["search by a condition", "people | search age > 35 | project name", [["bob"]]],
  ["serialize with a column", "people | serialize age = 1 | take 1 | project age", [[1]]],
  ["as is without effect", "people | as folk | count", [[4]]],
  ["where", "people | where team == 'red' and age > 20 | project name", [["ann"]]],
  ["where over a missing value", "people | where age < 100 | project name", [["ann"], ["bob"], ["dan"]]],
  ["where over any column", "people | where * has 'oslo' | project name", [["ann"]]],
  ["filters in a row", "people | where team == 'red' | where name startswith 'd' | project name", [["dan"]]],
  ["project with expressions", "people | take 1 | project who = toupper(name), age + 1", [["ANN", 31]]],
  [
    "extend that replaces and adds",
    "people | take 1 | extend age = age * 2, city = extra.city | project age, city",
    [[60, "Oslo"]],
  ],
  ["project-away", "people | take 1 | project-away extra, ag*", [["ann", "red"]]],
  ["project-keep", "people | take 1 | project-keep t*, name", [["ann", "red"]]],
  ["project-rename", "people | take 1 | project-rename who = name | project who", [["ann"]]],
  [
    "project-reorder",
    "people | take 1 | project-reorder team, a* | project-away extra",
    [["red", 30, "ann"]],
  ],
  ["take", "people | project name | limit 2", [["ann"], ["bob"]]],
  ["count", "people | count", [[4]]],
  ["distinct", "people | distinct team", [["red"], ["blue"]]],
  ["distinct *", "union people, people | distinct * | count", [[4]]],
  [
    "sort, descending unless told otherwise",
    "people | sort by age | project name",
    [["bob"], ["ann"], ["dan"], ["cid"]],
  ],
  [
    "sort ascending, nothing first",
    "people | order by age asc | project name",
    [["cid"], ["dan"], ["ann"], ["bob"]],
  ],
  [
    "sort with nulls told where to go",
    "people | order by age asc nulls last | project name",
    [["dan"], ["ann"], ["bob"], ["cid"]],
  ],
  [
    "sort by several",
    "people | order by team asc, name desc | project name",
    [["bob"], ["dan"], ["cid"], ["ann"]],
  ],
  ["top", "people | top 2 by age desc | project name", [["bob"], ["ann"]]],
  [
    "summarize by a column",
    "people | summarize n = count(), oldest = max(age) by team",
    [
      ["red", 3, 30],
      ["blue", 1, 40],
    ],
  ],
  ["summarize of nothing", "people | where false | summarize count(), max(age)", [[0, null]]],
  ["summarize of nothing by a column", "people | where false | summarize count() by team", []],
  [
    "summarize by an expression",
    "people | summarize count() by band = bin(age, 20) | order by band asc",
    [
      [null, 1],
      [20, 2],
      [40, 1],
    ],
  ],
  [
    "countif, sumif, dcount",
    "people | summarize countif(age > 25), sumif(age, team == 'red'), dcount(team)",
    [[2, 50, 2]],
  ],
  ["avg leaves out what is missing", "people | summarize avg(age), sum(age), min(age)", [[30, 90, 20]]],
  [
    "make_list and make_set",
    "people | summarize make_list(name, 2), make_set(team)",
    [
      [
        ["ann", "bob"],
        ["red", "blue"],
      ],
    ],
  ],
  [
    "arg_max of named columns",
    "people | summarize arg_max(age, name) by team",
    [
      ["red", 30, "ann"],
      ["blue", 40, "bob"],
    ],
  ],
  [
    "arg_min of everything",
    "people | summarize arg_min(age, *) by team | project team, age, name",
    [
      ["red", 20, "dan"],
      ["blue", 40, "bob"],
    ],
  ],
  [
    "take_any",
    "people | summarize take_any(name) by team",
    [
      ["red", "ann"],
      ["blue", "bob"],
    ],
  ],
  ["percentile", "people | summarize percentile(age, 50)", [[30]]],
  [
    "an expression over aggregates",
    "people | summarize share = round(100.0 * countif(team == 'red') / count(), 1)",
    [[75]],
  ],
  [
    "union with its source",
    "union withsource=from (people | project name), (teams | project name = lead) | summarize count() by from",
    [
      ["union_arg0", 4],
      ["union_arg1", 4],
    ],
  ],
  [
    "union of different columns",
    "people | project name | take 1 | union (teams | project lead | take 1)",
    [
      ["ann", ""],
      ["", "ann"],
    ],
  ],
  ["union kind=inner", "union kind=inner people, teams | count", [[8]]],
  ["union of a missing table where that is allowed", "union isfuzzy=true people, nothing | count", [[4]]],
  ["union of a wildcard", "union p*, te* | count", [[8]]],
  [
    "mv-expand of a list",
    "people | mv-expand role = extra.roles to typeof(string) | project name, role",
    [
      ["ann", "reader"],
      ["ann", "owner"],
      ["bob", "reader"],
      ["dan", ""],
    ],
  ],
  [
    "mv-expand in place, limited",
    "people | take 1 | extend roles = extra.roles | mv-expand roles limit 1 | project roles",
    [["reader"]],
  ],
  [
    "mv-expand of an object",
    "print bag = dynamic({'a': 1, 'b': 2}) | mv-expand bag",
    [[{ a: 1 }], [{ b: 2 }]],
  ],
  [
    "mv-expand of two lists side by side",
    "print a = dynamic([1, 2]), b = dynamic(['x']) | mv-expand a, b",
    [
      [1, "x"],
      [2, null],
    ],
  ],
  ["search in a pipeline", "people | search 'owner' | project name", [["ann"]]],
  [
    "search in tables",
    "search in (people, teams) 'blue' | summarize count() by ['$table']",
    [
      ["people", 1],
      ["teams", 2],
    ],
  ],
  ["let with a scalar", "let least = 25; people | where age > least | project name", [["ann"], ["bob"]]],
  [
    "let with a list",
    "let wanted = dynamic(['ann', 'dan']); people | where name in (wanted) | project name",
    [["ann"], ["dan"]],
  ],
  ["let with a table", "let reds = people | where team == 'red'; reds | count", [[3]]],
  ["let with a table's name", "let t = teams; t | count", [[4]]],
  ["let with materialize", "let t = materialize(people | take 2); union t, t | count", [[4]]],
  ["in a subquery", "people | where name in ((teams | project lead)) | project name", [["ann"], ["bob"]]],
  [
    "in a let table",
    "let leads = teams | project lead; people | where name !in (leads) | project name",
    [["cid"], ["dan"]],
  ],
  ["toscalar", "people | where age == toscalar(people | summarize max(age)) | project name", [["bob"]]],
  [
    "column_ifexists",
    "people | take 1 | project a = column_ifexists('age', 0), b = column_ifexists('height', 0)",
    [[30, 0]],
  ],
  ["render is without effect", "people | count | render table", [[4]]],
  ["datatable", "datatable(a: string, b: long)['x', 1, 'y', -2] | where b < 0", [["y", -2]]],
  ["range of numbers", "range n from 1 to 3 step 1", [[1], [2], [3]]],
  ["range of times", "range t from ago(2h) to now() step 1h | count", [[3]]],
  ["table()", "table('teams') | count", [[4]]],
])("%s", (_what, query, expected) => {
  test(`${query}`, async () => {
    expect(await rowsOf(query)).toEqual(expected);
  });
});

test.each<[string, string[]]>([
  [
    "people | summarize count(), countif(age > 1), max(age), make_set(name), sumif(age, true) by team",
    ["team", "count_", "countif_", "max_age", "set_name", "sumif_age"],
  ],
  ["people | summarize count(), count()", ["count_", "count_1"]],
  [
    "people | project extra.city, extra['roles'], tostring(extra.city), age + 1",
    ["extra_city", "extra_roles", "extra_city1", "Column1"],
  ],
  ["people | summarize percentile(age, 95), arg_max(age, name)", ["percentile_age_95", "age", "name"]],
  ["print 1, x = 2", ["print_0", "x"]],
])("%s names its columns", async (query, names) => {
  expect((await run(query)).names).toEqual(names);
});

test("queries that come together are parsed in turn", async () => {
  const results = await Promise.all([1, 2, 3, 4].map((n) => rowsOf(`people | take ${n} | count`)));
  expect(results).toEqual([[[1]], [[2]], [[3]], [[4]]]);
});
