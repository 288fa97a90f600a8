import { expect, test } from "vitest";
import { z } from "zod";
import { explainInput } from "../../domain/explain-input.ts";

const schema = z.strictObject({
  name: z.string().min(1),
  files: z.array(z.strictObject({ path: z.string() })).max(8),
  count: z.int(),
});
const words = {
  whole: "input",
  hint: (field: string) => (field === "name" ? "Send a name." : undefined),
  fields: ["name", "files", "count"],
  absentFields: { other: "send name instead" },
};
const told = (input: unknown) => explainInput(schema.safeParse(input).error?.issues ?? [], words);
const good = { name: "a", files: [], count: 1 };

test.each<[string, unknown, string[]]>([
  ["what is missing", { ...good, name: undefined }, ["name: is missing (string). Send a name."]],
  ["what is empty", { ...good, name: "" }, ["name: is empty. Send a name."]],
  ["a place inside a list", { ...good, files: [{ path: 1 }] }, ["files[0].path: must be a string."]],
  [
    "a list that is too long",
    { ...good, files: Array.from({ length: 9 }, () => ({ path: "" })) },
    expect.arrayContaining(["files: is too large: at most 8 entries."]),
  ],
  ["a fraction", { ...good, count: 1.5 }, ["count: must be a whole number."]],
  ["what is no object", 5, ["input: must be an object."]],
  [
    "an unknown field",
    { ...good, nome: 1 },
    ["nome: unknown. Leave it out. Fields are: name, files, count."],
  ],
  [
    "an unknown field inside",
    { ...good, files: [{ path: "", p: 1 }] },
    ["p: unknown in files[0]. Leave it out."],
  ],
  ["a field that is elsewhere", { ...good, other: 1 }, ["other: send name instead."]],
  [
    "a name that may be a secret",
    { ...good, "hunter2 hunter2": 1 },
    ["(a name that is no field name): unknown. Leave it out. Fields are: name, files, count."],
  ],
  [
    "a name of every object",
    JSON.parse('{"name":"a","files":[],"count":1,"constructor":1}'),
    ["constructor: unknown. Leave it out. Fields are: name, files, count."],
  ],
])("of %s it says which field, why and what to send", (_, input, lines) => {
  expect(told(input)).toEqual(lines);
});

test("five faults are told, the others counted", () => {
  const files = Array.from({ length: 7 }, () => ({ path: 1 }));
  expect(told({ ...good, files }).at(-1)).toBe("(and 2 more)");
  expect(told({ ...good, files })).toHaveLength(6);
});
