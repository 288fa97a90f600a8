import { type FaultRule, parseFaults } from "../../simulator/faults/fault-rules.ts";
import { InvalidFaultsError } from "../../simulator/simulator-errors.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { scenarioIdentity } from "../hub/scenario-principal.ts";
import { simulatorEnvironment } from "../hub/simulator-environment.ts";
import { highestPort, integerOption } from "../integer-option.ts";
import { readInput } from "../read-input.ts";
import { untilStopped } from "../until-stopped.ts";
import { UsageError } from "../usage-error.ts";

const longestLatencyMs = 600_000;
const mostFaultBytes = 1024 * 1024;

/** `azebal simulator`: serves a scenario's simulated Azure alone, for `az rest`, an SDK or an AZEBAL elsewhere. */
export async function runSimulator(parsed: CommandArguments): Promise<number> {
  const folder = textOption(parsed, "scenario");
  if (folder === undefined)
    throw new UsageError("Name the folder to serve: azebal simulator --scenario <folder>");
  const { directory } = scenarioIdentity(folder);
  const port = integerOption(parsed, "port", highestPort);
  const latencyMs = integerOption(parsed, "latency", longestLatencyMs);
  const faults = await readFaults(textOption(parsed, "faults"));
  const stopped = untilStopped();
  const simulator = await startSimulator({
    scenarioDirectory: directory,
    warmUp: true,
    faults,
    ...(port === undefined ? {} : { port }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(parsed.options["entra"] === true ? { entra: true as const } : {}),
  });
  process.stdout.write(introduction(folder, simulator, faults));
  await stopped;
  await simulator.close();
  return exitCodes.done;
}

async function readFaults(file: string | undefined): Promise<FaultRule[]> {
  if (file === undefined) return [];
  const text = await readInput(file, mostFaultBytes);
  try {
    return parseFaults(file, JSON.parse(text));
  } catch (error) {
    if (error instanceof InvalidFaultsError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(
      `${file} is not JSON (${error.message}). Write the faults as docs/simulator.md describes them.`,
      { cause: error },
    );
  }
}

function introduction(folder: string, simulator: Simulator, faults: readonly FaultRule[]): string {
  const { url, principal, entra } = simulator;
  const settings = Object.entries(simulatorEnvironment(url)).map(
    ([name, value]) => `export ${name}=${value}`,
  );
  const wrong = faults.map(({ name }) => name).join(", ") || "nothing";
  return `The Azure of ${folder} is simulated on ${url}
Signed in: ${principal.userPrincipalName}. Going wrong: ${wrong}. Stop with Ctrl+C.

AZEBAL reads it with these settings:

${indented(settings)}

Ask it yourself, with a token of its own:

${indented([
  `TOKEN=$(curl -s "${url}/simulator/token?resource=https://management.azure.com" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  `curl -H "Authorization: Bearer $TOKEN" "${url}/subscriptions?api-version=2022-12-01"`,
  `az rest --skip-authorization-header --headers "Authorization=Bearer $TOKEN" --url "${url}/subscriptions?api-version=2022-12-01"`,
])}

See and change what goes wrong: curl ${url}/simulator/faults
${entra === undefined ? "" : entraIntroduction(url, entra)}`;
}

/** The secret is not printed: a terminal keeps what it shows. */
function entraIntroduction(
  url: string,
  { authority, clientId, apiScope }: NonNullable<Simulator["entra"]>,
): string {
  const { origin, pathname } = new URL(authority);
  return `
Microsoft Entra ID is simulated too. An app signs in with these, and trusts the certificate below:

${indented([`authority  ${authority}`, `client id  ${clientId}`, `API scope  ${apiScope}`])}

AZEBAL signs people in there with these settings, and without AZEBAL_TOKEN_URL (certificate and secret are made at each start):

${indented([
  `curl -s ${url}/simulator/entra | jq -r .certificatePem > entra.pem`,
  `export NODE_EXTRA_CA_CERTS=$PWD/entra.pem`,
  `export AZEBAL_TENANT_ID=${pathname.split("/")[1] ?? ""}`,
  `export AZEBAL_ENTRA_AUTHORITY=${origin}`,
  `export AZEBAL_ENTRA_CLIENT_ID=${clientId}`,
  `export AZEBAL_ENTRA_CLIENT_SECRET=$(curl -s ${url}/simulator/entra | jq -r .clientSecret)`,
])}

Revoke a user: curl -X PUT -d '{"users":{"<upn>":{"revoke":true}}}' ${url}/simulator/entra
`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
