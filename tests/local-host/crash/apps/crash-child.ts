import { join } from "node:path";
import { createInterface } from "node:readline";
import { startLocalHost } from "../../../../local-host/local-host.ts";

/**
 * A host of the crash app in a process of its own. Each line on standard input is a request to the management API,
 * `METHOD path body`; each answer is one line on standard output, `answer STATUS body`. It ends with standard input.
 */
const directory = process.env["CRASH_DIRECTORY"] ?? "";
const host = await startLocalHost({
  appDirectory: import.meta.dirname,
  entries: [join(import.meta.dirname, "crash-app.ts")],
  databasePath: join(directory, "hub.db"),
  buildId: "crash",
});
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const [method = "", path = "", ...body] = line.split(" ");
  const text = body.join(" ");
  const response = await host.fetch(
    new Request(`http://localhost/runtime/webhooks/durabletask/${path}`, {
      method,
      ...(text === "" ? {} : { body: text, headers: { "content-type": "application/json" } }),
    }),
  );
  process.stdout.write(`answer ${response.status} ${await response.text()}\n`);
}
await host.stop();
