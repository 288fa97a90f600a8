import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EnvelopeSchema } from "../../domain/contract/envelope.ts";
import { projectRoot, runAzebal, scenarioFolder, simulatedAzure } from "./support/azebal-process.ts";
import { openAzure } from "./support/open-azure.ts";
import { startServingAzebal } from "./support/serving-azebal.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as {
  error: string;
  source_code: { path: string; content: string }[];
  context: { subscription_id: string };
};

describe("azebal demo", () => {
  test("ends by itself with the report on standard output, and plain progress lines and what comes next on the other", async () => {
    const { code, stdout, stderr } = await runAzebal(["demo"], { AZEBAL_DATA_DIR: temporaryDirectory() });
    expect(code).toBe(0);
    expect(stdout.trimStart()).toMatch(/^# The vault's firewall refuses the caller \(kv-release-fab\)\n/);
    expect(stdout).toContain("`keyvault.firewall-deny` · proven");
    expect(stdout).toContain("\n## What to do\n");
    const [shown, progress, next] = stderr.split("\n\n").slice(1);
    expect(shown).toMatch(/^ {2}\| Starting: Deploy_Prod/);
    const lines = progress!.split("\n");
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => !/^ {1,3}\d+\.\d s {2}(?: {4}| ?\d+\/\d+) {2,}\S/.test(line))).toEqual([]);
    expect(lines.at(-1)).toMatch(/Report written: The vault's firewall refuses the caller/);
    expect(next).toMatch(
      /^How to go on:\n {2}npm start .+\n {2}claude mcp add azebal .+\n {2}az login && npx azebal diagnose .+\n$/,
    );
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
  });

  test("uses its own gateway over streamable HTTP, in a session, on this machine", async () => {
    const work = temporaryDirectory();
    const record = join(work, "requests.jsonl");
    const recorder = new URL("support/http-requests-recorder.ts", import.meta.url).href;
    const { code } = await runAzebal(["demo"], {
      AZEBAL_DATA_DIR: join(work, "data"),
      NODE_OPTIONS: `--import=${recorder}`,
      RECORD_HTTP_REQUESTS_TO: record,
    });
    expect(code).toBe(0);
    const requests = readFileSync(record, "utf8")
      .trim()
      .split("\n")
      .map(
        (line) =>
          JSON.parse(line) as Record<"method" | "path" | "host" | "from" | "session", string | undefined>,
      )
      .filter(({ path }) => path === "/mcp");
    const [initialize, ...later] = requests;
    expect(initialize).toEqual({ method: "POST", path: "/mcp", host: initialize!.host, from: "127.0.0.1" });
    expect(later.filter(({ method }) => method === "POST").length).toBeGreaterThanOrEqual(2);
    expect(new Set(later.map(({ session }) => session)).size).toBe(1);
    expect(later[0]!.session).toMatch(/^\S{16,}$/);
    expect(requests.every(({ host }) => /^127\.0\.0\.1:\d+$/.test(host!))).toBe(true);
  });

  test("could not use another transport: no in-memory one is named in the command line or the gateway", () => {
    const sources = ["cli", "mcp-gateway"].flatMap((room) =>
      readdirSync(join(projectRoot, room), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(projectRoot, room, name)),
    );
    expect(sources.length).toBeGreaterThan(60);
    expect(sources.filter((path) => /in-?memory/i.test(readFileSync(path, "utf8")))).toEqual([]);
  });
});

describe("azebal diagnose", () => {
  const diagnose = (args: string[], input = "") =>
    runAzebal(
      ["diagnose", "--scenario", scenario, ...args],
      { AZEBAL_DATA_DIR: temporaryDirectory() },
      input,
    );

  test("reads the error from a file and code from others, and prints the report alone", async () => {
    const work = temporaryDirectory();
    const error = join(work, "error.txt");
    writeFileSync(error, request.error);
    const code = request.source_code.flatMap(({ path, content }) => {
      const file = join(work, path.replaceAll("/", "-"));
      writeFileSync(file, content);
      return ["--code", file];
    });
    const ended = await diagnose([error, ...code, "--subscription", request.context.subscription_id]);
    expect([ended.code, ended.stdout.includes("`keyvault.firewall-deny` · proven")]).toEqual([0, true]);
    expect(ended.stderr).toMatch(/Report written/);
  });

  test("reads standard input and prints the envelope as JSON, in the language that was asked for", async () => {
    const { code, stdout } = await diagnose(["-", "--json", "--language", "ko"], request.error);
    const envelope = EnvelopeSchema.parse(JSON.parse(stdout));
    expect([code, envelope.status, envelope.report?.language]).toEqual([0, "completed", "ko"]);
    expect(envelope.report?.root_cause).toMatchObject({
      code: "keyvault.firewall-deny",
      confidence: "proven",
    });
    expect(envelope.report?.root_cause.explanation).toMatch(/[가-힣]/);
  });

  test("writes the script that runs the command of every citation", async () => {
    const script = join(temporaryDirectory(), "check it.sh");
    const { code, stdout, stderr } = await diagnose(["-", "--json", "--reproduce", script], request.error);
    const { report, reproduce_uri: uri, diagnosis_id: id } = EnvelopeSchema.parse(JSON.parse(stdout));
    expect([code, uri]).toEqual([0, `azebal://diagnoses/${id}/reproduce.sh`]);
    expect(stderr).toContain(`${script} reads the cited values again without AZEBAL: bash '${script}'\n`);
    const text = readFileSync(script, "utf8");
    expect(statSync(script).mode & 0o700).toBe(0o700);
    const commands = report?.evidence.flatMap(({ command }) => command ?? []) ?? [];
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((command) => !text.includes(`\n  ${command}\n`))).toEqual([]);
  });

  test("says where the script could not be written, after the report is out", async () => {
    const missing = join(temporaryDirectory(), "missing", "check.sh");
    const { code, stdout, stderr } = await diagnose(["-", "--reproduce", missing], request.error);
    expect([code, stdout.includes("`keyvault.firewall-deny` · proven")]).toEqual([1, true]);
    expect(stderr).toContain(`${missing} could not be written (ENOENT). Name a file in a folder of yours.\n`);
  });
});

describe("azebal start", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "serves until %s, then leaves with 0, although a stream is open and Azure does not answer",
    async (signal) => {
      const azure = await openAzure(scenario);
      const azebal = await startServingAzebal([], {
        AZEBAL_DATA_DIR: temporaryDirectory(),
        ...simulatedAzure(azure.url),
      });
      const client = await azebal.connect();
      const reading = new Promise<void>((resolve) => {
        azure.rule = () => (resolve(), new Promise(() => {}));
      });
      const begun = await client.callTool({
        name: "debug_error",
        arguments: { ...request, wait_seconds: 0 },
      });
      expect(EnvelopeSchema.parse(begun.structuredContent).status).toBe("running");
      await reading;
      const { code, tookMs } = await azebal.stop(signal);
      await client.close();
      // The promise is two seconds; a busy machine gets more, but not the half minute after which a read gives up.
      expect([code, tookMs < 10_000]).toEqual([0, true]);
      expect(azebal.output()).toEqual({
        stdout: `AZEBAL listens on ${azebal.url}\nAdd it to an IDE: claude mcp add --transport http azebal ${azebal.url}\nStop with Ctrl+C.\n`,
        stderr: "",
      });
    },
  );
});
