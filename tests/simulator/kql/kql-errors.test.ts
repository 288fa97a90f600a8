import { describe, expect, test } from "vitest";
import { engine, nowMs, source } from "./kql-people.ts";

describe.each([
  ["print x = nonsense(1)", "SEM0260", "Unknown function: 'nonsense'."],
  ["print x = y", "SEM0100", "'print' operator: Failed to resolve column or scalar expression named 'y'"],
  [
    "print x = 'a' < 1",
    "SEM0064",
    "Cannot compare values of types string and long. Try adding explicit casts",
  ],
  [
    "print x = 'a' + 1",
    "SEM0062",
    "Operator '+' cannot be applied to operands of type string and long. Try adding explicit casts",
  ],
  ["print x = strlen()", "SEM0219", "'strlen': function expects 1 argument(s)."],
  ["print x = substring('a')", "SEM0219", "'substring': function expects 2 to 3 argument(s)."],
  ["print x = 'a'.b", "SEM0001", "Path expression: '.b' needs a dynamic value, not string"],
  ["print x = 'a' matches regex '('", "SEM0420", "Regex pattern is ill-formed: '('"],
])("%s", (query, code, message) => {
  test(`is ${code}`, async () => {
    await expect(engine.run(query, source, nowMs)).rejects.toMatchObject({
      name: "KqlSemanticError",
      code,
      message,
    });
  });
});

describe.each([
  [
    "people | where height > 1",
    "SEM0100",
    "'where' operator: Failed to resolve column or scalar expression named 'height'",
  ],
  [
    "nothing | where x",
    "SEM0100",
    "'where' operator: Failed to resolve table or column expression named 'nothing'",
  ],
  [
    "union people, nothing",
    "SEM0100",
    "'union' operator: Failed to resolve table or column expression named 'nothing'",
  ],
  [
    "people | project-away height",
    "SEM0100",
    "'project-away' operator: Failed to resolve column or scalar expression named 'height'",
  ],
  [
    "people | project-rename a = height",
    "SEM0100",
    "'project-rename' operator: Failed to resolve column or scalar expression named 'height'",
  ],
  ["people | project name, name", "SEM0019", "'project' operator: a column named 'name' already exists"],
  [
    "people | join kind=inner teams on name",
    "SEM0100",
    "'join' operator: Failed to resolve column or scalar expression named 'name'",
  ],
  [
    "people | join teams on $left.team != $right.team",
    "SEM0186",
    "'join' operator: only column entities or equality expressions ($left.column == $right.column) are allowed in this context",
  ],
  ["people | summarize median(age)", "SEM0260", "Unknown function: 'median'."],
  [
    "people | mv-apply role = extra.roles on (where role == 'x')",
    "SEM0001",
    "This service does not support the operator 'mv-apply' in queries.",
  ],
  [
    "people | parse name with 'a' rest",
    "SEM0001",
    "This service does not support the operator 'parse' in queries.",
  ],
  [
    "people | make-series count() default=0 on age step 1",
    "SEM0001",
    "This service does not support the operator 'make-series' in queries.",
  ],
  [
    "let f = (x: long) { x + 1 }; print f(1)",
    "SEM0001",
    "This service does not support functions declared by 'let' in queries.",
  ],
  [
    "externaldata(x: string)['https://example.com']",
    "SEM0001",
    "This service does not support the source 'external-data' in queries.",
  ],
])("%s", (query, code, message) => {
  test(`is ${code}`, async () => {
    await expect(engine.run(query, source, nowMs)).rejects.toMatchObject({
      name: expect.stringMatching(/^(Kql|Unknown)/) as string,
      code,
      message,
    });
  });
});

test("a syntax error tells the line, the place in it and the token", async () => {
  await expect(engine.run("people\n| where name ==", source, nowMs)).rejects.toMatchObject({
    name: "KqlSyntaxError",
    code: "SYN0002",
    line: 2,
    positionInLine: 15,
    token: "<EOF>",
  });
});
