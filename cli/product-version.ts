import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project-root.ts";

/** The product's version, as package.json states it. */
export const productVersion = String(
  (JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string }).version,
);
