import { expect, test } from "vitest";
import { readStoredText, StoredTextError, storedText } from "../../../services/stores/sqlite/stored-text.ts";

test.each([
  ["", 1],
  ["가나다 🔑", 15],
  ["x".repeat(4_095), 4_096],
])("a short text is stored as it is", (text, sizeBytes) => {
  const stored = storedText(text);
  expect([stored.byteLength, readStoredText(stored)]).toEqual([sizeBytes, text]);
});

test("a long text is stored in less, and comes back whole", () => {
  const text = "한국어 and English, ".repeat(5_000);
  const stored = storedText(text);
  expect([stored.byteLength < 5_000, readStoredText(stored) === text]).toEqual([true, true]);
});

test.each([null, "text", new Uint8Array(), Uint8Array.of(9, 1), Uint8Array.of(1, 2, 3)])(
  "bytes that nobody stored are refused",
  (stored) => {
    expect(() => readStoredText(stored)).toThrow(StoredTextError);
  },
);
