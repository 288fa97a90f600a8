#!/usr/bin/env node
// Plain JavaScript on purpose: it must still parse on a Node that is too old to run AZEBAL, and say so in one line.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);
const built = join(root, "dist", "cli", "azebal.js");
const source = join(root, "cli", "azebal.ts");

if (!runsTypeScript) {
  const bundled = join(
    root,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(bundled)) rerun(bundled);
  else needsNewerNode();
} else {
  // An IDE starts one process per window: compiled code is kept beside the packages (where that is not writable, nothing
  // is kept), which halves the time to the first answer.
  nodeModule.enableCompileCache?.(join(root, "node_modules", ".cache", "azebal"));
  await import(existsSync(source) ? source : built);
}

function needsNewerNode() {
  process.stderr.write(
    `azebal needs Node 22.18 or newer; this is ${process.versions.node}. Install a newer Node, or run "npm ci" in ${root}, which brings one.\n`,
  );
  process.exitCode = 1;
}

/** Hands over to the Node that came with the packages; signals reach it through the process group. */
function rerun(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // It came for another machine, or lost its right to be executed: as good as none.
  child.on("error", needsNewerNode);
  child.on("exit", (code, signal) => {
    if (signal) process.exitCode = 1;
    else process.exitCode = code ?? 1;
  });
}
