import { describe, expect, test } from "vitest";
import { arm, equals, noneMatch, proofOf, shown, vault } from "./proof-of.ts";

describe("a value", () => {
  test("is asked by its path, with az's own quotes for odd names", () => {
    const body = { properties: { acl: { "ip-rules": [true] } } };
    expect(shown(arm(body), equals("/properties/acl/ip-rules/0", "true"))).toEqual([
      'properties.acl."ip-rules"[0]',
      "true",
    ]);
  });

  test("in a list is found by the entry's name, else its ID, else its place", () => {
    const list = [
      { name: "a", id: "/1", p: 1 },
      { name: "b", id: "/2", p: 2 },
    ];
    expect(shown(arm({ value: list }), equals("/value/1/p", "2"))).toEqual([
      "value[?name=='b'] | [0].p",
      "2",
    ]);
    const twins = list.map((entry) => ({ ...entry, name: "same" }));
    expect(shown(arm({ value: twins }), equals("/value/1/p", "2"))).toEqual([
      "value[?id=='/2'] | [0].p",
      "2",
    ]);
    const bare = [{ p: 1 }, { p: 2 }];
    expect(shown(arm({ value: bare }), equals("/value/1/p", "2"))).toEqual(["value[1].p", "2"]);
  });

  test("that is the only name of its entry is found by itself", () => {
    expect(shown(arm({ value: [{ id: "/1" }, { id: "/2" }] }), equals("/value/1/id", "/2"))).toEqual([
      "value[?id=='/2'] | [0].id",
      "/2",
    ]);
  });

  test("of a list inside a list is found step by step", () => {
    const body = { a: [{ name: "x" }, { name: "y", b: [{ name: { value: "cores" }, limit: 4 }] }] };
    expect(shown(arm(body), equals("/a/1/b/0/limit", "4"))).toEqual([
      "a[?name=='y'] | [0].b[?name.value=='cores'] | [0].limit",
      "4",
    ]);
  });

  test("that is null prints its type, since az prints nothing for null", () => {
    expect(shown(arm({ a: null }), equals("/a", "null"))).toEqual(["type(a)", "null"]);
  });

  test("is shown whole where it fits, and tried for the cited part where it does not", () => {
    const contains = { pointer: "/a", op: "contains" as const, operand: "mid" };
    expect(shown(arm({ a: "one mid two" }), { ...contains, value: "one mid two" })).toEqual([
      "a",
      "one mid two",
    ]);
    const long = `${"x".repeat(600)}\nthe mid line`;
    expect(shown(arm({ a: long }), { ...contains, value: "the mid line" })).toEqual([
      "contains(a, 'the mid line')",
      "true",
    ]);
  });

  test("that a list holds is tried as one of its entries, as it is spelled there", () => {
    const citation = { pointer: "/a", op: "contains" as const, operand: "x", value: "X" };
    expect(shown(arm({ a: ["X", "y"] }), citation)).toEqual(["contains(a, 'X')", "true"]);
  });

  test("that is a list is told by its length", () => {
    const citation = { pointer: "/a", op: "in_range" as const, operand: "= 2", value: "2 entries" };
    expect(shown(arm({ a: ["x", "y"] }), citation)).toEqual(["length(a)", "2"]);
  });
});

describe("what is missing", () => {
  const absent = (pointer: string, operand: string) => ({
    pointer,
    op: "absent" as const,
    operand,
    value: "null",
  });

  test("is no name of its parent", () => {
    expect(shown(arm({ p: { a: 1 } }), absent("/p", "subnet.id"))).toEqual([
      "contains(keys(p), 'subnet')",
      "false",
    ]);
    expect(shown(arm({ p: { a: 1 } }), absent("/p", '"odd.name"'))).toEqual([
      "contains(keys(p), 'odd.name')",
      "false",
    ]);
  });

  test("is null where its name stands", () => {
    expect(shown(arm({ p: { subnet: null } }), absent("/p", "subnet"))).toEqual(["type(p.subnet)", "null"]);
  });

  test("is no entry of a list that is shorter", () => {
    expect(shown(arm({ p: [] }), absent("/p", "[0].id"))).toEqual(["type(p[0].id)", "null"]);
  });
});

describe("a list of which nothing passes a test", () => {
  test("shows what the test looks at", () => {
    const body = { rules: [{ value: "10.0.0.0/8" }, { value: "20.0.0.0/8" }] };
    expect(shown(arm(body), noneMatch("/rules", "in_cidr('40.0.0.1', value)", "2 entries"))).toEqual([
      "to_string(rules[*].value)",
      '["10.0.0.0/8","20.0.0.0/8"]',
    ]);
  });

  test("shows several fields side by side, what is null among them", () => {
    const body = { value: [{ p: { id: "a", scope: null } }, { p: { id: "b" } }] };
    expect(
      shown(arm(body), noneMatch("/value", "same_text(p.id, 'c') && id_covers(p.scope, '/x')", "2 entries")),
    ).toEqual(["to_string(value[*].[p.id, p.scope])", '[["a",null],["b",null]]']);
  });

  test("of bare values shows the values", () => {
    expect(shown(arm({ u: ["가", "b"] }), noneMatch("/u", "@ == 'c'", "2 entries"))).toEqual([
      "to_string(u)",
      String.raw`["\uac00","b"]`,
    ]);
  });

  test("that is long is counted, by the test itself where az can make it", () => {
    const value = Array.from({ length: 60 }, (_, index) => ({ status: `state-${index}` }));
    expect(shown(arm({ value }), noneMatch("/value", "status == 'Failed'", "60 entries"))).toEqual([
      "join(' of ', [length(value[?status == 'Failed']), length(value)][*].to_string(@))",
      "0 of 60",
    ]);
    expect(shown(arm({ value }), noneMatch("/value", "matches(status, 'f.*')", "60 entries"))).toEqual([
      "length(value)",
      "60",
    ]);
  });

  test("that is empty is counted", () => {
    expect(shown(arm({ a: { b: [] } }), noneMatch("/a/b", "`true`", "0 entries"))).toEqual([
      "length(a.b)",
      "0",
    ]);
  });

  test("is a text shown as it is, or an object by its values", () => {
    expect(shown(arm({ type: "a/b" }), noneMatch("/type", "starts_with(@, 'c')", "text"))).toEqual([
      "type",
      "a/b",
    ]);
    expect(shown(arm({ tags: { a: "1" } }), noneMatch("/tags", "@ == '2'", "1 entry"))).toEqual([
      "to_string(values(tags))",
      '["1"]',
    ]);
  });
});

describe("an error answer", () => {
  const refused = arm({ error: { code: "ResourceNotFound", message: "It's not there." } }, { status: 404 });

  test("is found where az prints it", () => {
    expect(proofOf(refused, equals("/error/code", "ResourceNotFound"))).toEqual({
      command: `az rest --method get --url '${vault}?api-version=2024-11-01' 2>&1 | grep -Fow -e ResourceNotFound | head -n 1`,
      shows: "ResourceNotFound",
      isRedacted: false,
    });
  });

  test("is not looked for by a sentence, which services write with escapes of their own", () => {
    expect(proofOf(refused, equals("/error/message", "It's not there."))).toBeUndefined();
  });
});

describe("a hidden value", () => {
  const hidden = "[redacted 12 chars]";
  const env = {
    env: [
      { name: "DB", value: hidden },
      { name: "URL", value: `https://a/?sig=${hidden}&x=1` },
    ],
  };

  test("is shown by its length", () => {
    expect(proofOf(arm(env), equals("/env/0/value", hidden))).toMatchObject({
      shows: "12",
      isRedacted: true,
    });
    expect(shown(arm(env), equals("/env/0/value", hidden))?.[0]).toBe(
      "length(to_string(env[?name=='DB'] | [0].value))",
    );
    const url = `https://a/?sig=${hidden}&x=1`;
    expect(shown(arm(env), equals("/env/1/value", url))).toEqual([
      "length(env[?name=='URL'] | [0].value)",
      "31",
    ]);
  });

  test("beside which something else is cited is tried for that", () => {
    const citation = {
      pointer: "/env/1/value",
      op: "contains" as const,
      operand: "https://a/",
      value: "https://a/",
    };
    expect(shown(arm(env), citation)).toEqual([
      "contains(env[?name=='URL'] | [0].value, 'https://a/')",
      "true",
    ]);
  });

  test("in a list leaves only its length to be compared", () => {
    expect(shown(arm(env), noneMatch("/env", "value == 'x'", "2 entries"))).toEqual(["length(env)", "2"]);
  });

  test("is never a key", () => {
    const list = [
      { name: hidden, id: "/1", p: 1 },
      { name: "b", id: "/2", p: 2 },
    ];
    expect(shown(arm({ value: list }), equals("/value/0/p", "1"))?.[0]).toBe("value[?id=='/1'] | [0].p");
  });
});

describe("an answer of several pages", () => {
  const value = [
    { name: "a", p: 1 },
    { name: "b", p: 2 },
  ];
  const paged = arm({ value }, { pages: 2 });

  test("is read page after page for an entry or a count", () => {
    expect(proofOf(paged, equals("/value/1/p", "2"))?.command).toMatch(/^\(url='\/sub.*; while .*; done\)$/);
    expect(proofOf(paged, noneMatch("/value", "matches(name, 'x')", "2 entries"))).toMatchObject({
      command: expect.stringMatching(/; done\) \| awk '/),
      shows: "2",
    });
  });

  test("has no command for an entry that only its position tells from the others", () => {
    const bare = arm({ value: [{ p: 1 }, { p: 2 }] }, { pages: 2 });
    expect(proofOf(bare, equals("/value/1/p", "2"))).toBeUndefined();
  });
});
