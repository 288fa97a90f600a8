import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../../e2e/support/azebal-process.ts";

/**
 * Makes a folder as it is deployed to Azure: host.json, package.json, the packages, and `dist/` as `npm run build` emits it
 * (`npm run check` holds the types; here nothing is checked again).
 */
export async function makeDeployedApp(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  for (const file of ["host.json", "package.json"])
    copyFileSync(join(projectRoot, file), join(directory, file));
  symlinkSync(join(projectRoot, "node_modules"), join(directory, "node_modules"), "dir");
  const compiler = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const options = ["-p", "tsconfig.build.json", "--noCheck", "--outDir", join(directory, "dist")];
  await promisify(execFile)(process.execPath, [compiler, ...options], { cwd: projectRoot });
}
