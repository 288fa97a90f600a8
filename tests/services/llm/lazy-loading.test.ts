import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");

/** Names what the code had loaded of the SDK, in a process of its own. */
const script = (code: string) => `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (resolved.url.includes("/node_modules/openai/")) loaded.push(resolved.url);
    return resolved;
  } });
  const { createModelClient } = await import("./services/llm/model-client.ts");
  const { z } = await import("zod");
  const client = createModelClient({ endpoint: "http://127.0.0.1:9/v1", model: "m", auth: "none", timeoutMs: 9000, idleTimeoutMs: 9000 });
  ${code}
  console.log(loaded.length > 0);
`;

async function isLoadedBy(code: string): Promise<string> {
  const run = promisify(execFile);
  const args = ["--input-type=module", "--eval", script(code)];
  return (await run(process.execPath, args, { cwd: root })).stdout.trim();
}

test("the SDK is loaded with the first question, and not before: a window that asks no model pays nothing", async () => {
  const question = `{ name: "n", instructions: "", material: "", schema: z.strictObject({}), maxOutputTokens: 9 }`;
  expect(
    await Promise.all([isLoadedBy(""), isLoadedBy(`await client.ask(${question}).catch(() => {});`)]),
  ).toEqual(["false", "true"]);
});
