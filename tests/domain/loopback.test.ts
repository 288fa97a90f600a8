import { expect, test } from "vitest";
import { isLoopback } from "../../domain/loopback.ts";

test.each(["localhost", "127.0.0.1", "127.255.3.4", "::1", "[::1]"])(
  "%s does not leave the machine",
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  "",
  "127.0.0.1.example.com",
  "localhost.example.com",
  "128.0.0.1",
  "[::2]",
  "::",
  "0.0.0.0",
  "127.1",
])("%j may leave the machine", (host) => {
  expect(isLoopback(host)).toBe(false);
});
