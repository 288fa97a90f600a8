import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { raisedBy } from "./raised-by.ts";
import type { Signature } from "./signature.ts";

/** One file for each folder of playbooks, which exports its `signatures`. */
const areas = readdirSync(import.meta.dirname).filter(
  (file) => !/^(?:signature|raised-by|signatures\.test)\.ts$/.test(file),
);

describe.each(areas)("%s", async (file) => {
  const { signatures, lookAlikes = [] } = (await import(join(import.meta.dirname, file))) as {
    signatures: Signature[];
    /** Messages that must not raise the cause. */
    lookAlikes?: Signature[];
  };

  test.each(signatures.map((signature) => [signature.code, signature.error, signature] as const))(
    "%s is raised by: %s",
    (code, _, signature) => {
      expect(raisedBy(signature)).toContain(code);
    },
  );

  test.for(lookAlikes)("$code is not raised by: $error", (signature) => {
    expect(raisedBy(signature)).not.toContain(signature.code);
  });
});
