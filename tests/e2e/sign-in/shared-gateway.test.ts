import { expect, test } from "vitest";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";

test("an IDE signs its developer in at the gateway, and the gateway knows who that is", async () => {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  const person = new Person(world, world.users[0]!);
  const { client } = await connectAs(azebal.url, person);
  const who = await client.callTool({ name: "whoami", arguments: {} });
  expect(who.structuredContent).toMatchObject({ user: world.users[0], signed_in_by: "entra" });
});
