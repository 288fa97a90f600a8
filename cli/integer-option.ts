import { type CommandArguments, textOption } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/**
 * An option that is a whole number from 0 to `most`; undefined where it was not given.
 *
 * @throws UsageError for everything else.
 */
export function integerOption(parsed: CommandArguments, name: string, most: number): number | undefined {
  const text = textOption(parsed, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value > most)
    throw new UsageError(`--${name} ${text}: give a number from 0 to ${most}.`);
  return value;
}

export const highestPort = 65_535;
