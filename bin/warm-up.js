// Run by npm after an installation: lets `azebal mcp` answer once, so that its compiled code is kept before an IDE waits
// for it. Nothing depends on it; whatever goes wrong here costs the first start some 200 ms and no more.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "warm-up", version: "1" } },
};
const requests = [
  initialize,
  { jsonrpc: "2.0", method: "notifications/initialized" },
  { jsonrpc: "2.0", id: 2, method: "tools/list" },
];
const giveUpAfterMs = 20_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// A scenario and a folder of its own: an installation must not sign in anywhere, nor touch the developer's data.
const scenario = join(root, "simulator", "scenarios", "first-look");
const dataDirectory = mkdtempSync(join(tmpdir(), "azebal-install-"));
const child = spawn(process.execPath, [join(root, "bin", "azebal.js"), "mcp", "--scenario", scenario], {
  stdio: ["pipe", "pipe", "ignore"],
  env: { ...process.env, AZEBAL_DATA_DIR: dataDirectory },
});
const timer = setTimeout(() => child.kill(), giveUpAfterMs);
const end = () => {
  clearTimeout(timer);
  rmSync(dataDirectory, { recursive: true, force: true });
};
child.on("error", end);
child.on("exit", end);
child.stdin.on("error", () => {});
child.stdin.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
let answered = "";
child.stdout.on("data", (part) => {
  answered += part;
  if (answered.includes('"id":2')) child.stdin.end();
});
