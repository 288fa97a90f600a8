import { describe, expect, test } from "vitest";
import { InvalidFilterError } from "../../../simulator/odata/filter.ts";
import { matchesFilter } from "../../../simulator/odata/matches-filter.ts";
import { parseFilter } from "../../../simulator/odata/parse-filter.ts";

const item = {
  name: "It's",
  count: 12,
  enabled: true,
  gone: null,
  createdDateTime: "2026-06-01T10:00:00Z",
  status: { errorCode: 53003 },
  tags: ["red", "blue"],
  keys: [{ id: "a", ends: "2026-01-01T00:00:00Z" }],
};

describe.each<[string, boolean]>([
  ["name eq 'it''s'", true],
  ["name ne 'other'", true],
  ["count gt 9 and count lt 13", true],
  ["count ge 13 or count le 11", false],
  ["enabled eq true", true],
  ["gone eq null", true],
  ["missing eq null", true],
  ["name eq null", false],
  ["count gt null", false],
  ["createdDateTime ge 2026-06-01T09:59:59Z", true],
  ["createdDateTime lt '2026-06-01T12:00:00+02:00'", false],
  ["createdDateTime eq 2026-06-01T12:00:00+02:00", true],
  ["status/errorCode eq 53003", true],
  ["STATUS/ERRORCODE eq 53003", true],
  ["count in (1, 12)", true],
  ["name in ('a', 'b')", false],
  ["not (count eq 12)", false],
  ["not startswith(name, 'x')", true],
  ["startswith(name,'it') and endswith(name,'''s')", true],
  ["contains(name,'t''') eq true", true],
  ["substringof('T', name)", true],
  ["tags/any(t:t eq 'RED')", true],
  ["tags/any(t: t eq 'green')", false],
  ["tags/any()", true],
  ["missing/any()", false],
  ["tags/all(t:t ne 'green')", true],
  ["keys/any(k:k/id eq 'a' and k/ends lt 2026-02-01T00:00:00Z)", true],
  ["name eq 'x' or count eq 12 and enabled eq true", true],
  ["(name eq 'x' or count eq 12) and enabled eq false", false],
])("%s", (filter, expected) => {
  test(`is ${expected}`, () => {
    expect(matchesFilter(parseFilter(filter), item)).toBe(expected);
  });
});

test.each([
  "",
  "name",
  "name eq",
  "name like 'x'",
  "name eq 'x' and",
  "(name eq 'x'",
  "name eq 'x')",
  "'x' eq name",
  "name eq (",
])("'%s' is no filter", (filter) => {
  expect(() => parseFilter(filter)).toThrow(InvalidFilterError);
});

test("a function that nobody knows is refused when it is asked", () => {
  const filter = parseFilter("soundslike(name,'x')");
  expect(() => matchesFilter(filter, item)).toThrow(
    "Invalid filter clause 'soundslike(…)': the function is not supported.",
  );
  expect(matchesFilter(filter, item, (name, values) => name === "soundslike" && values[0] === "It's")).toBe(
    true,
  );
});
