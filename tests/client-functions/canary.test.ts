import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlanter } from "../domain/redaction/planted-secrets.ts";
import { alice, type FunctionApp, started, startFunctionApp } from "./support/function-app.ts";

const planter = createPlanter(41);
const secrets: string[] = [];

function plant(secret: string): string {
  secrets.push(secret);
  return secret;
}

/** Every byte in the folder of the stores: the database, its log and its index. */
function bytesOf({ directory }: FunctionApp): Buffer {
  return Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name))));
}

test("secrets planted in every field are in no byte of the database, its log, the engine, the logs or the answers", async () => {
  const app = startFunctionApp();
  const filler = "x = 1\n".repeat(4_000);
  const request = {
    error: `Login failed: Server=s;User ID=app;Password=${plant(planter.password())};\nBearer ${plant(planter.jwt())}`,
    source_code: [
      {
        path: `https://u:${plant(planter.password())}@host/app.py`,
        content: `DB_PASSWORD=${plant(planter.password())}\n${filler}`,
      },
      {
        path: ".env",
        content: `AZURE_CLIENT_SECRET=${plant(planter.clientSecret())}\nAccountKey=${plant(planter.key88())}\n`,
      },
    ],
    context: {
      subscription_id: `password=${plant(planter.password())}`,
      resource_ids: [`/subscriptions/s?sig=${plant(planter.hex32())}`],
      notes: `비밀번호: ${plant(planter.password())}, api-key: ${plant(planter.hex32())}`,
    },
    idempotency_key: plant(planter.password()),
  };
  const id = await started(app, request);
  await app.send(alice, "POST", "/api/diagnoses", { error: request.error, [plant(planter.password())]: 1 });
  app.engine.set(id, {
    runtimeStatus: "Running",
    customStatus: { phase: "input_required", round: 1, done: 0, total: 0, question: { id: "q1", text: "?" } },
  });
  const answer = { question_id: "q1", answer: `it is password=${plant(planter.password())}` };
  const replies = [
    await app.send(alice, "POST", `/api/diagnoses/${id}/answers`, answer),
    await app.send(alice, "POST", `/api/diagnoses/${id}/cancel`, {}),
    await app.send(alice, "GET", `/api/diagnoses/${id}/evidence/e0`),
    await app.send(alice, "GET", "/api/diagnoses"),
  ];
  await app.stores.audit.write({
    traceId: "t",
    userPrincipalName: alice.userPrincipalName,
    tenantId: alice.tenantId,
    objectId: alice.objectId,
    toolCalled: "debug_error",
    requestPayload: { ...request, idempotency_key: undefined },
    responsePayload: replies,
    executionTimeMs: 1,
    outcome: "ok",
    createdAt: "2026-03-01T10:00:00.000Z",
  });

  const places: Record<string, string> = {
    "the open database": bytesOf(app).toString("latin1"),
    "the stored bodies": JSON.stringify([
      await app.stores.evidence.list(id),
      await app.stores.audit.list({ limit: 10 }),
    ]),
    "the index": JSON.stringify((await app.stores.diagnoses.list(alice, { limit: 10 })).diagnoses),
    "the engine": JSON.stringify([app.engine.starts, app.engine.events]),
    "the log": app.logged.join("\n"),
    "the answers": JSON.stringify(replies),
  };
  await app.stores.close();
  places["the closed database"] = bytesOf(app).toString("latin1");
  const found = Object.entries(places).flatMap(([place, text]) =>
    secrets
      .filter((secret) => text.includes(secret))
      .map((secret) => `${place}: secret ${secrets.indexOf(secret)}`),
  );
  const sizes = Object.values(places).filter((text) => text.length < 20);
  expect({ found, sizes, planted: secrets.length }).toEqual({ found: [], sizes: [], planted: 13 });
});
