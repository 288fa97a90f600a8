import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rootCauses } from "../../../domain/root-causes.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const folders = [join(root, "simulator", "scenarios"), join(root, "tests", "scenarios")];

/** What the scenarios' answers name, and what they say only looks like it. */
const answers = folders.flatMap((folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(
      ({ name }) =>
        JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as {
          rootCause: string;
          ruledOut?: string[];
        },
    ),
);
const causes = Object.keys(rootCauses);

test("every cause of the vocabulary is at work in a scenario", () => {
  const atWork = new Set(answers.map(({ rootCause }) => rootCause));
  expect(causes.filter((code) => !atWork.has(code))).toEqual([]);
});

/** Nothing else of the vocabulary looks like these two. */
const unlike = ["openai.content-filter-jailbreak", "platform.known-defect-slot-swap"];

test("every cause is what another one only looks like, in a scenario of that one", () => {
  const lookedLike = new Set(
    answers.flatMap(({ rootCause, ruledOut }) => (ruledOut ?? []).filter((code) => code !== rootCause)),
  );
  expect(causes.filter((code) => !lookedLike.has(code))).toEqual(unlike);
});
