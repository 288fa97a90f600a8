import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Finished, runAzebal, scenarioFolder, startStdioAzebal } from "./support/azebal-process.ts";
import { diagnosesIn, hubsIn } from "./support/stored-diagnoses.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as { error: string };

const diagnose = (dataDirectory: string, env: Record<string, string> = {}) =>
  runAzebal(
    ["diagnose", "-", "--scenario", scenario, "--json"],
    { AZEBAL_DATA_DIR: dataDirectory, ...env },
    request.error,
  );

/** What a client of `azebal mcp` reads where the function app cannot be opened. */
async function failedTool(dataDirectory: string): Promise<unknown> {
  const azebal = await startStdioAzebal(["--scenario", scenario], { AZEBAL_DATA_DIR: dataDirectory });
  const { isError, content } = await azebal.client.callTool({ name: "list_diagnoses", arguments: {} });
  await azebal.close();
  return [isError, (content as { text: string }[])[0]?.text];
}

const toolText = (message: string) =>
  `AZEBAL's function app does not answer: ${message.replace(/\.$/, "")}. Nothing is lost: call list_diagnoses again once that is done.`;

test("wrong variables are all told at once, whatever the command", async () => {
  const env = {
    AZEBAL_DATA_DIR: temporaryDirectory(),
    AZEBAL_CLOUD: "mars",
    AZEBAL_HTTP_PORT: "http",
    AZEBAL_DIAGNOSIS_MINUTES: "0",
    AZEBAL_ARM_ENDPOINT: "not a url",
  };
  const ended = await Promise.all(
    ["demo", "start", "mcp", "doctor"].map((command) => runAzebal([command], env)),
  );
  for (const { code, stdout, stderr } of ended) {
    expect([code, stdout]).toEqual([1, ""]);
    const lines = stderr.slice(stderr.indexOf("azebal: ")).trimEnd().split("\n");
    expect(lines.map((line) => line.split(" is ", 1)[0])).toEqual([
      "azebal: The configuration cannot be used:",
      "- AZEBAL_CLOUD",
      "- AZEBAL_ARM_ENDPOINT",
      "- AZEBAL_HTTP_PORT",
      "- AZEBAL_DIAGNOSIS_MINUTES",
    ]);
    expect(lines.slice(1).every((line) => / Set .+\.$/.test(line))).toBe(true);
  }
});

test("a busy port ends azebal start with one message, and whoever holds the port serves on", async () => {
  const holder = createServer();
  onTestFinished(() => void holder.close());
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  const message = `Port ${port} on 127.0.0.1 is taken by another program (perhaps another azebal). End that one, or set AZEBAL_HTTP_PORT to a free port; 0 lets the system choose.`;
  const start = (args: string[], env: Record<string, string>) =>
    runAzebal(["start", "--scenario", scenario, ...args], { AZEBAL_DATA_DIR: temporaryDirectory(), ...env });
  const expected: Finished = { code: 1, stdout: "", stderr: `azebal: ${message}\n` };
  expect(
    await Promise.all([start(["--port", String(port)], {}), start([], { AZEBAL_HTTP_PORT: String(port) })]),
  ).toEqual([expected, expected]);
  expect(holder.listening).toBe(true);
});

test("a data folder that cannot be written ends the command, and is a failed tool over MCP", async () => {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, "mine");
  const dataDirectory = join(file, "azebal");
  const start = runAzebal(["start", "--port", "0", "--scenario", scenario], {
    AZEBAL_DATA_DIR: dataDirectory,
  });
  for (const { code, stdout, stderr } of await Promise.all([diagnose(dataDirectory), start])) {
    expect([code, stdout, stderr.split("\n").length]).toEqual([1, "", 2]);
    expect(stderr.startsWith(`azebal: The folder ${dataDirectory} cannot be written to (ENOTDIR`)).toBe(true);
    expect(stderr).toMatch(/\. Make it writable, or set AZEBAL_DATA_DIR to a folder that is\.\n$/);
  }
  expect(await failedTool(dataDirectory)).toEqual([
    true,
    expect.stringMatching(
      /^AZEBAL's function app does not answer: The folder .+ cannot be written to .+ Make it writable, or set AZEBAL_DATA_DIR to a folder that is\. Nothing is lost: call list_diagnoses again once that is done\.$/,
    ),
  ]);
  expect(readFileSync(file, "utf8")).toBe("mine");
});

describe("a database file", () => {
  const noise = Buffer.alloc(12 * 4_096, "\u0001noise of a failing disk");
  const damages: [where: string, damage: (bytes: Buffer) => Buffer][] = [
    ["from its first byte on", () => noise],
    [
      "in its middle",
      (bytes) => Buffer.concat([bytes.subarray(0, 4_096), noise, bytes.subarray(4_096 + noise.length)]),
    ],
  ];
  const names = ["azebal.sqlite", "host.sqlite"];

  /** Made once: a data folder in which one diagnosis has completed. */
  let healthy: string;
  beforeAll(async () => {
    healthy = mkdtempSync(join(tmpdir(), "azebal-e2e-"));
    await diagnose(healthy);
  });
  afterAll(() => rmSync(healthy, { recursive: true, force: true }));

  function dataFolder(): { dataDirectory: string; hub: string } {
    const dataDirectory = temporaryDirectory();
    cpSync(healthy, dataDirectory, { recursive: true });
    return { dataDirectory, hub: hubsIn(dataDirectory)[0]! };
  }

  test.each(names.flatMap((name) => damages.map(([where, damage]) => [name, where, damage] as const)))(
    "%s that is damaged %s is told with what to do, and left as it is",
    async (name, _, damage) => {
      const { dataDirectory, hub } = dataFolder();
      const path = join(hub, name);
      const damaged = damage(readFileSync(path));
      writeFileSync(path, damaged);

      const ended = await diagnose(dataDirectory);
      expect([ended.code, ended.stdout]).toEqual([1, ""]);
      const [message, ...more] = ended.stderr.split("\n");
      expect(more).toEqual([""]);
      expect(message).toContain(path);
      expect(message).toMatch(/^azebal: .*damaged.*Nothing was (?:changed|deleted).*\.$/);
      const [isError, text] = (await failedTool(dataDirectory)) as [boolean, string];
      expect([isError, text.includes(path), /damaged/.test(text)]).toEqual([true, true, true]);
      expect(readFileSync(path).equals(damaged)).toBe(true);
    },
  );

  test.each([
    ["host.sqlite", 2],
    ["azebal.sqlite", 1],
  ])(
    "%s that is moved away, as the message says, is made anew, and the other keeps what it holds",
    async (name, count) => {
      const { dataDirectory, hub } = dataFolder();
      renameSync(join(hub, name), join(hub, `${name}.damaged`));
      expect((await diagnose(dataDirectory)).code).toBe(0);
      const stored = await diagnosesIn(hub, scenario);
      expect(stored.map(([, status]) => status)).toEqual(Array.from({ length: count }, () => "completed"));
    },
  );

  test("its damaged key file and lock file are told the same way", async () => {
    const { dataDirectory, hub } = dataFolder();
    const keys = join(hub, "assertion-keys.json");
    const lock = join(hub, "owner.lock");
    const kept = readFileSync(keys);
    writeFileSync(keys, "");
    const keysMessage = `${keys} is damaged. End every azebal process, remove that file and start again: a new key pair is made, and no diagnosis is lost.`;
    expect(await diagnose(dataDirectory)).toEqual({
      code: 1,
      stdout: "",
      stderr: `azebal: ${keysMessage}\n`,
    });
    expect(await failedTool(dataDirectory)).toEqual([true, toolText(keysMessage)]);
    writeFileSync(keys, kept);
    writeFileSync(lock, noise);
    const lockMessage = `The lock file ${lock} cannot be used (file is not a database). It holds no data: remove it and try again, or set AZEBAL_DATA_DIR to another folder.`;
    expect(await diagnose(dataDirectory)).toEqual({
      code: 1,
      stdout: "",
      stderr: `azebal: ${lockMessage}\n`,
    });
    expect(await failedTool(dataDirectory)).toEqual([true, toolText(lockMessage)]);
  });
});
