import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runKeys } from "../../cli/commands/keys.ts";
import { examine } from "../../cli/doctor/checks.ts";
import { type Hub, openHub } from "../../cli/hub/open-hub.ts";
import { readConfig } from "../../services/platform/config.ts";
import { createAssertionVerifier } from "../../services/platform/principal-assertion.ts";
import { scenarioFolder } from "../e2e/support/azebal-process.ts";

const principal = { tenantId: "T", objectId: "O", userPrincipalName: "dev@contoso.example" };
const origin = "http://127.0.0.1:7071";

let directory: string;
let env: Record<string, string>;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "azebal-elsewhere-")), "data");
  env = { AZEBAL_DATA_DIR: directory, AZEBAL_FUNCTION_APP_URL: origin };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(join(directory, ".."), { recursive: true, force: true });
});

/** What `azebal keys` prints. */
async function printedKeys(): Promise<string> {
  let printed = "";
  vi.stubEnv("AZEBAL_DATA_DIR", directory);
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  expect(await runKeys({ options: {}, positionals: [] })).toBe(0);
  write.mockRestore();
  return printed;
}

test("azebal keys prints on one line what AZEBAL_ASSERTION_JWKS takes, the same each time, and no private key", async () => {
  const printed = await printedKeys();
  expect(printed).toMatch(/^\{.+\}\n$/);
  expect(readConfig({ AZEBAL_ASSERTION_JWKS: printed }).assertionJwks).toEqual(JSON.parse(printed));
  expect(await printedKeys()).toBe(printed);
  expect(readdirSync(directory)).toEqual(["assertion-keys.json"]);
  expect(statSync(join(directory, "assertion-keys.json")).mode & 0o777).toBe(0o600);
});

test("a gateway of a function app elsewhere signs with that key, and opens no database for it", async () => {
  const hub = await openHub({ env });
  const assertion = await hub.signAssertion(principal);
  await hub.close();
  const jwks = JSON.parse(await printedKeys()) as Parameters<typeof createAssertionVerifier>[0];
  expect(await createAssertionVerifier(jwks).verify(assertion)).toMatchObject({ principal, roles: [] });
  expect([hub.functionAppUrl, readdirSync(directory)]).toEqual([origin, ["assertion-keys.json"]]);
});

test("with a scenario the function app runs on this machine, whatever the environment names", async () => {
  const hub = await openHub({ scenario: scenarioFolder("first-look"), env });
  await hub.close();
  expect(hub.functionAppUrl).toBeUndefined();
});

/** What the doctor says of a function app elsewhere that gives this status. */
async function examined(status: number): Promise<[string, boolean, string][]> {
  const hub: Partial<Hub> = {
    config: readConfig(env),
    functionAppUrl: origin,
    principal: async () => principal,
    directory: async () => directory,
    signAssertion: async () => "assertion",
    functionApp: { send: async () => new Response("{}", { status }) },
  };
  const results: [string, boolean, string][] = [];
  await examine(hub as Hub, ({ name, isOk, detail }) => void results.push([name, isOk, detail]));
  return results.slice(-2);
}

test("the doctor names the function app elsewhere, and says what to set where it does not know the key", async () => {
  const found = ["function app", true, `elsewhere, at ${origin}`];
  expect(await examined(200)).toEqual([found, ["commands", true, "the function app answers"]]);
  expect(await examined(401)).toEqual([
    found,
    [
      "commands",
      false,
      `${origin} does not accept this gateway's key: set AZEBAL_ASSERTION_JWKS there to what "azebal keys" prints, and check the clocks of both`,
    ],
  ]);
});
