import { describe, expect, it } from "vitest";
import { startLoopbackAzure } from "../support/loopback-azure.ts";
import { arm, readerOn } from "../support/reader-on.ts";
import { vault } from "../support/table-paths.ts";

const read = `GET ${vault}`;

describe("a throttled read", () => {
  it.each<[string, number, Record<string, string>, number]>([
    ["seconds", 429, { "retry-after": "42" }, 42_000],
    ["a fraction of seconds", 429, { "retry-after": "1.5" }, 1_500],
    ["no wait at all", 429, { "retry-after": "0" }, 0],
    [
      "a date, counted from the answer's own",
      429,
      { "retry-after": "Wed, 14 Oct 2026 09:21:30 GMT" },
      90_000,
    ],
    ["a date that has passed", 429, { "retry-after": "Wed, 14 Oct 2026 09:00:00 GMT" }, 0],
    ["milliseconds", 429, { "x-ms-retry-after-ms": "250", "retry-after": "9" }, 250],
    ["Resource Graph's quota", 429, { "x-ms-user-quota-resets-after": "00:01:05" }, 65_000],
    ["nothing", 429, {}, 10_000],
    ["a word", 429, { "retry-after": "soon" }, 10_000],
    ["seconds with a 503", 503, { "retry-after": "30" }, 30_000],
    ["seconds with a 500", 500, { "retry-after": "5" }, 5_000],
  ])("is data: %s", async (_, status, headers, retryAfterMs) => {
    const azure = await startLoopbackAzure(() => ({
      status,
      headers,
      body: { error: { code: "TooManyRequests" } },
    }));
    expect(await readerOn(azure.origin)(arm(vault))).toEqual({
      ok: false,
      failure: {
        code: "Throttled",
        message: `Azure asks to wait ${Math.ceil(retryAfterMs / 1_000)} s before ${read}.`,
        status,
        retryAfterMs,
      },
    });
    expect(azure.received.length).toBe(1);
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("with status %i is refused, and nothing follows it", async (status) => {
    const elsewhere = await startLoopbackAzure(() => ({ body: { stolen: true } }));
    const azure = await startLoopbackAzure(() => ({
      status,
      headers: { location: `${elsewhere.origin}/x` },
    }));
    expect(await readerOn(azure.origin)(arm(vault))).toEqual({
      ok: false,
      failure: {
        code: "ReadNotAllowed",
        message: `Azure answered ${status} to ${read}: a redirect. It was not followed, since the sign-in goes to the configured endpoint only. Check the AZEBAL endpoints and AZEBAL_CLOUD.`,
        status,
      },
    });
    expect([azure.received.length, elsewhere.received.length]).toEqual([1, 0]);
  });
});

describe("a fault of the wire is thrown for the retry policy:", () => {
  it.each([500, 502, 503, 504, 408])("status %i without Retry-After", async (status) => {
    const azure = await startLoopbackAzure(() => ({ status, headers: { "x-ms-request-id": "req-5" } }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({
      name: "AzureServiceError",
      code: "AzureService",
      status,
      requestId: "req-5",
      message: `Azure answered ${status} to ${read} (request req-5). It is tried again.`,
    });
    expect(azure.received.length).toBe(1);
  });

  it("a connection that is dropped", async () => {
    const azure = await startLoopbackAzure(() => ({ raw: (response) => response.destroy() }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({
      name: "AzureConnectionError",
      code: "AzureConnection",
    });
  });

  it("a host that is not there", async () => {
    await expect(readerOn("http://127.0.0.1:1")(arm(vault))).rejects.toMatchObject({
      name: "AzureConnectionError",
    });
  });

  it("half a body", async () => {
    const azure = await startLoopbackAzure(() => ({
      raw: (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write('{"value":[');
        setImmediate(() => response.destroy());
      },
    }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({ name: "AzureConnectionError" });
  });

  it("a body that is cut where its length is not known", async () => {
    const azure = await startLoopbackAzure(() => ({
      headers: { "content-type": "application/json" },
      body: '{"value":[{"id":1},',
    }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({
      name: "MalformedAnswerError",
      code: "MalformedAnswer",
      message: `Azure's answer to ${read} is malformed: its JSON does not parse. It is tried again.`,
    });
  });

  it("a success of another content type", async () => {
    const azure = await startLoopbackAzure(() => ({
      headers: { "content-type": "text/html" },
      body: "<html>Sign in to the guest network</html>",
    }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({
      name: "MalformedAnswerError",
      message: `Azure's answer to ${read} is malformed: its content type is not JSON (text/html). It is tried again.`,
    });
  });

  it("an answer without Azure's clock", async () => {
    const azure = await startLoopbackAzure(() => ({
      raw: (response) => {
        response.sendDate = false;
        response.writeHead(200, { "content-type": "application/json" });
        response.end("{}");
      },
    }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({
      name: "MalformedAnswerError",
      message: `Azure's answer to ${read} is malformed: it has no Date header. It is tried again.`,
    });
  });

  it("silence before the headers", async () => {
    const azure = await startLoopbackAzure(() => ({ raw: () => {} }));
    await expect(readerOn(azure.origin, { requestTimeoutMs: 50 })(arm(vault))).rejects.toMatchObject({
      name: "AzureTimeoutError",
      code: "AzureTimeout",
      message: `Azure did not answer ${read} within 0.05 s. It is tried again.`,
    });
  });

  it("silence in the middle of the body", async () => {
    const azure = await startLoopbackAzure(() => ({
      raw: (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"value":[');
      },
    }));
    await expect(readerOn(azure.origin, { requestTimeoutMs: 100 })(arm(vault))).rejects.toMatchObject({
      name: "AzureTimeoutError",
    });
  });
});

describe("an answer that is too large", () => {
  it("is a final failure where it is one resource", async () => {
    const azure = await startLoopbackAzure(() => ({ body: { id: vault, text: "x".repeat(5_000_000) } }));
    expect(await readerOn(azure.origin)(arm(vault))).toEqual({
      ok: false,
      failure: {
        code: "AnswerTooLarge",
        message: `The answer to ${read} is larger than AZEBAL keeps. Ask for less of it, by a filter or a child resource.`,
        status: 200,
      },
    });
  });

  it("is not read to its end", async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(1_000_000, "x");
    const azure = await startLoopbackAzure(() => ({
      raw: (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const send = () => {
          while (sentBytes < 500_000_000 && !response.destroyed && response.write(chunk))
            sentBytes += chunk.length;
        };
        response.on("drain", () => {
          sentBytes += chunk.length;
          send();
        });
        send();
      },
    }));
    const outcome = await readerOn(azure.origin)(arm(vault));
    expect(!outcome.ok && outcome.failure.code).toBe("AnswerTooLarge");
    expect(sentBytes).toBeLessThan(100_000_000);
  });
});

describe("a read whose caller gives up", () => {
  it("before it began sends nothing", async () => {
    const azure = await startLoopbackAzure(() => ({ body: {} }));
    const outcome = await readerOn(azure.origin)(arm(vault), AbortSignal.abort());
    expect(outcome).toEqual({
      ok: false,
      failure: { code: "Cancelled", message: `${read} was given up because the diagnosis was cancelled.` },
    });
    expect(azure.received).toEqual([]);
  });

  it("while Azure is silent ends at once", async () => {
    const controller = new AbortController();
    const azure = await startLoopbackAzure(() => {
      setImmediate(() => controller.abort());
      return { raw: () => {} };
    });
    const outcome = await readerOn(azure.origin)(arm(vault), controller.signal);
    expect(!outcome.ok && outcome.failure.code).toBe("Cancelled");
  });
});

describe("plain HTTP", () => {
  it("to another machine is never spoken", async () => {
    await expect(readerOn("http://arm.example")(arm(vault))).rejects.toMatchObject({
      name: "WireRefusedError",
      code: "WireRefused",
    });
  });
});
