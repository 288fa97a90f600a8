import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { expect, test } from "vitest";
import { scenarioFolder } from "../support/azebal-process.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";
import { callTool } from "./support/window.ts";

const request = JSON.parse(
  readFileSync(join(scenarioFolder("first-look"), "request.json"), "utf8"),
) as Record<string, unknown>;

/** A gateway where Ada has a finished diagnosis, and Bob is signed in too. */
async function serve(env: Record<string, string> = {}, asSupport = false) {
  const world = await openEntraWorld();
  const [adaName = "", bobName = ""] = world.users;
  if (asSupport) world.entra.apply({ roles: { Support: [bobName] } });
  const azebal = await startServingAzebal([], { ...world.env, ...env });
  const ada = await connectAs(azebal.url, new Person(world, adaName));
  const bob = await connectAs(azebal.url, new Person(world, bobName));
  const done = await callTool(ada.client, "debug_error", { ...request, wait_seconds: 60 });
  expect(done.data["status"]).toBe("completed");
  return { azebal, ada, bob, id: String(done.data["diagnosis_id"]), world };
}

const unknownId = "dx-00000000000000000000";

/** What a client is told of a diagnosis by every tool and resource, with the ID itself taken out. */
async function askEverything(client: Client, id: string): Promise<string[]> {
  const said: string[] = [];
  const calls: [string, Record<string, unknown>][] = [
    ["get_diagnosis", { diagnosis_id: id }],
    ["get_diagnosis", { diagnosis_id: id, wait_seconds: 1 }],
    ["get_evidence", { diagnosis_id: id, evidence_id: "e0" }],
    ["get_evidence", { diagnosis_id: id, evidence_id: "e1" }],
    ["answer_diagnosis", { diagnosis_id: id, question_id: "q1", answer: "yes" }],
    ["cancel_diagnosis", { diagnosis_id: id }],
    ["submit_feedback", { diagnosis_id: id, verdict: "wrong" }],
  ];
  for (const [name, input] of calls) {
    const { isError, text } = await callTool(client, name, input);
    said.push(`${name} ${isError} ${text}`);
  }
  for (const uri of [`azebal://diagnoses/${id}`, `azebal://diagnoses/${id}/reproduce.sh`])
    said.push(
      await client.readResource({ uri }).then(
        ({ contents }) => JSON.stringify(contents),
        (error: unknown) => String(error),
      ),
    );
  return said.map((text) => text.replaceAll(id, "<id>"));
}

test("to Bob, Ada's diagnosis is as one that never was, by every tool and resource", async () => {
  const { ada, bob, id } = await serve();
  const foreign = await askEverything(bob.client, id);
  expect(foreign).toEqual(await askEverything(bob.client, unknownId));
  expect(foreign.every((text) => / true |McpError/u.test(text))).toBe(true);
  expect((await callTool(bob.client, "list_diagnoses")).text).not.toContain(id);
  const own = await askEverything(ada.client, id);
  expect(own.filter((text) => foreign.includes(text))).toEqual([]);
});

test("Bob's token opens none of Ada's MCP sessions, and Ada's refresh token no other client", async () => {
  const { ada, azebal, bob } = await serve();
  const session = await openSession(azebal.url, ada.authorization.tokensKept?.access_token);
  const list = (token: string | undefined) =>
    post(azebal.url, token, { jsonrpc: "2.0", id: 2, method: "tools/list" }, session);
  expect([
    (await list(ada.authorization.tokensKept?.access_token)).status,
    (await list(bob.authorization.tokensKept?.access_token)).status,
    (await list(undefined)).status,
  ]).toEqual([200, 404, 401]);
  const renewAs = async (clientId: string) => {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: clientId,
      refresh_token: ada.authorization.tokensKept?.refresh_token ?? "",
    });
    return (await fetch(new URL("/token", azebal.url), { method: "POST", body })).status;
  };
  expect([await renewAs("another-client"), await renewAs("azebal-ide")]).toEqual([400, 200]);
});

test("a token that Bob changed to Ada's session, or signed himself, is refused", async () => {
  const { azebal, bob } = await serve();
  const token = bob.authorization.tokensKept?.access_token ?? "";
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...claims, sid: "the-session-of-somebody-else" })).toString(
    "base64url",
  );
  const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
  const statuses = await Promise.all(
    [
      `${header}.${changed}.${signature}`,
      `${none}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${payload}`,
    ].map(async (forged) => (await post(azebal.url, forged, initialize)).status),
  );
  expect(statuses).toEqual([401, 401, 401, 401]);
});

test.each([
  { who: "with the app role Support", may: "read, and change nothing", env: {}, asRole: true },
  {
    who: "outside the support group",
    may: "do neither",
    env: { AZEBAL_SUPPORT_GROUP: "00000000-0000-4000-8000-000000000000" },
    asRole: false,
  },
])("a colleague $who may $may", async ({ asRole, env }) => {
  const { ada, bob, id } = await serve(env, asRole);
  const read = await callTool(bob.client, "get_diagnosis", { diagnosis_id: id });
  const evidence = await callTool(bob.client, "get_evidence", { diagnosis_id: id, evidence_id: "e0" });
  const cancel = await callTool(bob.client, "cancel_diagnosis", { diagnosis_id: id });
  const answer = await callTool(bob.client, "answer_diagnosis", {
    diagnosis_id: id,
    question_id: "q",
    answer: "a",
  });
  expect([read.isError, evidence.isError, cancel.isError, answer.isError]).toEqual([
    !asRole,
    !asRole,
    true,
    true,
  ]);
  expect((await callTool(bob.client, "cancel_diagnosis", { diagnosis_id: unknownId })).text).toBe(
    cancel.text.replaceAll(id, unknownId),
  );
  expect((await callTool(ada.client, "get_diagnosis", { diagnosis_id: id })).data["status"]).toBe(
    "completed",
  );
});

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "e2e", version: "1" } },
};

async function openSession(url: string, token: string | undefined): Promise<string> {
  const answer = await post(url, token, initialize);
  return answer.headers.get("mcp-session-id") ?? "";
}

async function post(
  url: string,
  token: string | undefined,
  body: object,
  session?: string,
): Promise<Response> {
  return await fetch(url, {
    method: "POST",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(session === undefined ? {} : { "mcp-session-id": session }),
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify(body),
  });
}
