import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const azebal = join(import.meta.dirname, "..", "..", "bin", "azebal.js");

test.each([["--help"], ["audit", "--help"]])(
  "azebal %s ends quietly where nobody reads on",
  async (...args) => {
    const child = spawn(process.execPath, [azebal, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const [ended, errors] = await Promise.all([once(child, "close"), text(child.stderr)]);
    expect({ ended, errors }).toEqual({ ended: [0, null], errors: "" });
  },
);
