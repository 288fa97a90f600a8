import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Set in CI: what a test needs and does not find is a failure there, and not a reason to skip it. */
export const isAllRequired = process.env["AZEBAL_REQUIRE_SERVERS"] === "1";

/** False only where a test that needs the program is to be skipped. */
export function mayNeed(program: string): boolean {
  return isAllRequired || isOnPath(program);
}

export function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
