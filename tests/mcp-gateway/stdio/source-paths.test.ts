import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createStdioBench, type RpcMessage } from "../support/stdio-bench.ts";

function folder(files: Record<string, string>): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "azebal-stdio-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

const call = (input: object) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "debug_error", arguments: { error: "boom", wait_seconds: 0, ...input } },
});
const textOf = (message: RpcMessage | undefined) =>
  (message?.result?.["content"] as { text: string }[] | undefined)?.[0]?.text ?? "";

test("files of the working folder are read by the server and sent as source code", async () => {
  const bench = createStdioBench({}, folder({ "src/app.py": "print(1)" }));
  await bench.initialize();
  bench.write(call({ source_paths: ["src/app.py"] }));
  await bench.read();
  expect(bench.app.requests[0]?.body).toEqual({
    error: "boom",
    source_code: [{ path: "src/app.py", content: "print(1)" }],
  });
});

test("what the editor sends wins over the same file on disk", async () => {
  const bench = createStdioBench({}, folder({ "a.ts": "saved", "b.ts": "b" }));
  await bench.initialize();
  bench.write(call({ source_paths: ["a.ts", "b.ts"], source_code: [{ path: "a.ts", content: "unsaved" }] }));
  await bench.read();
  expect(bench.app.requests[0]?.body).toMatchObject({
    source_code: [
      { path: "a.ts", content: "unsaved" },
      { path: "b.ts", content: "b" },
    ],
  });
});

test("a client that declares roots is asked for them, and only they are read", async () => {
  const root = folder({ "in.ts": "inside" });
  const elsewhere = folder({ "out.ts": "outside" });
  const bench = createStdioBench({}, elsewhere);
  await bench.initialize({ roots: {} });
  const answerRoots = async () => {
    const asked = await bench.read();
    expect(asked?.method).toBe("roots/list");
    bench.write({
      jsonrpc: "2.0",
      id: asked?.id ?? 0,
      result: { roots: [{ uri: pathToFileURL(root).href }] },
    });
    return await bench.read();
  };
  bench.write(call({ source_paths: ["in.ts"] }));
  await answerRoots();
  expect(bench.app.requests[0]?.body).toMatchObject({ source_code: [{ path: "in.ts", content: "inside" }] });
  bench.write(call({ source_paths: [join(elsewhere, "out.ts")] }));
  expect(textOf(await answerRoots())).toContain(`lies outside ${root}`);
});

test("a client whose roots cannot be asked for is served from its working folder", async () => {
  const bench = createStdioBench({}, folder({ "a.ts": "a" }));
  await bench.initialize({ roots: {} });
  bench.write(call({ source_paths: ["a.ts"] }));
  const asked = await bench.read();
  bench.write({ jsonrpc: "2.0", id: asked?.id ?? 0, error: { code: -32_601, message: "Method not found" } });
  await bench.read();
  expect(bench.app.requests[0]?.body).toMatchObject({ source_code: [{ path: "a.ts", content: "a" }] });
});

test("a file outside starts nothing and is a failed tool", async () => {
  const bench = createStdioBench({}, folder({}));
  await bench.initialize();
  bench.write(call({ source_paths: ["/etc/hostname"] }));
  const answer = await bench.read();
  expect(answer?.result?.["isError"]).toBe(true);
  expect(textOf(answer)).toMatch(/^Nothing was started\.\nsource_paths: "\/etc\/hostname" lies outside /);
  expect(bench.app.requests).toEqual([]);
});

test("files sent and files named are fifty together", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `f${index}.ts`);
  const bench = createStdioBench({}, folder(Object.fromEntries(names.map((name) => [name, "x"]))));
  await bench.initialize();
  const sent = names.map((name) => ({ path: `sent/${name}`, content: "x" }));
  bench.write(call({ source_paths: names, source_code: sent }));
  expect(textOf(await bench.read())).toContain(
    "source_paths: 60 files with those in source_code; at most 50.",
  );
});
