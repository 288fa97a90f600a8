import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scenarioFolder } from "../support/azebal-process.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";

const request = JSON.parse(
  readFileSync(join(scenarioFolder("first-look"), "request.json"), "utf8"),
) as Record<string, unknown>;

test("an IDE signs its developer in at the gateway, and the gateway knows who that is", async () => {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  const person = new Person(world, world.users[0]!);
  const { client } = await connectAs(azebal.url, person);
  const who = await client.callTool({ name: "whoami", arguments: {} });
  expect(who.structuredContent).toMatchObject({ user: world.users[0], signed_in_by: "entra" });
});

async function serve() {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  const person = new Person(world, world.users[0]!);
  return { world, azebal, person, ...(await connectAs(azebal.url, person)) };
}

test("a diagnosis reads Azure with the rights of who signed in", async () => {
  const { client } = await serve();
  const answer = await client.callTool({ name: "debug_error", arguments: { ...request, wait_seconds: 60 } });
  expect(answer.structuredContent).toMatchObject({
    status: "completed",
    report: { root_cause: { confidence: "proven" } },
  });
});

test("a sign-in that is revoked in the middle pauses the diagnosis, and the next one lets it go on", async () => {
  const { azebal, client, person, world } = await serve();
  world.entra.revoke(person.name);
  const paused = await client.callTool({ name: "debug_error", arguments: { ...request, wait_seconds: 60 } });
  expect(paused.structuredContent).toMatchObject({
    status: "input_required",
    failure: { code: "SignInRequired", retryable: true },
    next: { tool: "login", arguments: {} },
  });
  const { diagnosis_id } = paused.structuredContent as { diagnosis_id: string };
  // Its tokens are worth nothing any more, at the gateway neither: the client signs in anew, and that is all it takes.
  const again = await connectAs(azebal.url, person);
  const done = await again.client.callTool({
    name: "get_diagnosis",
    arguments: { diagnosis_id, wait_seconds: 60 },
  });
  expect(done.structuredContent).toMatchObject({ status: "completed" });
});
