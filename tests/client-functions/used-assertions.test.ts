import { expect, test } from "vitest";
import { answerRequest } from "../../client-functions/http/answer-request.ts";
import {
  createAssertionKeys,
  createAssertionSigner,
  createAssertionVerifier,
} from "../../services/platform/principal-assertion.ts";
import { openTemporaryStores } from "../services/stores/support/temporary-stores.ts";
import { alice } from "./support/function-app.ts";

/** The function app's front with real keys and a real store: which commands got through. */
async function openFront() {
  const keys = await createAssertionKeys();
  const verifier = createAssertionVerifier(keys.jwks);
  const { stores } = await openTemporaryStores();
  const ran: string[] = [];
  const send = async (method: "GET" | "POST", path: string, assertion: string) => {
    const { status } = await answerRequest(
      {
        method,
        url: `https://azebal.azurewebsites.net${path}`,
        headers: new Headers({ authorization: `Bearer ${assertion}` }),
      },
      {
        name: "test",
        verifyAssertion: (text) => verifier.verify(text),
        singleUse: stores.singleUse,
        command: async () => {
          ran.push(`${method} ${path}`);
          return { status: 200, body: {} };
        },
      },
    );
    return status;
  };
  const signer = createAssertionSigner(keys.privateJwk);
  return {
    ran,
    send,
    sign: (command?: string) => signer.sign({ principal: alice, ...(command ? { command } : {}) }),
  };
}

test("an assertion for a command is good for that one, once, also when it is sent twice at the same time", async () => {
  const { ran, send, sign } = await openFront();
  const assertion = await sign("POST /api/diagnoses");
  const both = await Promise.all([
    send("POST", "/api/diagnoses", assertion),
    send("POST", "/api/diagnoses", assertion),
  ]);
  expect(new Set(both)).toEqual(new Set([200, 401]));
  expect(await send("POST", "/api/diagnoses", assertion)).toBe(401);
  expect(ran).toEqual(["POST /api/diagnoses"]);
});

test("an assertion that was signed for another command, or for reads, starts nothing", async () => {
  const { ran, send, sign } = await openFront();
  expect([
    await send("POST", "/api/diagnoses/d1/cancel", await sign("POST /api/diagnoses")),
    await send("POST", "/api/diagnoses", await sign()),
  ]).toEqual([401, 401]);
  expect(ran).toEqual([]);
});

test("an assertion for reads is good for as many as there are", async () => {
  const { send, sign } = await openFront();
  const assertion = await sign();
  expect([
    await send("GET", "/api/diagnoses", assertion),
    await send("GET", "/api/diagnoses/d1", assertion),
  ]).toEqual([200, 200]);
});
