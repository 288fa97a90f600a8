import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { limits } from "../../../domain/limits.ts";
import { readSourceFiles } from "../../../mcp-gateway/source-paths/read-source-files.ts";
import { sourceFolders } from "../../../mcp-gateway/source-paths/source-folders.ts";

let root: string;
let project: string;
let outside: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "azebal-paths-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  project = join(root, "project");
  outside = join(root, "outside");
  mkdirSync(join(project, "src"), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(project, "src", "app.py"), "print('안녕')\n");
  writeFileSync(join(project, "main.bicep"), "param name string\n");
  writeFileSync(join(outside, "secret.txt"), "secret");
});

const failureOf = async (...parameters: Parameters<typeof readSourceFiles>) =>
  await readSourceFiles(...parameters).then(
    () => undefined,
    (error: Error) => ({ name: error.name, message: error.message }),
  );

test("relative and absolute paths inside the folder are read, named from the folder on, once each and in order", async () => {
  const paths = ["src/app.py", join(project, "main.bicep"), "./src/../src/app.py"];
  expect(await readSourceFiles(paths, [project])).toEqual([
    { path: "src/app.py", content: "print('안녕')\n" },
    { path: "main.bicep", content: "param name string\n" },
  ]);
});

test("a relative path is looked up in each root in turn, and equal names stay apart", async () => {
  const second = join(root, "second");
  mkdirSync(join(second, "src"), { recursive: true });
  writeFileSync(join(second, "src", "app.py"), "second");
  writeFileSync(join(second, "only.ts"), "only");
  const paths = ["only.ts", "src/app.py", join(second, "src", "app.py")];
  expect(await readSourceFiles(paths, [project, second])).toEqual([
    { path: "only.ts", content: "only" },
    { path: "src/app.py", content: "print('안녕')\n" },
    { path: "second/src/app.py", content: "second" },
  ]);
});

test("a link that stays inside is followed; a project that is itself a link is no way out", async () => {
  symlinkSync(join(project, "src"), join(project, "link"));
  const linked = join(root, "linked");
  symlinkSync(project, linked);
  expect(await readSourceFiles(["link/app.py"], [linked])).toEqual([
    { path: "src/app.py", content: "print('안녕')\n" },
  ]);
});

test.each([
  ["a path above the folder", () => "../outside/secret.txt"],
  ["an absolute path elsewhere", () => join(outside, "secret.txt")],
  ["an absolute path elsewhere that does not exist", () => join(outside, "nothing.txt")],
  ["a path above that does not exist", () => "../nothing.txt"],
  ["a folder whose name begins alike", () => join(root, "project-2", "x")],
  [
    "a link to a file outside",
    () => {
      symlinkSync(join(outside, "secret.txt"), join(project, "innocent.txt"));
      return "innocent.txt";
    },
  ],
  [
    "a way through a linked folder",
    () => {
      symlinkSync(outside, join(project, "vendor"));
      return "vendor/secret.txt";
    },
  ],
])("%s is outside, and nothing is said of what is there", async (_, make) => {
  const path = make();
  expect(await failureOf([path], [project])).toEqual({
    name: "SourcePathError",
    message: `source_paths: ${JSON.stringify(path)} lies outside ${project}: only files of the open project are read. Send the text in source_code if it matters.`,
  });
});

test.each([
  [
    "a file that does not exist",
    () => "src/none.py",
    /does not exist in .*\. Check the spelling, or leave it out\.$/,
  ],
  ["a folder", () => "src", /is no file\. Name the files themselves\.$/],
  ["a path with a NUL", () => "src/app.py\0.txt", /is no path: it holds a NUL character\.$/],
  [
    "a binary file",
    () => {
      writeFileSync(join(project, "a.dll"), Buffer.from([0x4d, 0x5a, 0, 1, 2]));
      return "a.dll";
    },
    /is binary or not UTF-8 text\./,
  ],
  [
    "a file in another encoding",
    () => {
      writeFileSync(join(project, "euc.txt"), Buffer.from([0xbe, 0xc8, 0xb3, 0xe7]));
      return "euc.txt";
    },
    /is binary or not UTF-8 text\./,
  ],
  [
    "a file above the limit",
    () => {
      writeFileSync(join(project, "big.log"), Buffer.alloc(limits.sourceBytes + 1, "x"));
      return "big.log";
    },
    /has 10485761 bytes and only 10485760 of 10485760 are left\./,
  ],
])("%s is refused with what to do", async (_, make, message) => {
  expect((await failureOf([make()], [project]))?.message).toMatch(message);
});

test.skipIf(process.platform === "win32")(
  "a named pipe is no file, and nobody waits for its writer",
  async () => {
    execFileSync("/usr/bin/mkfifo", [join(project, "pipe")]);
    expect((await failureOf(["pipe"], [project]))?.message).toMatch(/is no file/);
  },
);

test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "a file without read permission is named with its reason",
  async () => {
    writeFileSync(join(project, "locked.ts"), "x", { mode: 0o000 });
    expect((await failureOf(["locked.ts"], [project]))?.message).toMatch(/cannot be read \(EACCES\)/);
  },
);

test("the limit holds over all files together", async () => {
  for (const name of ["a", "b"]) writeFileSync(join(project, name), Buffer.alloc(6 * 1024 * 1024, name));
  expect((await failureOf(["a", "b"], [project]))?.message).toMatch(
    /"b" has 6291456 bytes and only 4194304 of/,
  );
});

test("without a folder nothing is read, and the caller learns how to share one", async () => {
  expect((await failureOf(["src/app.py"], []))?.message).toMatch(
    /shares no project folder\. Open a folder in the IDE/,
  );
});

test("the client's roots are the folders; what is no folder of this machine is left out", () => {
  const uris = [pathToFileURL(project).href, "https://example.com/x", "file://server/share%2Fx", "nonsense"];
  expect(sourceFolders(uris, "/work/elsewhere")).toEqual([project]);
});

test("a client that declares roots and has none open shares nothing", () => {
  expect(sourceFolders([], project)).toEqual([]);
});

test("without roots the working folder is the project, unless it is the whole machine or home", () => {
  expect([project, "/", homedir()].map((folder) => sourceFolders(undefined, folder))).toEqual([
    [project],
    [],
    [],
  ]);
});
