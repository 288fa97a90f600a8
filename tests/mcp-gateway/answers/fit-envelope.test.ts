import { expect, test } from "vitest";
import { type Envelope, EnvelopeSchema } from "../../../domain/contract/envelope.ts";
import type { Report, ReportEvidence } from "../../../domain/contract/report.ts";
import { limits } from "../../../domain/limits.ts";
import { reportLink } from "../../../mcp-gateway/answers/envelope-answer.ts";
import { cutText, fitEnvelope } from "../../../mcp-gateway/answers/fit-envelope.ts";
import { callTool, createHttpBench } from "../support/gateway-bench.ts";
import { sampleReport } from "../support/sample-report.ts";

const links = [reportLink("d1")];

function envelope(changes: Partial<Report> = {}): Envelope {
  return { diagnosis_id: "d1", status: "completed", report: sampleReport(changes) };
}

function citations(count: number, valueCharacters: number): Pick<Report, "claims" | "evidence"> {
  const [one] = sampleReport().evidence;
  const evidence = Array.from({ length: count }, (_, index) => ({
    ...(one as ReportEvidence),
    id: `c${index}`,
    value: "v".repeat(valueCharacters),
    query: "resources | where name == 'x' ".repeat(20),
  }));
  return { evidence, claims: evidence.map(({ id }) => ({ text: `Claim of ${id}.`, evidence: [id] })) };
}

const bytes = ({ structured, text }: { structured: unknown; text: string }) =>
  Buffer.byteLength(
    JSON.stringify({ structuredContent: structured, content: [{ type: "text", text }, ...links] }),
  );

test("what fits is left as it is", () => {
  const whole = envelope();
  expect(fitEnvelope(whole, links).structured).toEqual(whole);
});

test("long values go first, and are marked; what proves the cause stays", () => {
  const { structured, text } = fitEnvelope(envelope(citations(20, 500)), links);
  const { report } = EnvelopeSchema.parse(structured);
  expect(report?.["shortened"]).toBe(true);
  expect(report?.evidence).toHaveLength(20);
  expect(new Set(report?.evidence.map((item) => [item.value.length <= 500, item.truncated].join()))).toEqual(
    new Set(["true,true"]),
  );
  expect(report?.claims).toHaveLength(20);
  expect(report?.actions).toEqual(sampleReport().actions);
  expect(text).toContain("Shortened to fit; the whole report: azebal://diagnoses/d1");
});

/** A report that fits with some of its commands, but not with all. */
function withCommands(count: number, commandCharacters: number): Partial<Report> {
  const { evidence, claims } = citations(count, 10);
  const command = "a".repeat(commandCharacters);
  return { claims, evidence: evidence.map((entry) => ({ ...entry, query: "", command, shows: "x" })) };
}

test("the commands of the last citations go before anything else does", () => {
  const whole = envelope(withCommands(20, 1_500));
  const { structured, text } = fitEnvelope(whole, links);
  const { report } = EnvelopeSchema.parse(structured);
  const has = report?.evidence.map(({ command }) => command !== undefined) ?? [];
  const kept = has.filter(Boolean).length;
  expect([kept > 3, kept < 20, has.lastIndexOf(true)]).toEqual([true, true, kept - 1]);
  expect(report?.evidence.map(({ shows }) => shows !== undefined)).toEqual(has);
  expect(report).toEqual({
    ...whole.report,
    evidence: whole.report?.evidence.map(({ command, shows, ...entry }, index) =>
      index < kept ? { ...entry, command, shows } : entry,
    ),
  });
  expect(text).not.toContain("Shortened to fit");
  expect(bytes({ structured, text })).toBeLessThanOrEqual(limits.envelopeBytes);
  expect(bytes({ structured, text })).toBeGreaterThan(limits.envelopeBytes - 2_500);
});

const hostile: [string, Partial<Report>][] = [
  ["a hundred citations", citations(100, 500)],
  [
    "an endless explanation",
    { root_cause: { ...sampleReport().root_cause, explanation: "because ".repeat(10_000) } },
  ],
  [
    "an explanation of quotes and emoji",
    { root_cause: { ...sampleReport().root_cause, explanation: '"\u{1f600}\n'.repeat(9_000) } },
  ],
  [
    "a thousand ruled-out causes",
    {
      ruled_out: Array.from({ length: 1_000 }, (_, index) => ({
        code: `x.${index}`,
        because: "no ".repeat(100),
        evidence: ["c1"],
      })),
    },
  ],
  [
    "endless commands",
    { actions: [{ title: "t", why: "w", commands: ["az x ".repeat(10_000)], changes: true }] },
  ],
  ["endless commands of citations", withCommands(200, 5_000)],
  ["endless verification", { verify: { text: "v".repeat(30_000), commands: [] } }],
  [
    "endless culprits",
    {
      root_cause: {
        ...sampleReport().root_cause,
        resource_ids: Array.from({ length: 500 }, (_, index) => `/subscriptions/s/${"x".repeat(90)}${index}`),
      },
    },
  ],
];

test.each(hostile)("a report with %s fits, and stays a valid envelope", (_, changes) => {
  const fitted = fitEnvelope(envelope(changes), links);
  expect(bytes(fitted)).toBeLessThanOrEqual(limits.envelopeBytes);
  expect(EnvelopeSchema.safeParse(fitted.structured).success).toBe(true);
  expect(fitted.text).toContain("The vault's firewall refuses the caller");
});

test("a command is never cut: an action stands whole or not at all", () => {
  const commands = (characters: number) => [`az ${"x".repeat(characters)}`];
  const actions = [100, 20_000, 200].map((characters) => ({
    title: `t${characters}`,
    why: "w",
    commands: commands(characters),
    changes: true,
  }));
  const { structured } = fitEnvelope(envelope({ ...citations(60, 500), actions }), links);
  expect(EnvelopeSchema.parse(structured).report?.actions.map((action) => action.commands)).toEqual([
    commands(100),
    commands(200),
  ]);
});

test("only citations that a remaining claim cites remain", () => {
  const { structured } = fitEnvelope(envelope(citations(100, 500)), links);
  const { report } = EnvelopeSchema.parse(structured);
  const cited = new Set(report?.claims.flatMap((claim) => claim.evidence));
  expect(report?.evidence.map(({ id }) => id)).toEqual([...cited]);
  expect(cited.size).toBeGreaterThan(0);
});

test("a failure with an endless message fits too", () => {
  const failure = { code: "X", message: "m".repeat(15_000), retryable: false };
  const fitted = fitEnvelope({ diagnosis_id: "d1", status: "failed", failure }, []);
  expect(bytes(fitted)).toBeLessThanOrEqual(limits.envelopeBytes);
  expect(fitted.text.endsWith("… (cut)")).toBe(true);
});

test("the whole answer on the wire is within the limit", async () => {
  const { app, client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  app.complete("d1", sampleReport(citations(100, 500)));
  const result = await client.callTool({ name: "get_diagnosis", arguments: { diagnosis_id: "d1" } });
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(limits.envelopeBytes);
});

test.each([
  ["abc", 100, "abc"],
  ["a".repeat(50), 30, `${"a".repeat(15)}\n… (cut)`],
  ["\u{1f600}".repeat(20), 30, `${"\u{1f600}".repeat(3)}\n… (cut)`],
])("a text is cut between characters: %s to %i bytes", (text, maxBytes, expected) => {
  expect(cutText(text, maxBytes)).toBe(expected);
});
