import { commandHelp, parseCommandArguments } from "./command.ts";
import { type CommandName, commandDefinitions, commandLoaders } from "./command-table.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./usage-error.ts";

/** The `azebal` command: finds the command, runs it, and turns every failure into one message and an exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(overview());
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (!Object.hasOwn(commandDefinitions, name))
    throw new UsageError(`There is no command "${name}". "azebal --help" lists them.`);
  const command = name as CommandName;
  const definition = commandDefinitions[command];
  const parsed = parseCommandArguments(definition, rest);
  if (parsed.options["help"] === true) {
    process.stdout.write(commandHelp(definition));
    return exitCodes.done;
  }
  return await (await commandLoaders[command]())(parsed);
}

function overview(): string {
  const rows = Object.values(commandDefinitions).map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`);
  return `AZEBAL: why did this Azure call fail, and what do I change?\n\nUsage: azebal <command> [options]\n\n${rows.join("\n")}\n\n"azebal <command> --help" says more.\n`;
}

/** Whoever reads has seen enough (`azebal audit export | head`): no failure. */
function isPipeClosed(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "EPIPE";
}

process.stdout.on("error", (error) => {
  if (!isPipeClosed(error)) throw error;
});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (isPipeClosed(error)) process.exit(exitCodes.done);
  process.stderr.write(`azebal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}
