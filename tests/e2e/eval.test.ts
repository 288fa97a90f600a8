import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { permissionFlags } from "../../cli/eval/run-scenario.ts";
import { projectRoot, runAzebal, scenarioFolder } from "./support/azebal-process.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");

function evaluate(...args: string[]) {
  return runAzebal(["eval", ...args], {});
}

test("a scenario whose cause is known is right, with its evidence, culprit and fix, on the screen and in the file", async () => {
  const file = join(temporaryDirectory(), "figures.json");
  const { code, stdout, stderr } = await evaluate(
    "--only",
    "first-look",
    "--json",
    file,
    "--min-right",
    "100",
    "--max-wrong",
    "0",
  );
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^first-look +right +keyvault\.firewall-deny +evidence (\d)\/\1 +culprit yes +fix yes +closes yes +forbidden 0 +\d+ reads +\d+\.\d s\n\n1 scenarios: right 1 \(100 %\), unknown 0, wrong 0 \(0 %\)\n/,
  );
  const { totals, results } = JSON.parse(readFileSync(file, "utf8")) as {
    totals: Record<string, number>;
    results: { id: string; grade: Record<string, unknown>; report: { root_cause: { code: string } } }[];
  };
  expect(totals).toMatchObject({
    scenarios: 1,
    right: 1,
    unknown: 0,
    wrong: 0,
    rightPercent: 100,
    wrongPercent: 0,
    requiredCited: totals["requiredAsked"],
    culpritNamed: 1,
    culpritAsked: 1,
    fixMatched: 1,
    fixClosed: 1,
    fixApplied: 1,
    fixAsked: 1,
    forbidden: 0,
  });
  expect(totals["requiredAsked"]).toBeGreaterThan(0);
  expect(
    results.map(({ id, grade, report }) => [
      id,
      grade["verdict"],
      grade["rootCause"],
      grade["confidence"],
      report.root_cause.code,
    ]),
  ).toEqual([["first-look", "right", "keyvault.firewall-deny", "proven", "keyvault.firewall-deny"]]);
});

describe("the bars", () => {
  /** One scenario with its right answer, and the same one with another answer, which makes the report wrong. */
  function halfRight(): string {
    const folder = temporaryDirectory();
    for (const id of ["right", "wrong"]) cpSync(scenario, join(folder, id), { recursive: true });
    const path = join(folder, "wrong", "expected.json");
    const expected = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    writeFileSync(
      path,
      JSON.stringify({ ...expected, rootCause: "storage.network-rule-deny", alsoAccept: [] }),
    );
    return folder;
  }

  test("that were not reached end it with 1 and say which, those that were with 0", async () => {
    const folder = halfRight();
    const [below, above] = await Promise.all([
      evaluate("--scenarios", folder, "--min-right", "50.1", "--max-wrong", "49.9"),
      evaluate("--scenarios", folder, "--min-right", "50", "--max-wrong", "50"),
    ]);
    expect([below.code, below.stdout.split("\n").slice(-3)]).toEqual([
      1,
      ["Fewer right than --min-right 50.1.", "More wrong than --max-wrong 49.9.", ""],
    ]);
    expect([above.code, above.stdout.includes("right 1 (50 %), unknown 0, wrong 1 (50 %)")]).toEqual([
      0,
      true,
    ]);
    expect(above.stdout).not.toMatch(/than --/);
  });
});

test("what it cannot run with is one message and exit code 2, before anything runs", async () => {
  const folder = temporaryDirectory();
  const broken = join(folder, "broken");
  mkdirSync(broken);
  cpSync(join(scenario, "request.json"), join(broken, "request.json"));
  writeFileSync(join(broken, "expected.json"), '{"rootCause":1}');
  const percent = "give a percentage from 0 to 100.";
  const cases: [args: string[], message: string][] = [
    [["--min-right", "101"], `--min-right 101: ${percent}`],
    [["--min-right", "most"], `--min-right most: ${percent}`],
    [["--max-wrong", "-1"], `Option '--max-wrong' argument is ambiguous.`],
    [["--max-wrong=-1"], `--max-wrong -1: ${percent}`],
    [["--max-wrong", ""], `--max-wrong : ${percent}`],
    [["--only", "no-such"], `${join(projectRoot, "simulator", "scenarios")} holds no scenario no-such.`],
    [
      ["--scenarios", join(folder, "nowhere")],
      `${join(folder, "nowhere")} is no folder. Name the folder that holds the scenario folders.`,
    ],
    [
      ["--scenarios", join(scenario, "..", "..", "arm")],
      `holds no scenario (a folder with request.json and tenant.json).`,
    ],
    [
      ["--scenarios", folder],
      `${join(broken, "expected.json")} cannot be used: rootCause: Invalid input: expected string, received number; azureFault: Invalid input: expected boolean, received undefined. Correct it and start again.`,
    ],
    [["--json", join(folder, "no", "file.json")], `Name a file in a folder that is there.`],
  ];
  const ended = await Promise.all(cases.map(([args]) => evaluate(...args)));
  expect(
    ended.map(({ code, stdout, stderr }, index) => [
      code,
      stdout,
      stderr.startsWith("azebal: "),
      stderr.includes(cases[index]![1]),
      stderr.trimEnd().split("\n").length,
    ]),
  ).toEqual(cases.map(([args]) => [2, "", true, true, args[1] === "-1" ? 3 : 1]));
});

describe("the process that is evaluated", () => {
  /** Runs this in a process with the rights of the evaluated one; answers what it printed. */
  async function withItsRights(workDirectory: string, script: string): Promise<string> {
    const child = spawn(
      process.execPath,
      [...permissionFlags(workDirectory), "--input-type=module", "-e", script],
      {
        cwd: workDirectory,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
    return printed;
  }
  const attempts = (actions: Record<string, string>) => `
    import fs from "node:fs";
    import { spawnSync } from "node:child_process";
    const answers = {};
    for (const [name, act] of Object.entries({ ${Object.entries(actions)
      .map(([name, action]) => `${JSON.stringify(name)}: () => ${action}`)
      .join(", ")} }))
      try { act(); answers[name] = "allowed"; } catch (error) { answers[name] = error.code; }
    console.log(JSON.stringify(answers));`;

  test("cannot read an answer, list the scenarios, reach them by a link, or start another process", async () => {
    const work = temporaryDirectory();
    writeFileSync(join(work, "mine.txt"), "mine");
    const quoted = (...parts: string[]) => JSON.stringify(join(...parts));
    const answers = await withItsRights(
      work,
      attempts({
        answer: `fs.readFileSync(${quoted(scenario, "expected.json")})`,
        request: `fs.readFileSync(${quoted(scenario, "request.json")})`,
        otherSpelling: `fs.readFileSync(${quoted(projectRoot, "cli")} + "/../simulator/scenarios/first-look/expected.json")`,
        list: `fs.readdirSync(${quoted(projectRoot, "simulator", "scenarios")})`,
        tests: `fs.readdirSync(${quoted(projectRoot, "tests")})`,
        link: `fs.symlinkSync(${quoted(scenario)}, ${quoted(work, "link")})`,
        process: `spawnSync("cat", [${quoted(scenario, "expected.json")}])`,
        code: `fs.readFileSync(${quoted(projectRoot, "cli", "azebal.ts")})`,
        own: `fs.readFileSync(${quoted(work, "mine.txt")})`,
        write: `fs.writeFileSync(${quoted(work, "new.txt")}, "")`,
      }),
    );
    const denied = "ERR_ACCESS_DENIED";
    expect(JSON.parse(answers)).toEqual({
      answer: denied,
      request: denied,
      otherSpelling: denied,
      list: denied,
      tests: denied,
      link: denied,
      process: denied,
      code: "allowed",
      own: "allowed",
      write: "allowed",
    });
  });
});
