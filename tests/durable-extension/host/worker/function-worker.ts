import { appendFileSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TypedData } from "../../../../local-host/seam/core-types.ts";
import { LineSplitter } from "../../../../mcp-gateway/session-wire/line-splitter.ts";
import { supplyFunctionsCore } from "./functions-core.ts";
import { invokeFunction, triggerOf } from "./invoke-function.ts";
import { serveHttpFunctions } from "./serve-http-functions.ts";

/**
 * The Node side of the host: loads the app that lies in a folder as it is deployed, and runs its functions for the .NET
 * side. Usage: function-worker.ts <app folder> <TCP port of the .NET side>. Where FUNCTION_WORKER_RECORD names a file,
 * each invocation by the extension is written there as a line of JSON.
 */
interface Invocation {
  type: "invoke";
  id: string;
  function: string;
  data: TypedData;
  instanceId: string | null;
}
type Message = Invocation | { type: "client"; binding: string };

const [appDirectory = "", hostPort = ""] = process.argv.slice(2);
const recordPath = process.env["FUNCTION_WORKER_RECORD"];

const app = supplyFunctionsCore();
const { main } = JSON.parse(readFileSync(join(appDirectory, "package.json"), "utf8")) as { main: string };
await import(pathToFileURL(join(appDirectory, main)).href);
for (const hook of app.hooks.get("appStart") ?? [])
  await hook({ functionAppDirectory: appDirectory, hookData: {}, appHookData: {} });

const client = Promise.withResolvers<string>();
const httpPort = await serveHttpFunctions(app, client.promise);

const socket = connect(Number(hostPort), "127.0.0.1").setNoDelay(true);
// The worker lives as long as its host.
for (const event of ["close", "error"]) socket.on(event, () => process.exit(0));
const send = (message: object) => socket.write(`${JSON.stringify(message)}\n`);
const lines = new LineSplitter(Number.POSITIVE_INFINITY, receive, () => {});
socket.on("data", (chunk) => lines.push(chunk));
send({
  type: "hello",
  httpPort,
  functions: [...app.functions.values()].map((entry) => ({
    name: entry.metadata.name,
    trigger: triggerOf(entry).type,
  })),
});

function receive(line: string): void {
  const message = JSON.parse(line) as Message;
  if (message.type === "client") client.resolve(message.binding);
  else void run(message).then((outcome) => send({ id: message.id, ...outcome }));
}

async function run(invocation: Invocation) {
  const entry = app.functions.get(invocation.function)!;
  const { data, instanceId } = invocation;
  const metadata = instanceId === null ? {} : { instanceId: { string: instanceId } };
  const outcome = await invokeFunction(app, entry, [{ name: triggerOf(entry).name, data }], metadata).then(
    (value) => ({ ok: true, value: value ?? null }),
    (error: unknown) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      return { ok: false, message, stack };
    },
  );
  if (recordPath !== undefined)
    appendFileSync(
      recordPath,
      `${JSON.stringify({ function: invocation.function, instanceId, data, ...outcome })}\n`,
    );
  return outcome;
}
