import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What decides how a program behaves; tests, documents and maps do not. */
const counted = /(?<!\.d|\.test)\.(?:[cm]?[jt]s|json)$/u;
const skipped = new Set(["node_modules", "tests"]);

/**
 * The identity of a build: a hash over names and contents of the source files below the given folders. Equal sources give
 * equal IDs on every machine, wherever they lie; any change gives another one.
 *
 * @param root     absolute; names are taken relative to it.
 * @param entries  files and folders below `root`; one that does not exist counts as empty.
 * @returns 16 hex digits.
 */
export function computeBuildId(root: string, entries: readonly string[]): string {
  const hash = createHash("sha256");
  const files = entries
    .map((entry) => join(root, entry))
    .flatMap((path) => (existsSync(path) ? sourceFiles(path) : []));
  for (const file of [...new Set(files)].toSorted()) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file).split(sep).join("/")}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function sourceFiles(path: string): string[] {
  if (statSync(path).isFile()) return counted.test(path) ? [path] : [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const isSkipped = skipped.has(entry.name) || entry.name.startsWith(".");
    if (isSkipped || !(entry.isDirectory() || entry.isFile())) return [];
    return sourceFiles(join(path, entry.name));
  });
}
