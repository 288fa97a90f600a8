import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "./temporary-directory.ts";

const localHost = join(import.meta.dirname, "..", "..", "local-host", "local-host.ts");

/** Runs a script in a bare Node process, with a host of one of the apps; answers with what the script returns. */
function inProcess(app: string, body: string): unknown {
  const apps = join(import.meta.dirname, "apps");
  const script = `
    const { startLocalHost } = await import(${JSON.stringify(localHost)});
    const host = await startLocalHost({
      appDirectory: ${JSON.stringify(apps)},
      entries: [${JSON.stringify(join(apps, app))}],
      databasePath: ${JSON.stringify(join(temporaryDirectory(), "hub.db"))},
      buildId: "other",
    });
    const call = (path, init) => host.fetch(new Request("http://app.example" + path, init));
    const result = await (async () => { ${body} })();
    await host.stop();
    process.stdout.write(JSON.stringify(result));`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }),
  );
}

test("a CommonJS app runs, and its process ends by itself once the host is stopped", () => {
  const result = inProcess(
    "classic-app.cjs",
    `const run = await call("/runtime/webhooks/durabletask/orchestrators/doubleTwice?timeout=10&pollingInterval=1", {
       method: "POST", body: '{"value":5}' });
     const page = await call("/api/classic");
     return [run.status, await run.json(), page.status, await page.text()];`,
  );
  expect(result).toEqual([200, { value: 20 }, 200, "classic"]);
});

test("an app with HTTP streaming gets and sends bodies through its own proxy", () => {
  const result = inProcess(
    "streaming-app.ts",
    `const upper = await call("/api/upper/ada?x=1", { method: "POST", body: "text", headers: { "x-custom": "kept" } });
     const chunks = await call("/api/chunks");
     const broken = await call("/api/broken");
     return {
       upper: [upper.status, upper.headers.get("x-params"), upper.headers.get("x-custom"), await upper.text()],
       chunks: [chunks.status, await chunks.text()],
       broken: broken.status,
     };`,
  );
  expect(result).toEqual({
    upper: [201, '{"x":"1","name":"ada"}', "kept", "TEXT"],
    chunks: [200, "one two three"],
    broken: 500,
  });
});
