import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The installed product's folder: the one that holds package.json, above `cli/` in the source and `dist/cli/` when built. */
export const projectRoot = existsSync(join(here, "..", "package.json"))
  ? join(here, "..")
  : join(here, "..", "..");

/** Where the modules lie: the root itself, or `dist/`. */
export const codeRoot = join(here, "..");
export const moduleExtension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
