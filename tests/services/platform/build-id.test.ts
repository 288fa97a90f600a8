import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { computeBuildId } from "../../../services/platform/build-id.ts";

const sources = {
  "app.ts": "start();\n",
  "domain/a.ts": "export const a = 1;\n",
  "domain/causes.json": "{}\n",
  "services/azure/b.ts": "export const b = 2;\n",
};
const entries = ["app.ts", "domain", "services", "absent", "absent.ts"];

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "azebal-build-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

function idOf(files: Readonly<Record<string, string>>, of: readonly string[] = entries): string {
  return computeBuildId(folder(files), of);
}

describe("a build ID", () => {
  it("is the same for the same sources, wherever they lie and however the folders are listed", () => {
    const id = idOf(sources);
    expect(id).toMatch(/^[0-9a-f]{16}$/u);
    expect(idOf(sources, [...entries].toReversed())).toBe(id);
    expect(idOf(sources, [...entries, "domain", "domain/a.ts"])).toBe(id);
  });

  it("does not count what does not run", () => {
    const more = {
      "domain/a.test.ts": "test();",
      "domain/a.d.ts": "declare const a: 1;",
      "domain/notes.md": "notes",
      "domain/tests/c.ts": "test();",
      "services/node_modules/d/index.js": "d();",
      "services/.cache/e.ts": "e();",
      "tests/f.ts": "test();",
    };
    expect(idOf({ ...sources, ...more })).toBe(idOf(sources));
  });

  it.each<[string, Record<string, string>]>([
    ["a changed file", { ...sources, "domain/a.ts": "export const a = 2;\n" }],
    ["a changed vocabulary", { ...sources, "domain/causes.json": '{"a":1}\n' }],
    ["a new file", { ...sources, "domain/new.ts": "" }],
    [
      "a renamed file",
      {
        "app.ts": sources["app.ts"],
        "domain/z.ts": sources["domain/a.ts"],
        "domain/causes.json": "{}\n",
        "services/azure/b.ts": sources["services/azure/b.ts"],
      },
    ],
    [
      "text moved between files",
      {
        ...sources,
        "domain/a.ts": "",
        "services/azure/b.ts": `${sources["domain/a.ts"]}${sources["services/azure/b.ts"]}`,
      },
    ],
    ["another entry", { ...sources, "app.ts": "start2();\n" }],
  ])("changes with %s", (_, changed) => {
    expect(idOf(changed)).not.toBe(idOf(sources));
  });
});
