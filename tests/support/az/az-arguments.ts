/** A command line of az, taken apart as argparse does. */
export interface AzArguments {
  /** The words before the first option: `graph query`. */
  readonly command: string;
  /** Every value of an option, by its long name without the dashes. */
  readonly options: Readonly<Record<string, readonly string[]>>;
}

/** The command line is wrong: az says so and ends with 2. */
export class AzUsageError extends Error {
  override readonly name = "AzUsageError";
  readonly code = "AzUsage";
}

const global = ["query", "output", "subscription"];
const known: Readonly<Record<string, readonly string[]>> = {
  rest: ["method", "url", "headers", "body", "resource"],
  "graph query": ["graph-query", "first", "subscriptions"],
  "monitor log-analytics query": ["workspace", "analytics-query", "timespan"],
  "monitor log-analytics workspace show": ["ids"],
  "account show": [],
  "extension show": ["name"],
};

export function parseAzArguments(argv: readonly string[]): AzArguments {
  const first = argv.findIndex((word) => word.startsWith("-"));
  const end = first < 0 ? argv.length : first;
  const command = argv.slice(0, end).join(" ");
  const own = known[command];
  if (own === undefined) throw new AzUsageError(`'${command}' is not in the stand-in for az.`);
  const options: Record<string, string[]> = {};
  let current: string[] | undefined;
  for (const word of argv.slice(end)) {
    // argparse takes a value that begins with a dash for an option, and az takes one that begins with @ for a file's name.
    if (word.startsWith("-")) {
      const name = word === "-o" ? "output" : word.replace(/^--/, "");
      if (![...own, ...global].includes(name)) throw new AzUsageError(`unrecognized arguments: ${word}`);
      if (options[name] !== undefined) throw new AzUsageError(`${word} is given twice.`);
      current = options[name] = [];
    } else if (word.startsWith("@")) throw new AzUsageError(`No such file or directory: ${word.slice(1)}`);
    else if (current === undefined) throw new AzUsageError(`unrecognized arguments: ${word}`);
    else current.push(word);
  }
  for (const [name, values] of Object.entries(options))
    if (values.length === 0 || (values.length > 1 && !["subscriptions", "headers"].includes(name)))
      throw new AzUsageError(`argument --${name}: expected one argument`);
  return { command, options };
}
