// Run by npm after an installation: lets `azebal mcp` answer once, so that its compiled code is kept before an IDE waits
// for it. Nothing depends on it; whatever goes wrong here costs the first start some 200 ms and no more.
import { spawn } from "node:child_process";
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

const command = join(dirname(fileURLToPath(import.meta.url)), "azebal.js");
const child = spawn(process.execPath, [command, "mcp"], { stdio: ["pipe", "pipe", "ignore"] });
const timer = setTimeout(() => child.kill(), giveUpAfterMs);
child.on("error", () => clearTimeout(timer));
child.on("exit", () => clearTimeout(timer));
child.stdin.on("error", () => {});
child.stdin.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
let answered = "";
child.stdout.on("data", (part) => {
  answered += part;
  if (answered.includes('"id":2')) child.stdin.end();
});
