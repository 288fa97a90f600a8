import { describe, expect, it } from "vitest";
import { unknown } from "../../../../diagnosis/evaluation/evaluated.ts";
import { InvalidExpressionError } from "../../../../diagnosis/evaluation/expression/parse-expression.ts";
import { functionTable } from "../../../../diagnosis/evaluation/functions/function-table.ts";
import { evaluateOver, evidenceOf, rootOf } from "../../evidence-of.ts";

const id = "/subscriptions/s1/resourceGroups/rg-a/providers/Microsoft.Sql/servers/sql1/databases/db1";
const names = {
  data: rootOf(
    evidenceOf("e5", {
      id,
      points: [
        { at: "2026-01-01", maximum: 3 },
        { at: "2026-01-02", maximum: 97 },
        { at: "2026-01-03", maximum: 12 },
      ],
      words: ["b", "a", "b"],
    }),
  ),
  denied: unknown({ kind: "denied", read: "denied", permission: "p", code: "AuthorizationFailed" }),
  pending: unknown({ kind: "pending", read: "pending" }),
};

function valueOf(expression: string): unknown {
  const value = evaluateOver(expression, names);
  return value.kind === "known" ? value.value : "unknown";
}

function valueAndProof(expression: string): unknown {
  const found = evaluateOver(expression, names);
  return found.kind === "known" ? { value: found.value, proof: found.proof() } : "unknown";
}

describe("values", () => {
  it.each<[string, unknown]>([
    ["id_name(data.id)", "db1"],
    ["id_type(data.id)", "microsoft.sql/servers/databases"],
    ["id_group(data.id)", "rg-a"],
    ["id_subscription(data.id)", "s1"],
    ["id_parent(data.id)", id.replace("/databases/db1", "")],
    ["id_parent(id_parent(data.id))", "/subscriptions/s1/resourceGroups/rg-a"],
    ["id_scope(data.id)", "/subscriptions/s1/resourceGroups/rg-a"],
    ["id_name('not an id')", null],
    ["same_id(data.id, upper(data.id))", true],
    ["id_covers('/subscriptions/S1', data.id)", true],
    ["id_covers(data.id, '/subscriptions/s1')", false],
    [
      "same_id('/subscriptions/***/resourceGroups/g', '/subscriptions/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9/resourcegroups/G')",
      true,
    ],
    [
      "id_covers('/subscriptions/xxxxxxxx-xxxx/resourceGroups/a', '/subscriptions/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9/resourceGroups/b')",
      false,
    ],
    ["id_subscription('/subscriptions/***/resourceGroups/g')", null],
    ["sql_sid('38f33b5c-0150-49cb-a6f3-9024da243d37')", "0x5C3BF3385001CB49A6F39024DA243D37"],
    ["last_segment('a/b/c/')", "c"],
    ["last_segment('a.b', '.')", "b"],
    ["bare('/subscriptions/a-1/x.y_z')", "/subscriptions/a-1/x.y_z"],
    ["bare('a b')", null],
    ["bare('a\"b')", null],
    ["bare('--a')", null],
    ["host_of('https://KV.vault.azure.net:443/secrets/x')", "kv.vault.azure.net"],
    ["host_of('tcp:sql1.database.windows.net,1433')", "sql1.database.windows.net"],
    ["host_of('amqps://user@sb.servicebus.windows.net/')", "sb.servicebus.windows.net"],
    ["host_of('redis.cache.windows.net:6380')", "redis.cache.windows.net"],
    ["url_decode('http%3A%2F%2Fportal%2Fsignin')", "http://portal/signin"],
    ["url_decode('100%')", "100%"],
    ["strip_prefix('refs/heads/main', 'refs/heads/')", "main"],
    ["strip_suffix('kv.vault.azure.net', '.vault.azure.net')", "kv"],
    ["split('a,b', ',')", ["a", "b"]],
    ["join('-', ['a', 'b'])", "a-b"],
    ["replace('a.b.c', '.', '_')", "a_b_c"],
    ["trim('  a ')", "a"],
    ["to_number('12.5')", 12.5],
    ["to_number('0x10')", null],
    ["to_string(`true`)", "true"],
    ["same_text('Deny', 'deny')", true],
    ["in_cidr('10.0.0.4', '10.0.0.0/24')", true],
    ["in_cidr('10.0.1.4', '10.0.0.0/24')", false],
    ["in_cidr('2001:db8::1', '2001:db8::/32')", true],
    ["in_cidr('::ffff:10.0.0.4', '10.0.0.0/24')", true],
    ["in_cidr('10.0.0.4', 'nonsense')", false],
    ["in_address_range('10.0.0.5', '10.0.0.1', '10.0.0.9')", true],
    ["is_private_address('172.31.0.1')", true],
    ["is_private_address('172.32.0.1')", false],
    ["is_address('10.0.0.0/24')", false],
    ["before('2026-01-01', '2026-01-01T00:00:01Z')", true],
    ["before('then', '2026-01-01')", null],
    ["seconds_between('2026-01-01T00:00:00Z', '2026-01-01T01:00:00+00:00')", 3600],
    ["hours_before('2026-01-01T02:00:00Z', `2`)", "2026-01-01T00:00:00.000Z"],
    ["minutes_after('2026-01-01', `90`)", "2026-01-01T01:30:00.000Z"],
    ["days_before('2026-01-31', `30`)", "2026-01-01T00:00:00.000Z"],
    ["to_instant('2026-08-18T09:14:52.6671034Z')", "2026-08-18T09:14:52.667Z"],
    ["to_instant('Thu, 09 Jul 2026 18:11:03 GMT')", "2026-07-09T18:11:03.000Z"],
    ["to_instant('2026-10-14 08:59:07')", "2026-10-14T08:59:07.000Z"],
    ["to_instant('09/07/2026')", null],
    ["distinct(data.words)", ["b", "a"]],
    ["sort(data.words)", ["a", "b", "b"]],
    ["reverse(data.words)", ["b", "a", "b"]],
    ["first(data.words)", "b"],
    ["last(data.points).maximum", 12],
    ["max(data.points[].maximum)", 97],
    ["min(data.points[].maximum)", 3],
    ["sum(data.points[].maximum)", 112],
    ["avg(`[1, 2, 3]`)", 2],
    ["max_by(data.points, &maximum).at", "2026-01-02"],
    ["min_by(data.points, &maximum).at", "2026-01-01"],
    ["sort_by(data.points, &maximum)[].maximum", [3, 12, 97]],
    ["map(&maximum, data.points)", [3, 97, 12]],
    ["length(data.points)", 3],
    ["length('abc')", 3],
    ["keys(data.points[0])", ["at", "maximum"]],
    ["values(data.points[0])", ["2026-01-01", 3]],
    ["to_array('a')", ["a"]],
    ["merge({a: 'x'}, {b: 'y'})", { a: "x", b: "y" }],
    ["not_null(data.nothing, 'x')", "x"],
    ["type(data.points)", "array"],
    ["abs(`-3`)", 3],
    ["`7` / `2`", 3.5],
    ["`7` // `2`", 3],
    ["`7` % `0`", null],
    ["-data.points[0].maximum", -3],
    ["data.points[1:].maximum", [97, 12]],
    ["'abc'[::-1]", "cba"],
    ["let $big = `50` in data.points[?maximum > $big].at", ["2026-01-02"]],
    ["exists(data.points)", true],
    ["exists(data.points[?maximum > `100`])", false],
    ["readable(data)", true],
    ["readable(denied)", false],
    ["readable(pending)", "unknown"],
    ["needed(data.words[0], 'a word', '단어')", "b"],
    ["needed(data.nothing, 'a word', '단어')", "unknown"],
    ["needed(denied, 'a word', '단어')", "unknown"],
    ["starts_with(data.nothing, 'a')", false],
    ["lower(data.nothing)", null],
  ])("%s", (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });
});

it("what is needed and missing is said in both languages", () => {
  expect(evaluateOver("needed(data.nothing, 'the address', '주소')", names)).toEqual({
    kind: "unknown",
    reasons: [{ kind: "undecided", what: { en: "the address", ko: "주소" } }],
  });
});

describe("what is handed on", () => {
  it.each(["max(data.points[].maximum) > `90`", "max_by(data.points, &maximum).maximum > `90`"])(
    "%s cites the element where it stands",
    (expression) => {
      expect(valueAndProof(expression)).toMatchObject({
        value: true,
        proof: [{ pointer: "/points/1/maximum", op: "in_range", operand: "> 90", value: "97" }],
      });
    },
  );

  it("a value computed from another cites what that one is", () => {
    expect(valueAndProof("id_name(data.id) == 'db1'")).toEqual({
      value: true,
      proof: [{ evidenceId: "e5", pointer: "/id", op: "equals", operand: id, value: id }],
    });
  });
});

describe("misuse", () => {
  it.each([
    ["unheard_of(data)", "there is no such function"],
    ["nobody", "no read, `let` or signal of the playbook has this name"],
    ["sort_by(data.points, data)", "it takes a list and an &expression"],
    ["lower(&a)", "it takes values, not an &expression"],
    ["contains('a')", "it takes 2 arguments"],
    ["data.[", "cannot be evaluated"],
  ])("%s is refused: %s", (expression, message) => {
    expect(() => valueOf(expression)).toThrow(InvalidExpressionError);
    expect(() => valueOf(expression)).toThrow(message.split(" ").at(-1));
  });

  it("names that every object has are no functions", () => {
    expect(() => valueOf("constructor(data)")).toThrow(InvalidExpressionError);
    expect(Object.hasOwn(functionTable, "toString")).toBe(false);
  });
});
