import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanEnvironment, projectRoot, runAzebal, scenarioFolder } from "./support/azebal-process.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");

/** `azebal simulator` in a process of its own, once it has said how to use it; gone when the test is over. */
async function serve(args: string[]) {
  const child = spawn(
    process.execPath,
    [join(projectRoot, "bin", "azebal.js"), "simulator", "--scenario", scenario, ...args],
    { env: cleanEnvironment({}), stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      stdout += part;
      if (stdout.includes("See and change what goes wrong")) resolve();
    });
    child.once("close", (code) => reject(new Error(`azebal simulator ended with ${code}`)));
  });
  const url = /simulated on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(stdout)![1]!;
  return {
    url,
    stdout,
    settings: Object.fromEntries(
      [...stdout.matchAll(/^ {2}export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value!]),
    ),
    async stop() {
      const closed = once(child, "close");
      child.kill("SIGTERM");
      return (await closed)[0] as number | null;
    },
  };
}

test("azebal simulator serves a scenario until it is stopped, and its settings point a diagnosis at it", async () => {
  const azure = await serve([]);
  const request = join(temporaryDirectory(), "error.txt");
  writeFileSync(
    request,
    "Caller is not authorized: https://kv-release-fab.vault.azure.net ForbiddenByFirewall",
  );
  const dataDirectory = temporaryDirectory();
  const { code, stdout } = await runAzebal(["diagnose", request], {
    AZEBAL_DATA_DIR: dataDirectory,
    ...azure.settings,
  });
  expect([code, stdout]).toEqual([0, expect.stringContaining("keyvault.firewall-deny")]);
  expect(await azure.stop()).toBe(0);
});

test("the lines that it prints fetch a token and read Azure with it", async () => {
  const azure = await serve(["--latency", "1"]);
  const [token, curl, rest] = azure.stdout
    .split("\n")
    .filter((line) => /^ {2}(?:TOKEN=|curl|az rest)/.test(line));
  const answer = execFileSync("sh", ["-c", `${token}\n${curl!.replace("curl", "curl -s")}`], {
    encoding: "utf8",
  });
  expect(JSON.parse(answer)).toMatchObject({ value: [{ state: "Enabled" }] });
  expect(rest).toContain(
    `--headers "Authorization=Bearer $TOKEN" --url "${azure.url}/subscriptions?api-version=`,
  );
  // No token stands in what it prints.
  expect(azure.stdout).not.toMatch(/eyJ/);
});

test("a file of faults is in force from the start, and can be changed while it runs", async () => {
  const file = join(temporaryDirectory(), "faults.json");
  writeFileSync(
    file,
    JSON.stringify({ faults: [{ name: "down", count: "always", effect: { kind: "server-error" } }] }),
  );
  const azure = await serve(["--faults", file]);
  expect(azure.stdout).toContain("Going wrong: down.");
  const status = async () => (await fetch(`${azure.url}/subscriptions`)).status;
  expect(await status()).toBe(503);
  await fetch(`${azure.url}/simulator/faults`, { method: "PUT", body: JSON.stringify({ faults: [] }) });
  expect(await status()).toBe(401);
});

test("a command line that cannot be carried out ends with one message and exit code 2", async () => {
  const work = temporaryDirectory();
  const write = (name: string, text: string) => {
    writeFileSync(join(work, name), text);
    return join(work, name);
  };
  mkdirSync(join(work, "empty"));
  const notJson = write("not.json", "faults: none");
  const unknown = write("unknown.json", JSON.stringify({ faults: [{ effect: { kind: "flood" } }] }));
  const missing = join(work, "missing.json");
  const of = (...args: string[]) => ["--scenario", scenario, ...args];
  const cases: [args: string[], message: RegExp][] = [
    [[], /^azebal: Name the folder to serve: azebal simulator --scenario <folder>\n$/],
    [
      ["--scenario", join(work, "empty")],
      /^azebal: --scenario .*empty: there is no tenant\.json in it\. .+\n$/,
    ],
    [of("--port", "70000"), /^azebal: --port 70000: give a number from 0 to 65535\.\n$/],
    [of("--latency", "slow"), /^azebal: --latency slow: give a number from 0 to 600000\.\n$/],
    [
      of("--faults", missing),
      /^azebal: There is no file .*missing\.json\. Name a text file, or - for standard input\.\n$/,
    ],
    [
      of("--faults", notJson),
      /^azebal: .*not\.json is not JSON \(.+\)\. Write the faults as docs\/simulator\.md describes them\.\n$/,
    ],
    [
      of("--faults", unknown),
      /^azebal: .*unknown\.json does not describe faults: faults\.0\.effect\.kind: .+\. Correct it \(docs\/simulator\.md has the format\)\.\n$/,
    ],
  ];
  const ended = await Promise.all(cases.map(([args]) => runAzebal(["simulator", ...args], {})));
  expect(ended).toEqual(
    cases.map(([, message]) => ({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(message) as string,
    })),
  );
});

test("a busy port ends it with its number and exit code 1", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await runAzebal(["simulator", "--scenario", scenario, "--port", String(port)], {})).toEqual({
    code: 1,
    stdout: "",
    stderr: `azebal: Port ${port} of 127.0.0.1 is in use. Stop what listens there, or leave the port out for a free one.\n`,
  });
});

test("azebal simulator --help names its options", async () => {
  const { code, stdout } = await runAzebal(["simulator", "--help"], {});
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /Usage: azebal simulator \[options\]\n[^]*--scenario <folder>[^]*--port <number>[^]*--latency <ms>[^]*--faults <file>/,
  );
});
