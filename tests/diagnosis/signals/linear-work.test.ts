import { describe, expect, test } from "vitest";
import { codePatterns } from "../../../diagnosis/signals/codes/find-codes.ts";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { matchesPerPattern, startScan } from "../../../diagnosis/signals/scan.ts";

/** Work per character, counted: each character is read once by each pattern, and there are fewer than this many. */
const patternsAtMost = 138;

const repeated = (unit: string, bytes: number) => unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes);

describe.each([
  "a",
  "a.",
  '"a":',
  " ",
  "/subscriptions/",
  "at aa(",
  "\nat aaaa(x) in ) in ",
  "word ",
  "a=",
  "name: 'x' ",
  "client ip ",
  "0123abcd-",
  "A_",
  "\n",
  "<a>",
  'File "',
  "a:a ",
  "%2F%2F",
])("50 KB of %j", (unit) => {
  const error = repeated(unit, 50 * 1024);

  test("is read a fixed number of times", () => {
    const scan = startScan();
    extractSignals({ error }, scan);
    expect(scan.charactersRead).toBeLessThanOrEqual(patternsAtMost * error.length);
    expect(scan.matchesTaken).toBeLessThanOrEqual(patternsAtMost * matchesPerPattern);
  });

  test("twice as much is twice the work", () => {
    const [once, twice] = [startScan(), startScan()];
    extractSignals({ error }, once);
    extractSignals({ error: error + error }, twice);
    expect(twice.charactersRead).toBe(2 * once.charactersRead);
  });
});

test("10 MB of code is read a fixed number of times, and gives a bounded answer", () => {
  const content = repeated(
    '  private readonly CosmosClient client = new("https://cosmos-a.documents.azure.com"); // kv-a\n',
    10 * 1024 * 1024,
  );
  const scan = startScan();
  const signals = extractSignals({ error: "x", source_code: { "a.cs": content } }, scan);
  expect(scan.charactersRead).toBeLessThanOrEqual(patternsAtMost * (content.length + 1));
  expect(JSON.stringify(signals).length).toBeLessThan(100_000);
});

test("patterns of codes repeat nothing without bound", () => {
  const unbounded = codePatterns.filter(({ pattern }) =>
    /(?<!\\)[*+](?![^[]*\])|\{\d+,\}/.test(pattern.source.replace(/\[(?:\\.|[^\]\\])*\]/g, "x")),
  );
  expect(unbounded.map(({ pattern }) => pattern.source)).toEqual([]);
});
