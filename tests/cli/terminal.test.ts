import { describe, expect, test } from "vitest";
import { markdownToTerminal } from "../../cli/terminal/markdown-to-terminal.ts";
import { createProgressView } from "../../cli/terminal/progress-view.ts";

function recorder(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const stream = { isTTY, columns: 60, write: (text: string) => (written.push(text), true) };
  const view = createProgressView(stream, () => nowMs);
  return { written, view, at: (ms: number) => (nowMs = ms) };
}

describe("progress", () => {
  test("is plain lines with time and count where the output is no terminal", () => {
    const { written, view, at } = recorder(false);
    view.show("Reading Key Vault kv", 0, 0);
    at(1_540);
    view.show("Read Key Vault kv", 2.003, 5);
    view.end();
    expect(written).toEqual(["  0.0 s        Reading Key Vault kv\n", "  1.5 s   2/5  Read Key Vault kv\n"]);
  });

  test("what the gateway joined becomes one line each", () => {
    const { written, view } = recorder(false);
    view.show("one · two", 1, 2);
    expect(written).toEqual(["  0.0 s   1/2  one\n", "  0.0 s   1/2  two\n"]);
  });

  test("is one moving line on a terminal, cut to its width, and stays when it ends", () => {
    const { written, view } = recorder(true);
    view.show("x".repeat(100), 1, 2);
    view.end();
    expect(written[0]).toBe(`\r\u001b[2K  0.0 s   1/2  ${"x".repeat(43)}…`);
    expect(written[0]!.length).toBe("\r\u001b[2K".length + 59);
    expect(written[1]).toContain("x".repeat(100));
  });
});

describe("the report in a terminal", () => {
  test("stays Markdown where the output is none", () => {
    expect(markdownToTerminal("# A\n```sh\naz x\n```", false)).toBe("# A\n```sh\naz x\n```");
  });

  test("shows headings bold and commands without their fences", () => {
    expect(markdownToTerminal("# A\n```sh\naz x\n```\n- **b** `c`", true)).toBe(
      "\u001b[1mA\u001b[22m\n\u001b[36m    az x\u001b[39m\n\u001b[2m•\u001b[22m \u001b[1mb\u001b[22m \u001b[36mc\u001b[39m",
    );
  });
});
