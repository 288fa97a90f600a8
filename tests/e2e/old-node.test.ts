import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { projectRoot } from "./support/azebal-process.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

/** Lets the Node of the tests say that it is an old one, to the program that it runs alone. */
const pretendOld =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.19.0"}})';

/** A project of the product's shape around the product's own `bin/azebal.js`; its command says how it was called. */
function project(): string {
  const root = temporaryDirectory();
  for (const folder of ["bin", "cli", "node_modules/node/bin"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "package.json"), '{"type":"module"}');
  copyFileSync(join(projectRoot, "bin", "azebal.js"), join(root, "bin", "azebal.js"));
  writeFileSync(
    join(root, "cli", "azebal.ts"),
    "const [, , ...args]: string[] = process.argv; console.log(process.versions.node, args.join(' ')); process.exitCode = 7;\n",
  );
  return root;
}

async function run(root: string, flags: string[]) {
  const child = spawn(process.execPath, [...flags, join(root, "bin", "azebal.js"), "diagnose", "-"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, stdout, stderr };
}

const bundledNode = (root: string) => join(root, "node_modules", "node", "bin", "node");
const oldNodeMessage = (root: string) =>
  `azebal needs Node 22.18 or newer; this is 20.19.0. Install a newer Node, or run "npm ci" in ${root}, which brings one.\n`;

test("a Node that is new enough runs the command itself", async () => {
  expect(await run(project(), [])).toEqual({
    code: 7,
    stdout: `${process.versions.node} diagnose -\n`,
    stderr: "",
  });
});

test("an old Node hands over to the one that came with the packages, arguments and exit code too", async () => {
  const root = project();
  symlinkSync(process.execPath, bundledNode(root));
  expect(await run(root, ["--import", pretendOld])).toEqual({
    code: 7,
    stdout: `${process.versions.node} diagnose -\n`,
    stderr: "",
  });
});

test("an old Node alone says in one line what to do", async () => {
  const root = project();
  expect(await run(root, ["--import", pretendOld])).toEqual({
    code: 1,
    stdout: "",
    stderr: oldNodeMessage(root),
  });
});

test("a Node that came for another machine is as good as none", async () => {
  const root = project();
  writeFileSync(bundledNode(root), "MZ");
  chmodSync(bundledNode(root), 0o644);
  expect(await run(root, ["--import", pretendOld])).toEqual({
    code: 1,
    stdout: "",
    stderr: oldNodeMessage(root),
  });
});
