import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { differences, view } from "./normalise.ts";
import type { RecordedActivity, Recording } from "./recording.ts";

const root = join(import.meta.dirname, "..", "goldens");

/** The app that the recordings were made with. */
export const sampleApp = join(root, "app");

type GoldenSet = "recordings" | "default-version" | "failure-details";

export function goldenNames(set: GoldenSet): string[] {
  return readdirSync(join(root, set)).map((file) => file.replace(/\.json$/, ""));
}

/** A recording of the real extension. Activities were recorded as the worker's typed data, and are read as values. */
function readGolden(set: GoldenSet, scenario: string): Recording {
  const golden = JSON.parse(readFileSync(join(root, set, `${scenario}.json`), "utf8")) as Recording;
  return { ...golden, activities: golden.activities.map(asValues) };
}

/** Every difference between a recording and what was seen here. */
export function compareWithGolden(
  set: GoldenSet,
  name: string,
  recordings: ReadonlyMap<string, Recording>,
): string[] {
  const recording = recordings.get(name);
  if (!recording) throw new Error(`${name} was not driven`);
  return [...differences(view(readGolden(set, name)), view(recording))];
}

function asValues(activity: RecordedActivity): RecordedActivity {
  const { string: text } = activity.in as { string?: string | { $long: number } };
  const input = text === undefined ? {} : { value: valueOf(text) };
  if (activity.out === undefined) return { ...activity, in: input };
  const out = activity.out as Record<string, unknown> | null;
  return { ...activity, in: input, out: out === null ? null : Object.values(out)[0] };
}

function valueOf(text: string | { $long: number }): unknown {
  // A long text was recorded as its length, its two quotes included.
  if (typeof text !== "string") return { $long: text.$long - 2 };
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
