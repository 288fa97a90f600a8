import { join } from "node:path";
import { expect, test } from "vitest";
import { fileViolations, textViolations } from "./support/architecture/file-rules.ts";
import { readImports } from "./support/architecture/read-imports.ts";
import { readSources } from "./support/architecture/read-sources.ts";
import { importViolations, outsideViolations } from "./support/architecture/room-rules.ts";
import { rooms } from "./support/architecture/rooms.ts";

const sources = readSources(join(import.meta.dirname, ".."));
const seeded = (files: Record<string, string>) => new Map(Object.entries(files));

test("every file stands in a room and imports only what the table of rooms allows", () => {
  expect(sources.size).toBeGreaterThan(50);
  expect(importViolations(sources)).toEqual([]);
});

test("nothing but an activity can reach Azure or a model, directly or through other files", () => {
  expect(outsideViolations(sources)).toEqual([]);
});

test("every file is named after its idea, of one idea's size, with named exports", () => {
  expect(fileViolations(sources)).toEqual([]);
});

test("no product file throws a bare Error, reads the environment, or uses what hangs on the real extension", () => {
  expect(textViolations(sources)).toEqual([]);
});

test.each([
  ["a static import", `import { a } from "../services/azure/azure-reader.ts";`],
  ["an import over several lines", `import {\n  a,\n  b as c,\n} from "../services/azure/azure-reader.ts";`],
  ["a type import", `import type { A } from "../services/azure/azure-reader.ts";`],
  ["a namespace import", `import * as azure from "../services/azure/azure-reader.ts";`],
  ["a re-export", `export { a } from "../services/azure/azure-reader.ts";`],
  ["a star re-export", `export * from "../services/azure/azure-reader.ts";`],
  ["an import for its side effect", `import "../services/azure/azure-reader.ts";`],
  ["a dynamic import", `const { a } = await import("../services/azure/azure-reader.ts");`],
  ["a type query", `type A = import("../services/azure/azure-reader.ts").A;`],
  ["a require", `const a = require("../services/azure/azure-reader.ts");`],
])("%s of a forbidden room is found", (_, line) => {
  expect(importViolations(seeded({ "client-functions/start.ts": `${line}\n` }))).toEqual([
    "client-functions/start.ts imports ../services/azure/azure-reader.ts: client-functions may not import services/azure",
  ]);
});

test("an import in a comment is none", () => {
  const source = `/* import { a } from "../activities/a.ts"; */\n// import "../cli/b.ts";\nconst url = "https://x";\n`;
  expect(readImports(source)).toEqual([]);
});

test.each([
  ["domain/a.ts", "../diagnosis/b.ts", "domain may not import diagnosis"],
  ["domain/a.ts", "node:fs", "domain may not import Node's own"],
  ["domain/a.ts", "jose", "domain may not import this package"],
  ["diagnosis/a.ts", "../services/stores/stores.ts", "diagnosis may not import services/stores"],
  ["diagnosis/a.ts", "node:crypto", "diagnosis may not import Node's own"],
  ["orchestrations/a.ts", "../diagnosis/b.ts", "orchestrations may not import diagnosis"],
  ["orchestrations/a.ts", "../activities/b.ts", "orchestrations may not import activities"],
  ["orchestrations/a.ts", "node:timers", "orchestrations may not import Node's own"],
  ["activities/a.ts", "../orchestrations/b.ts", "activities may not import orchestrations"],
  ["activities/a.ts", "../mcp-gateway/b.ts", "activities may not import mcp-gateway"],
  ["activities/a.ts", "openai", "activities may not import this package"],
  ["client-functions/a.ts", "../diagnosis/b.ts", "client-functions may not import diagnosis"],
  ["client-functions/a.ts", "@azure/identity", "client-functions may not import this package"],
  ["services/azure/a.ts", "../stores/b.ts", "services/azure may not import services/stores"],
  ["services/stores/sqlite/a.ts", "../../azure/b.ts", "services/stores may not import services/azure"],
  ["mcp-gateway/a.ts", "../diagnosis/b.ts", "mcp-gateway may not import diagnosis"],
  ["mcp-gateway/a.ts", "durable-functions", "mcp-gateway may not import this package"],
  ["local-host/a.ts", "../domain/b.ts", "local-host may not import domain"],
  ["local-host/a.ts", "zod", "local-host may not import this package"],
  ["simulator/a.ts", "../domain/b.ts", "simulator may not import domain"],
  ["simulator/a.ts", "../services/azure/b.ts", "simulator may not import services/azure"],
  ["app.ts", "./mcp-gateway/b.ts", "app.ts may not import mcp-gateway"],
  ["app.ts", "./simulator/b.ts", "app.ts may not import simulator"],
  ["cli/a.ts", "../tests/b.ts", "cli may not import tests"],
])("%s may not import %s", (path, specifier, why) => {
  expect(importViolations(seeded({ [path]: `import { x } from "${specifier}";\n` }))).toEqual([
    `${path} imports ${specifier}: ${why}`,
  ]);
});

test("every room of the table is refused something", () => {
  const refused = rooms.map(({ name }) => {
    const path = name.endsWith(".ts") ? name : `${name}/a.ts`;
    const up = "../".repeat(path.split("/").length - 1) || "./";
    return importViolations(seeded({ [path]: `import { x } from "${up}tests/b.ts";\n` })).length;
  });
  expect(refused).toEqual(rooms.map(() => 1));
});

test("the simulator may import types of the domain", () => {
  const source = `import type { Evidence } from "../domain/evidence.ts";\n`;
  expect(importViolations(seeded({ "simulator/a.ts": source }))).toEqual([]);
});

test("a file outside the rooms is found", () => {
  expect(importViolations(seeded({ "tools/a.ts": "" }))).toEqual([
    "tools/a.ts stands in no room of the table",
  ]);
});

test("a chain that reaches Azure through allowed files is found, with the chain", () => {
  const chain = seeded({
    "client-functions/start.ts": `import { b } from "../services/platform/b.ts";\n`,
    "services/platform/b.ts": `const { c } = await import("./c.ts");\n`,
    "services/platform/c.ts": `import { read } from "../azure/azure-reader.ts";\n`,
    "services/azure/azure-reader.ts": "",
    "activities/read-arm.ts": `import { read } from "../services/azure/azure-reader.ts";\n`,
  });
  expect(outsideViolations(chain)).toEqual([
    "client-functions/start.ts -> services/platform/b.ts -> services/platform/c.ts -> services/azure/azure-reader.ts: client-functions reaches services/azure",
    "services/platform/b.ts -> services/platform/c.ts -> services/azure/azure-reader.ts: services/platform reaches services/azure",
    "services/platform/c.ts -> services/azure/azure-reader.ts: services/platform reaches services/azure",
  ]);
});

test("a model is out of reach like Azure", () => {
  const files = seeded({ "diagnosis/a.ts": `import { ask } from "../services/llm/ask.ts";\n` });
  expect(outsideViolations(files)).toEqual([
    "diagnosis/a.ts -> services/llm/ask.ts: diagnosis reaches services/llm",
  ]);
});

const long = `${"x();\n".repeat(301)}`;

test.each([
  ["domain/readMetrics.ts", "", ["is not named in kebab-case"]],
  ["domain/index.ts", "", ["re-exports a room"]],
  ["domain/utils.ts", "", ["is named after no idea (utils, helpers, common, manager)"]],
  ["domain/helpers/a.ts", "", ["is named after no idea (utils, helpers, common, manager)"]],
  ["domain/session-manager.ts", "", ["is named after no idea (utils, helpers, common, manager)"]],
  ["domain/a.ts", long, ["has 301 lines and does not say at its top why it is one thing"]],
  ["domain/a.ts", `/** One thing: a table. */\n${long}`, []],
  ["domain/a.ts", "export default 1;\n", ["has a default export"]],
  ["domain/a.ts", "const a = 1;\nexport { a as default };\n", ["has a default export"]],
  ["vitest.config.ts", "export default 1;\n", []],
  ["domain/a.ts", `import { b } from "./b";\n`, ["imports a file without its ending"]],
  ["tests/domain/a-b.test.ts", "", []],
])("the file %s is held to the style", (path, source, found) => {
  expect(fileViolations(seeded({ [path]: source }))).toEqual(found.map((what) => `${path} ${what}`));
});

test.each([
  [
    "services/stores/a.ts",
    `throw new Error("x");`,
    "throws a bare Error: give it a class with a name and a code",
  ],
  ["activities/a.ts", "process.env.X", "reads the environment: services/platform/config.ts does"],
  [
    "orchestrations/a.ts",
    "options.retryTimeoutInMilliseconds = 1",
    "sets retryTimeoutInMilliseconds: the instance would hang for ever",
  ],
  ["activities/a.ts", `df.app.entity("x", y)`, "uses durable entities"],
  ["domain/a.ts", "{ Timestamp: 1 }", "names a property Timestamp: durable-functions turns it into a Date"],
  [
    "orchestrations/a.ts",
    "Date.now()",
    "is not deterministic: an orchestration has no clock, no random and no await",
  ],
  [
    "orchestrations/a.ts",
    "await x",
    "is not deterministic: an orchestration has no clock, no random and no await",
  ],
])("%s with %s is found", (path, source, why) => {
  expect(textViolations(seeded({ [path]: source }))).toEqual([`${path} ${why}`]);
});

test("tests may throw a bare Error", () => {
  expect(textViolations(seeded({ "tests/a.test.ts": `throw new Error("x");` }))).toEqual([]);
});
