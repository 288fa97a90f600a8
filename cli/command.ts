import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export interface OptionDefinition {
  type: "string" | "boolean";
  multiple?: boolean;
  /** What stands behind the option's name in the help, such as `<folder>`. */
  value?: string;
  help: string;
}

export interface CommandDefinition {
  name: string;
  /** One line for the overview. */
  summary: string;
  /** Positional arguments as the help shows them, such as `<file|->`. */
  positionals?: string;
  options: Record<string, OptionDefinition>;
}

export interface CommandArguments {
  options: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
}

/**
 * Parses what follows the command's name. Unknown options, missing values and surplus arguments are a `UsageError`.
 */
export function parseCommandArguments(
  definition: CommandDefinition,
  argv: readonly string[],
): CommandArguments {
  const options: Record<string, { type: "string" | "boolean"; multiple?: boolean }> = {
    help: { type: "boolean" },
  };
  for (const [name, option] of Object.entries(definition.options))
    options[name] = { type: option.type, ...(option.multiple ? { multiple: true } : {}) };
  try {
    const parsed = parseArgs({
      args: [...argv],
      options,
      strict: true,
      allowPositionals: definition.positionals !== undefined,
    });
    return { options: parsed.values as CommandArguments["options"], positionals: parsed.positionals };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". To specify")[0] : String(error);
    throw new UsageError(`${reason}. "azebal ${definition.name} --help" lists what it takes.`, {
      cause: error,
    });
  }
}

/** The text of `azebal <command> --help`. */
export function commandHelp(definition: CommandDefinition): string {
  const entries: [string, string][] = Object.entries(definition.options).map(([name, option]) => [
    `--${name}${option.value ? ` ${option.value}` : ""}`,
    option.help,
  ]);
  entries.push(["--help", "this text"]);
  const width = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`);
  const usage = ["azebal", definition.name, "[options]", definition.positionals].filter(Boolean).join(" ");
  return `${definition.summary}\n\nUsage: ${usage}\n\n${lines.join("\n")}\n`;
}

/** An option that was given once, as text. */
export function textOption(parsed: CommandArguments, name: string): string | undefined {
  const value = parsed.options[name];
  return typeof value === "string" ? value : undefined;
}

/** Every value of an option that may be given several times. */
export function listOption(parsed: CommandArguments, name: string): string[] {
  const value = parsed.options[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
