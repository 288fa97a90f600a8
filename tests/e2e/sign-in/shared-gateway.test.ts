import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EnvelopeSchema } from "../../../domain/contract/envelope.ts";
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

test("what the directory has not consented to is a gap with a command, and ends no sign-in", async () => {
  const scenario = "ingress-pending-ip";
  const world = await openEntraWorld({ scenario });
  const azebal = await startServingAzebal([], world.env);
  const name = world.users[0]!;
  const { client } = await connectAs(azebal.url, new Person(world, name));
  world.entra.apply({ users: { [name]: { unconsented: ["https://graph.microsoft.com"] } } });
  const sent = JSON.parse(readFileSync(join(scenarioFolder(scenario), "request.json"), "utf8")) as Record<
    string,
    unknown
  >;
  const answer = await client.callTool({ name: "debug_error", arguments: { ...sent, wait_seconds: 60 } });
  const { report, status } = EnvelopeSchema.parse(answer.structuredContent);
  expect([status, report?.root_cause.code]).toEqual(["completed", "unknown"]);
  const gap = report!.gaps.find(({ command }) => command?.includes("/v1.0/applications("))!;
  expect(gap).toMatchObject({
    what: expect.stringMatching(/refused \(ConsentRequired\)$/u) as string,
    permission: "Application.Read.All (Microsoft Graph)",
  });
  const who = await client.callTool({ name: "whoami", arguments: {} });
  expect(who.structuredContent).toMatchObject({ user: name });
  const tenant = JSON.parse(readFileSync(join(scenarioFolder(scenario), "tenant.json"), "utf8")) as {
    graph: Record<string, unknown>;
  };
  const path = /graph\.microsoft\.com(\/[^"?]+)/u.exec(gap.command!)?.[1] ?? "";
  const goesOn = await client.callTool({
    name: "answer_diagnosis",
    arguments: {
      diagnosis_id: EnvelopeSchema.parse(answer.structuredContent).diagnosis_id,
      question_id: gap.question_id,
      answer: JSON.stringify(tenant.graph[path]),
    },
  });
  const { diagnosis_id } = EnvelopeSchema.parse(goesOn.structuredContent);
  const done = await client.callTool({
    name: "get_diagnosis",
    arguments: { diagnosis_id, wait_seconds: 60 },
  });
  expect(EnvelopeSchema.parse(done.structuredContent).report?.root_cause).toMatchObject({
    code: "entra.client-secret-expired",
    confidence: "likely",
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
