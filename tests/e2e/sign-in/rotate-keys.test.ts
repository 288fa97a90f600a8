import { expect, test } from "vitest";
import { runAzebal } from "../support/azebal-process.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";

test("a session, its access token and a new sign-in outlive a rotation of the keys, while the gateway runs", async () => {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  const person = new Person(world, world.users[0]!);
  const before = await connectAs(azebal.url, person);
  const rotation = await runAzebal(["keys", "--rotate-sessions"], world.env);
  expect([rotation.code, rotation.stdout]).toEqual([
    0,
    expect.stringContaining("with a new key from now on"),
  ]);
  const after = await connectAs(azebal.url, person);
  for (const { client } of [before, after]) {
    const who = await client.callTool({ name: "whoami", arguments: {} });
    expect(who.structuredContent).toMatchObject({ user: world.users[0] });
  }
});
