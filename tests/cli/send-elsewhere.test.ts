import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { FunctionAppElsewhereError, sendElsewhere } from "../../cli/hub/send-elsewhere.ts";

const atOnce = () => Promise.resolve();

/** A server on this machine, gone when the test is over. @returns its origin. */
async function serving(listener: RequestListener): Promise<string> {
  const { origin, close } = await listening(createServer(listener));
  onTestFinished(close);
  return origin;
}

async function listening(server: Server): Promise<{ origin: string; close: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const command = (signal?: AbortSignal) =>
  new Request("http://function-app.local/api/diagnoses?limit=1", {
    method: "POST",
    headers: { authorization: "Bearer who-asks", "content-type": "application/json" },
    body: JSON.stringify({ error: "비밀" }),
    ...(signal ? { signal } : {}),
  });

async function received(incoming: IncomingMessage) {
  const { method, url, headers } = incoming;
  return { method, url, authorization: headers.authorization, body: await text(incoming) };
}

const whole = {
  method: "POST",
  url: "/api/diagnoses?limit=1",
  authorization: "Bearer who-asks",
  body: '{"error":"비밀"}',
};

test("the request reaches the other origin as it is, and its answer comes back", async () => {
  const seen: unknown[] = [];
  const origin = await serving((incoming, outgoing) => {
    void received(incoming).then((one) => {
      seen.push(one);
      outgoing.writeHead(202, { "content-type": "application/json" }).end('{"diagnosis_id":"d1"}');
    });
  });
  const response = await sendElsewhere(command(), origin, atOnce);
  expect([response.status, await response.json(), seen]).toEqual([202, { diagnosis_id: "d1" }, [whole]]);
});

test("a request whose connection broke is sent again, whole", async () => {
  const seen: unknown[] = [];
  const origin = await serving((incoming, outgoing) => {
    void received(incoming).then((one) => {
      seen.push(one);
      if (seen.length < 3) incoming.socket.destroy();
      else outgoing.end("{}");
    });
  });
  const response = await sendElsewhere(command(), origin, atOnce);
  expect([response.status, seen]).toEqual([200, [whole, whole, whole]]);
});

test("where nothing listens, one error says where and what to do", async () => {
  const { origin, close } = await listening(createServer());
  await close();
  let waits = 0;
  const failure = await sendElsewhere(command(), origin, async () => {
    waits += 1;
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FunctionAppElsewhereError);
  expect((failure as Error).message).toBe(
    `There is no answer from ${origin} (ECONNREFUSED). Check that the function app runs there, and AZEBAL_FUNCTION_APP_URL.`,
  );
  expect(waits).toBe(7);
});

test("a redirect is not followed: who asks is told to the configured origin alone", async () => {
  const seen: unknown[] = [];
  const other = await serving((incoming, outgoing) => {
    seen.push(incoming.url);
    outgoing.end();
  });
  const origin = await serving((_, outgoing) => {
    outgoing.writeHead(307, { location: `${other}/api/diagnoses` }).end();
  });
  expect([(await sendElsewhere(command(), origin, atOnce)).status, seen]).toEqual([307, []]);
});

test("a request that is given up is not sent again, and rejects with the reason", async () => {
  const leaving = new AbortController();
  let requests = 0;
  const origin = await serving(() => {
    requests += 1;
    leaving.abort(new Error("the client left"));
  });
  await expect(sendElsewhere(command(leaving.signal), origin, atOnce)).rejects.toThrow("the client left");
  expect(requests).toBe(1);
});
