import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runAzebal, scenarioFolder, startStdioAzebal } from "./support/azebal-process.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");

test("wrong arguments of azebal diagnose end with one message and exit code 2, before anything is opened", async () => {
  const work = temporaryDirectory();
  const error = join(work, "error.txt");
  writeFileSync(error, "boom");
  const missing = join(work, "nope.txt");
  const cases: [args: string[], message: string][] = [
    [[], "Name one file that holds the error, or - for standard input: azebal diagnose error.txt"],
    [
      [error, error],
      "Name one file that holds the error, or - for standard input: azebal diagnose error.txt",
    ],
    [[missing], `There is no file ${missing}. Name a text file, or - for standard input.`],
    [[work], `${work} is a folder. Name a text file, or - for standard input.`],
    [[error, "--code", missing], `There is no file ${missing}. Name a text file, or - for standard input.`],
    [
      [error, ...Array.from({ length: 200 }, () => ["--code", error]).flat()],
      "--code names 200 files; at most 50 are taken. Name the files around the failing call.",
    ],
    [[error, "--language", "fr"], "--language fr: give one of en, ko."],
    [
      [error, "--json=yes"],
      `Option '--json' does not take an argument. "azebal diagnose --help" lists what it takes.`,
    ],
  ];
  const dataDirectory = join(work, "data");
  const ended = await Promise.all(
    cases.map(([args]) =>
      runAzebal(["diagnose", "--scenario", scenario, ...args], { AZEBAL_DATA_DIR: dataDirectory }),
    ),
  );
  expect(ended).toEqual(
    cases.map(([, message]) => ({ code: 2, stdout: "", stderr: `azebal: ${message}\n` })),
  );
  expect(existsSync(dataDirectory)).toBe(false);
});

test("unknown commands and options end with one message and exit code 2", async () => {
  const cases: [args: string[], message: string][] = [
    [["explain"], `There is no command "explain". "azebal --help" lists them.`],
    [["toString"], `There is no command "toString". "azebal --help" lists them.`],
    ...["demo", "start", "mcp", "diagnose", "eval", "doctor", "simulator"].map((name): [string[], string] => [
      [name, "--verbose"],
      `Unknown option '--verbose'. "azebal ${name} --help" lists what it takes.`,
    ]),
    [["start", "--port", "http"], "--port http: give a number from 0 to 65535."],
    [["start", "--port", "65536"], "--port 65536: give a number from 0 to 65535."],
    [
      ["mcp", "now"],
      `Unexpected argument 'now'. This command does not take positional arguments. "azebal mcp --help" lists what it takes.`,
    ],
  ];
  const ended = await Promise.all(
    cases.map(([args]) => runAzebal(args, { AZEBAL_DATA_DIR: temporaryDirectory() })),
  );
  expect(ended).toEqual(
    cases.map(([, message]) => ({ code: 2, stdout: "", stderr: `azebal: ${message}\n` })),
  );
});

describe("a scenario", () => {
  function scenarioOf(tenant: string): string {
    const directory = join(temporaryDirectory(), "scenario");
    mkdirSync(directory);
    writeFileSync(join(directory, "request.json"), '{"error":"boom"}');
    writeFileSync(join(directory, "tenant.json"), tenant);
    return directory;
  }
  const format =
    "Name a folder that holds a scenario's request.json and tenant.json (simulator/scenarios/README.md has the format).";
  const commands = ["demo", "start", "mcp", "diagnose", "doctor"];
  const run = (command: string, folder: string) =>
    runAzebal(
      [
        command,
        "--scenario",
        folder,
        ...(command === "diagnose" ? ["-"] : command === "start" ? ["--port", "0"] : []),
      ],
      { AZEBAL_DATA_DIR: temporaryDirectory() },
      "boom",
    );

  test("that is not there ends every command with one message and exit code 2", async () => {
    const folder = join(temporaryDirectory(), "nowhere");
    const ended = await Promise.all(commands.map((command) => run(command, folder)));
    const message = (command: string) =>
      command === "demo"
        ? "its request.json cannot be read. Name a folder with request.json and tenant.json."
        : `there is no tenant.json in it. ${format}`;
    expect(ended).toEqual(
      commands.map((command) => ({
        code: 2,
        stdout: "",
        stderr: `azebal: --scenario ${folder}: ${message(command)}\n`,
      })),
    );
  });

  test.each([
    ["is not JSON", "{nope", "its tenant.json is not valid JSON"],
    [
      "names no user",
      '{"tenantId":"t","users":[]}',
      "its tenant.json does not say who is signed in (users: Too small: expected array to have >=1 items)",
    ],
  ])("whose tenant.json %s ends the command with one message and exit code 2", async (_, tenant, reason) => {
    const folder = scenarioOf(tenant);
    const ended = await Promise.all(["start", "mcp", "diagnose"].map((command) => run(command, folder)));
    const expected = { code: 2, stdout: "", stderr: `azebal: --scenario ${folder}: ${reason}. ${format}\n` };
    expect(ended).toEqual([expected, expected, expected]);
  });

  test("whose tenant.json has another shape ends the command, and is a failed tool over MCP", async () => {
    const folder = scenarioOf(
      '{"tenantId":"t","now":"soon","users":[{"upn":"a@b.example","objectId":"o"}],"subscriptions":{},"resources":[{"id":"x"}]}',
    );
    const message = `${join(folder, "tenant.json")} is not a usable tenant: now: must be an ISO 8601 instant; subscriptions: Invalid input: expected array, received object; resources.0.id: must be a full ARM id. Correct it and start again.`;
    const ended = await Promise.all(["start", "diagnose"].map((command) => run(command, folder)));
    const expected = { code: 1, stdout: "", stderr: `azebal: ${message}\n` };
    expect(ended).toEqual([expected, expected]);
    const azebal = await startStdioAzebal(["--scenario", folder], { AZEBAL_DATA_DIR: temporaryDirectory() });
    const { isError, content } = await azebal.client.callTool({
      name: "debug_error",
      arguments: { error: "boom" },
    });
    await azebal.close();
    const [block] = content as { text: string }[];
    expect([
      isError,
      block!.text.startsWith(`AZEBAL's function app does not answer: ${message.slice(0, 100)}`),
    ]).toEqual([true, true]);
  });
});
