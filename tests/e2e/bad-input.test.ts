import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { describe, expect, test } from "vitest";
import { limits } from "../../domain/limits.ts";
import { runAzebal, scenarioFolder, startStdioAzebal } from "./support/azebal-process.ts";
import { startServingAzebal } from "./support/serving-azebal.ts";
import { diagnosesIn, hubsIn } from "./support/stored-diagnoses.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

type Json = Record<string, unknown>;

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Json;
const tenMegabytes = 10 * 1024 * 1024;
const binary = `MZ\u0000\u0001\u0002${"\ufffd".repeat(40)}`;
const files = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `f${index}.py`, content: "x = 1" }));

/** What a client sends, and what it reads in the failed tool after "Nothing was started.". */
const badRequests: [title: string, input: Json, text: string][] = [
  [
    "an empty request",
    {},
    "error: is missing (string). Send: The error exactly as printed, with its stack trace (50 KB).",
  ],
  [
    "an empty error",
    { error: "" },
    "error: is empty. Send: The error exactly as printed, with its stack trace (50 KB).",
  ],
  [
    "a binary error",
    { error: binary },
    "error: holds binary data, not text. Send the readable text, or leave it out.",
  ],
  [
    "an error of 10 MB",
    { error: "x".repeat(tenMegabytes) },
    `error: ${tenMegabytes} bytes; at most ${limits.errorBytes}. Send the last lines, from the first error on.`,
  ],
  [
    "a binary file",
    { error: "boom", source_code: [{ path: "a.dll", content: binary }] },
    "source_code[0].content (a.dll): holds binary data, not text. Send the readable text, or leave it out.",
  ],
  [
    "200 files",
    { error: "boom", source_code: files(200) },
    "source_code: is too large: at most 50 entries. Send: Code and configuration around the failing call (50 files, 10 MB).",
  ],
  [
    "a request of another shape",
    { message: "boom", code: 403 },
    "error: is missing (string). Send: The error exactly as printed, with its stack trace (50 KB).\nmessage, code: unknown. Leave it out. Fields are: error, source_code, context, language, idempotency_key, wait_seconds.",
  ],
];

async function failuresOf(client: Client): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const [, input] of badRequests) {
    const { isError, content } = await client.callTool({ name: "debug_error", arguments: input });
    failures.push([isError, content]);
  }
  return failures;
}

/** Stdio offers one field more: the server reads the developer's files itself. */
const expectedFailures = (wire: "stdio" | "http") =>
  badRequests.map(([, , text]) => [
    true,
    [
      {
        type: "text",
        text: `Nothing was started.\n${wire === "http" ? text : text.replace("wait_seconds.", "wait_seconds, source_paths.")}`,
      },
    ],
  ]);

async function rightRequest(client: Client): Promise<unknown> {
  const { structuredContent } = await client.callTool({
    name: "debug_error",
    arguments: { ...request, wait_seconds: 100 },
  });
  return (structuredContent as { status: string }).status;
}

describe("each bad request is a failed tool with what to do; nothing is started, and the right one works", () => {
  const statuses = async (dataDirectory: string) =>
    (await diagnosesIn(hubsIn(dataDirectory)[0]!, scenario)).map(([, status]) => status);

  test("over stdio", async () => {
    const dataDirectory = temporaryDirectory();
    const azebal = await startStdioAzebal(["--scenario", scenario], { AZEBAL_DATA_DIR: dataDirectory });
    expect(await failuresOf(azebal.client)).toEqual(expectedFailures("stdio"));
    expect(await rightRequest(azebal.client)).toBe("completed");
    await azebal.close();
    expect(await statuses(dataDirectory)).toEqual(["completed"]);
  });

  test("over HTTP", async () => {
    const dataDirectory = temporaryDirectory();
    const azebal = await startServingAzebal(["--scenario", scenario], { AZEBAL_DATA_DIR: dataDirectory });
    const client = await azebal.connect();
    expect(await failuresOf(client)).toEqual(expectedFailures("http"));
    expect(await rightRequest(client)).toBe("completed");
    await client.close();
    expect((await azebal.stop()).code).toBe(0);
    expect(azebal.output().stderr).toBe("");
    expect(await statuses(dataDirectory)).toEqual(["completed"]);
  });
});

test("what is no MCP at all is answered as such over HTTP, and the server serves on", async () => {
  const azebal = await startServingAzebal(["--scenario", scenario], {
    AZEBAL_DATA_DIR: temporaryDirectory(),
  });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const post = async (body: string) => {
    const response = await fetch(azebal.url, { method: "POST", headers, body });
    return [response.status, ((await response.json()) as { error: { message: string } }).error.message];
  };
  const refusals = await Promise.all(
    ["", binary, "[1,2]", '{"hello":"world"}', `"${"x".repeat(13 * 1024 * 1024)}"`].map(post),
  );
  const noSession = "The Mcp-Session-Id header is missing: initialize a session first.";
  expect(refusals).toEqual([
    [400, "The body is not JSON."],
    [400, "The body is not JSON."],
    [400, noSession],
    [400, noSession],
    [413, "A request may have 12582912 bytes at most. Send only the files around the failing call."],
  ]);
  const client = await azebal.connect();
  expect((await client.listTools()).tools.length).toBeGreaterThan(5);
  await client.close();
  expect((await azebal.stop()).code).toBe(0);
  expect(azebal.output().stderr).toBe("");
});

describe("azebal diagnose", () => {
  const diagnose = (args: string[], input: string) =>
    runAzebal(
      ["diagnose", "--scenario", scenario, ...args],
      { AZEBAL_DATA_DIR: temporaryDirectory() },
      input,
    );

  test("an empty, blank or binary error ends with one message and what to do", async () => {
    const cases: [input: string, message: string][] = [
      ["", "error: is empty. Send: The error exactly as printed, with its stack trace (50 KB)."],
      [" \n\t\n", "error: is blank. Send the error text as it was printed, stack trace included."],
      [binary, "error: holds binary data, not text. Send the readable text, or leave it out."],
    ];
    const ended = await Promise.all(cases.map(([input]) => diagnose(["-"], input)));
    expect(ended).toEqual(
      cases.map(([, message]) => ({
        code: 1,
        stdout: "",
        stderr: `azebal: Nothing was started.\n${message}\n`,
      })),
    );
  });

  test("10 MB end with one message, before anything is opened", async () => {
    expect(await diagnose(["-"], "x".repeat(tenMegabytes))).toEqual({
      code: 2,
      stdout: "",
      stderr: `azebal: Standard input has more than ${limits.errorBytes} bytes. Cut it to the lines around the failure, from the first error on.\n`,
    });
  });
});
