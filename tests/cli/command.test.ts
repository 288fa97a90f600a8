import { describe, expect, test } from "vitest";
import { commandHelp, listOption, parseCommandArguments, textOption } from "../../cli/command.ts";
import { commandDefinitions } from "../../cli/command-table.ts";
import { UsageError } from "../../cli/usage-error.ts";

describe("parseCommandArguments", () => {
  test("an unknown option is a usage error that names the help", () => {
    expect(() => parseCommandArguments(commandDefinitions.demo, ["--colour"])).toThrow(
      new UsageError(`Unknown option '--colour'. "azebal demo --help" lists what it takes.`),
    );
  });

  test("an argument where none belongs is a usage error", () => {
    expect(() => parseCommandArguments(commandDefinitions.mcp, ["something"])).toThrow(UsageError);
  });

  test("an option without its value is a usage error", () => {
    expect(() => parseCommandArguments(commandDefinitions.demo, ["--scenario"])).toThrow(UsageError);
  });

  test("repeatable options keep every value in order", () => {
    const parsed = parseCommandArguments(commandDefinitions.diagnose, [
      "--code",
      "a.ts",
      "--code",
      "b.ts",
      "-",
    ]);
    expect(listOption(parsed, "code")).toEqual(["a.ts", "b.ts"]);
    expect(parsed.positionals).toEqual(["-"]);
    expect(textOption(parsed, "scenario")).toBeUndefined();
  });
});

test.each(Object.values(commandDefinitions))(
  "the help of $name names every option it takes",
  (definition) => {
    const help = commandHelp(definition);
    for (const name of Object.keys(definition.options)) expect(help).toContain(`--${name}`);
    expect(help).toContain(`Usage: azebal ${definition.name}`);
  },
);
