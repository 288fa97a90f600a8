import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "./room-rules.ts";

const notOurs = ["node_modules", "dist", "coverage", ".git", ".azebal"];

/** Every TypeScript file of the repository. */
export function readSources(root: string): Sources {
  const paths = globSync("**/*.ts", { cwd: root, exclude: (name) => notOurs.includes(name) });
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
