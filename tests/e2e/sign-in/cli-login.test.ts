import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { runAzebal, startStdioAzebal } from "../support/azebal-process.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { type EntraWorld, openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";

/** An `az` on the path that gives the token which the Azure CLI would. */
async function withAzureCli({ env, simulator }: EntraWorld): Promise<Record<string, string>> {
  const resource = encodeURIComponent("https://management.azure.com");
  const response = await fetch(`${simulator.url}/simulator/token?resource=${resource}`);
  const { access_token: accessToken, expires_on: seconds } = (await response.json()) as Record<
    string,
    string
  >;
  const directory = join(temporaryDirectory(), "bin");
  mkdirSync(directory);
  const answer = JSON.stringify({ accessToken, expires_on: Number(seconds), tokenType: "Bearer" });
  writeFileSync(join(directory, "az"), `#!/bin/sh\ncat <<'END'\n${answer}\nEND\n`);
  chmodSync(join(directory, "az"), 0o755);
  return { ...env, PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}` };
}

test("azebal login --cli signs in for the windows of this machine", async () => {
  const world = await openEntraWorld({ isPublic: true });
  const env = await withAzureCli(world);
  const login = await runAzebal(["login", "--cli"], env);
  expect([login.code, login.stdout]).toEqual([0, expect.stringContaining(`Signed in as ${world.users[0]}`)]);
  const { client } = await startStdioAzebal([], env);
  const who = await client.callTool({ name: "whoami", arguments: {} });
  expect(who.structuredContent).toMatchObject({ user: world.users[0], signed_in_by: "entra" });
  await client.close();
});

test("azebal login --cli --link brings the token to a gateway elsewhere, for the person who was asked", async () => {
  const world = await openEntraWorld();
  const env = await withAzureCli(world);
  const azebal = await startServingAzebal([], world.env);
  const { client } = await connectAs(azebal.url, new Person(world, world.users[0]!));
  const asked = await client.callTool({ name: "login", arguments: { again: true, wait_seconds: 0 } });
  const { url } = asked.structuredContent as { url: string };
  const login = await runAzebal(["login", "--cli", "--link", url], env);
  expect([login.code, login.stdout]).toEqual([0, expect.stringContaining("You are signed in")]);
  const again = await runAzebal(["login", "--cli", "--link", url], env);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("This link is no longer good")]);
});

test.each([
  [["--link", "https://gateway.example/auth/sign-in?request=x"], "--link goes with --cli"],
  [
    ["--cli", "--link", "http://gateway.example/auth/sign-in?request=x"],
    "--link is the link that the login tool gave",
  ],
  [["--cli", "--link", "https://gateway.example/"], "--link is the link that the login tool gave"],
])("azebal login %j says what to do", async (args, message) => {
  const world = await openEntraWorld({ isPublic: true });
  const { code, stderr } = await runAzebal(["login", ...args], await withAzureCli(world));
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test("without an Azure CLI that is signed in, azebal login --cli says how to sign it in", async () => {
  const world = await openEntraWorld({ isPublic: true });
  const { code, stderr } = await runAzebal(["login", "--cli"], world.env);
  expect([code, stderr]).toEqual([1, expect.stringContaining("Run: az login")]);
});
