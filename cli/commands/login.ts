import type { Caller } from "../../domain/principal.ts";
import { SignInFailedError } from "../../mcp-gateway/identity/identity.ts";
import { azureCliToken } from "../../services/azure/credentials/azure-cli-token.ts";
import type { Config } from "../../services/platform/config.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Hub, openHub } from "../hub/open-hub.ts";
import { bringTokenTo } from "../sign-in/bring-token.ts";
import { UsageError } from "../usage-error.ts";

/** A person has so long to sign in: as long as the link is good. */
const patienceMs = 15 * 60_000;

/**
 * `azebal login`: signs in for the windows of this machine, in a browser, by a code (`--device-code`) or with the sign-in of the Azure
 * CLI (`--cli`); with `--link`, at the gateway elsewhere that gave the link.
 */
export async function runLogin(parsed: CommandArguments): Promise<number> {
  const hub = await openHub({ env: process.env });
  try {
    const link = textOption(parsed, "link");
    if (parsed.options["cli"] === true) return await byCliToken(hub, link);
    if (link !== undefined)
      throw new UsageError("--link goes with --cli: without it, open the link in a browser.");
    return await byPerson(hub, parsed.options["device-code"] === true ? "device_code" : "browser");
  } finally {
    await hub.close();
  }
}

async function byCliToken(hub: Hub, link: string | undefined): Promise<number> {
  if (link === undefined && hub.entra === undefined) return signedInByMachine(hub);
  const token = await tokenOf(hub.config);
  if (link !== undefined) return say(await bringTokenTo(link, token));
  return signedIn(await hub.bringToken(token));
}

async function tokenOf({ azure, tenantId }: Config): Promise<string> {
  const token = await azureCliToken(azure.arm.audience, tenantId);
  if (!token.ok) throw new SignInFailedError(token.failure.message);
  return token.value;
}

async function signedInByMachine(hub: Hub): Promise<number> {
  const { userPrincipalName } = await hub.principal();
  return say(`Signed in as ${userPrincipalName}, by this machine's own sign-in: nothing is left to do.`);
}

async function byPerson(hub: Hub, method: "browser" | "device_code"): Promise<number> {
  if (hub.identity === undefined) return signedInByMachine(hub);
  const step = await hub.identity.login({ method, again: true });
  if (step.kind === "signed_in") return signedIn(step.caller);
  if (step.kind === "run_command") throw new SignInFailedError(`${step.why} Run: ${step.command}`);
  process.stdout.write(
    step.kind === "open_url"
      ? `Open this link in a browser of this machine, within 15 minutes:\n${step.url}\n`
      : `Open ${step.url} and enter ${step.userCode}.\n`,
  );
  const caller = await step.end(patienceMs, new AbortController().signal);
  if (caller === undefined) throw new SignInFailedError("Nobody signed in. Run azebal login again.");
  return signedIn(caller);
}

function signedIn({ userPrincipalName }: Caller): number {
  return say(`Signed in as ${userPrincipalName}. Diagnoses that waited for it go on.`);
}

function say(line: string): number {
  process.stdout.write(`${line}\n`);
  return exitCodes.done;
}
