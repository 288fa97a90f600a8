import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPlaybookFolder } from "../../../services/platform/playbook-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "azebal-playbooks-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the JSON files of the folder are read by name, and nothing else", () => {
  for (const name of ["b.json", "a.json", "readme.md"]) writeFileSync(join(folder, name), name);
  mkdirSync(join(folder, "a.scenarios.json"));
  expect(readPlaybookFolder(folder)).toEqual([
    { file: join(folder, "a.json"), text: "a.json" },
    { file: join(folder, "b.json"), text: "b.json" },
  ]);
});

test("without a folder there are none", () => {
  expect(readPlaybookFolder(undefined)).toEqual([]);
});

test("a folder that is not there is an error that names the setting", () => {
  expect(() => readPlaybookFolder(join(folder, "missing"))).toThrow(
    `The playbooks in ${join(folder, "missing")} cannot be read. Make the folder and its files readable, or unset AZEBAL_PLAYBOOKS_DIR.`,
  );
});
