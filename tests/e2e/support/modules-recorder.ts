import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

/**
 * Loaded into a process under test (`--import`): writes the URL of each module that it resolves, one a line, to the file
 * that `RECORD_MODULES_TO` names.
 */
const file = process.env["RECORD_MODULES_TO"];

if (file !== undefined)
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      appendFileSync(file, `${resolved.url}\n`);
      return resolved;
    },
  });
