import { expect, test } from "vitest";
import type { Envelope } from "../../../domain/contract/envelope.ts";
import { oneLine } from "../../../domain/redaction/one-line.ts";
import { renderEnvelope } from "../../../mcp-gateway/answers/render-envelope.ts";
import { isBinary } from "../../../mcp-gateway/calls/binary-field.ts";
import { sampleReport } from "../support/sample-report.ts";

const progress = { done: 3, total: 7, message: "키 자격 증명 모음 kv-orders: 방화벽", elapsed_ms: 12_400 };

const korean: [Envelope, string][] = [
  [
    {
      diagnosis_id: "d1",
      status: "running",
      progress,
      next: { tool: "get_diagnosis", arguments: { diagnosis_id: "d1" }, after_seconds: 1 },
    },
    '**진단이 아직 진행 중입니다.** (`d1`)\n3/7 · 키 자격 증명 모음 kv-orders: 방화벽 · 12초\n\n다음: 1초 후 `get_diagnosis` `{"diagnosis_id":"d1"}`',
  ],
  [
    {
      diagnosis_id: "d1",
      status: "input_required",
      question: { id: "q1", text: "어느 것입니까?", options: ["가", "나"] },
    },
    "**진단이 답변을 기다리고 있습니다.** (`d1`)\n\n**질문** (`q1`): 어느 것입니까?\n- 가\n- 나",
  ],
  [
    {
      diagnosis_id: "d1",
      status: "failed",
      failure: { code: "X", message: "실패했습니다.", retryable: true },
    },
    "**진단에 실패했습니다.** (`d1`)\n\n`X`: 실패했습니다. 다시 시도할 수 있습니다.",
  ],
];

test.each(korean)("an envelope in Korean is told in Korean", (envelope, text) => {
  expect(renderEnvelope(envelope)).toBe(text);
});

test("a report that a cancelled diagnosis leaves says that it was cancelled", () => {
  const text = renderEnvelope({ diagnosis_id: "d1", status: "cancelled", report: sampleReport() });
  expect(
    text.endsWith(
      "Diagnosis `d1`. The diagnosis was cancelled. `get_evidence` shows the stored answers in brackets.",
    ),
  ).toBe(true);
});

test("a Korean report ends with a Korean note", () => {
  const text = renderEnvelope({
    diagnosis_id: "d1",
    status: "completed",
    report: sampleReport({ language: "ko" }),
  });
  expect(text.endsWith("진단 `d1`. 대괄호 안 근거의 원문: `get_evidence`")).toBe(true);
});

test.each([
  ["a\r\nb\tc", 20, "a b c"],
  ["  spaced   out ", 20, "spaced out"],
  ["abcdef", 4, "abc…"],
  ["ab\u{1f600}cd", 4, "ab\ufffd…"],
])("%j on one line of %i characters", (text, maxCharacters, expected) => {
  expect(oneLine(text, maxCharacters)).toBe(expected);
});

test.each([
  ["a stack trace", "Error: x\n\tat y (z.ts:1:1)\r\n", false],
  ["colours of a terminal", "\u001b[31mError\u001b[0m", false],
  ["Korean", "오류가 발생했습니다", false],
  ["one lost accent in a sentence", `caf\ufffd ${"x".repeat(100)}`, false],
  ["a NUL", "abc\u0000", true],
  ["bytes read as text", "\ufffdPNG\u001a\ufffd\ufffd", true],
  ["nothing", "", false],
])("%s is binary: %s", (_, text, expected) => {
  expect(isBinary(text)).toBe(expected);
});
