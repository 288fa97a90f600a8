import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readInput } from "../../cli/read-input.ts";
import { UsageError } from "../../cli/usage-error.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "azebal-input-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function file(content: string | Uint8Array): string {
  const path = join(directory, "error.txt");
  writeFileSync(path, content);
  return path;
}

const text = "AuthorizationFailed: 접근이 거부되었습니다 ✗\n";

describe("a text", () => {
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text)])],
    ["UTF-16, as PowerShell writes it", Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, "utf16le")])],
    ["UTF-16, big end first", Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, "utf16le").swap16()])],
  ])("in %s is read as it was written", async (_, bytes) => {
    expect(await readInput(file(bytes), 1_000)).toBe(text);
  });

  test("that is cut in the middle of a character by the pipe is put together again", async () => {
    const bytes = Buffer.from(text);
    const parts = Readable.from([...bytes].map((byte) => Buffer.of(byte)));
    expect(await readInput("-", 1_000, parts)).toBe(text);
  });

  test("of exactly the limit is taken", async () => {
    expect(await readInput(file("x".repeat(1_000)), 1_000)).toBe("x".repeat(1_000));
  });
});

describe("what cannot be taken is one message with what to do", () => {
  const refused = async (source: string, stdin?: Readable) => {
    const error: unknown = await readInput(source, 1_000, stdin).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  };

  test("a missing file", async () => {
    const path = join(directory, "nope.txt");
    expect(await refused(path)).toBe(`There is no file ${path}. Name a text file, or - for standard input.`);
  });

  test("a path below a file", async () => {
    const path = join(file("x"), "below.txt");
    expect(await refused(path)).toBe(`There is no file ${path}. Name a text file, or - for standard input.`);
  });

  test("a folder", async () => {
    expect(await refused(directory)).toBe(
      `${directory} is a folder. Name a text file, or - for standard input.`,
    );
  });

  test("a file above the limit", async () => {
    const path = file("x".repeat(1_001));
    expect(await refused(path)).toBe(
      `${path} has more than 1000 bytes. Cut it to the lines around the failure, from the first error on.`,
    );
  });

  test("a standard input without end, of which no more is read than the limit", async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given += 100;
          yield Buffer.alloc(100, "x");
        }
      })(),
      { objectMode: true, highWaterMark: 1 },
    );
    expect(await refused("-", endless)).toBe(
      "Standard input has more than 1000 bytes. Cut it to the lines around the failure, from the first error on.",
    );
    expect([given < 2_000, endless.destroyed]).toEqual([true, true]);
  });
});
