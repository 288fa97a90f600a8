import { type CommandArguments, textOption } from "../command.ts";
import { examine } from "../doctor/checks.ts";
import { exitCodes } from "../exit-codes.ts";
import { openHub } from "../hub/open-hub.ts";
import { quietEnvironment } from "../hub/quiet-environment.ts";

/** `azebal doctor`: what AZEBAL needs on this machine, found or missing, each with what to do. */
export async function runDoctor(parsed: CommandArguments): Promise<number> {
  const hub = await openHub({ scenario: textOption(parsed, "scenario"), env: quietEnvironment(process.env) });
  try {
    const isHealthy = await examine(hub, ({ name, isOk, detail }) => {
      process.stdout.write(`${isOk ? "ok     " : "MISSING"}  ${name.padEnd(14)} ${detail}\n`);
    });
    return isHealthy ? exitCodes.done : exitCodes.failed;
  } finally {
    await hub.close();
  }
}
