import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../../domain/evidence.ts";
import type { JsonValue } from "../../../domain/json-value.ts";
import { suppliedBody } from "../../../domain/supplied/supplied-body.ts";
import { suppliedId, suppliedKey } from "../../../domain/supplied/supplied-evidence.ts";
import type { EndedDiagnosis } from "../../support/diagnose-on-simulator.ts";
import { onScenario } from "../../support/on-scenario.ts";
import { scenariosIn, shippedScenarios } from "../../variants/same-verdict.ts";

/** The reads that were planned and whose answer the verdict cites. */
function decisive({ report, evidence }: EndedDiagnosis): Evidence[] {
  const cited = new Set(report.evidence.map(({ evidence_id: id }) => id));
  return evidence.filter(
    ({ evidenceId, status }) => cited.has(evidenceId) && Number(evidenceId.slice(1)) >= 5 && status === 200,
  );
}

/** What somebody with the right would paste: as the Azure CLI prints the answer. */
function pastedOf({ source, body }: Evidence): string {
  const answer = JSON.parse(body) as Record<string, JsonValue>;
  if (source === "logs") return JSON.stringify(answer["rows"]);
  if (source !== "metrics") return body;
  const value = Object.entries(answer).map(([name, data]) => ({
    name: { value: name },
    timeseries: [{ data }],
  }));
  return JSON.stringify({ value });
}

function supplied(read: Evidence, count: number, text = pastedOf(read)): Evidence {
  const answer = suppliedBody(read, text);
  if (!answer.ok) throw new TypeError(`${read.request}: ${answer.problem}`);
  return {
    ...read,
    evidenceId: suppliedId(count),
    source: "user",
    requestKey: suppliedKey(read.requestKey),
    status: 200,
    body: JSON.stringify(answer.body),
    complete: read.complete && answer.complete,
  };
}

const verdictOf = ({ report }: EndedDiagnosis) => report.root_cause.code;

/** Says of everything that can be switched the opposite. */
function otherwise(_: string, value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  const opposites: Record<string, string> = {
    Disabled: "Enabled",
    Enabled: "Disabled",
    Deny: "Allow",
    Allow: "Deny",
  };
  return typeof value === "string" ? (opposites[value] ?? value) : value;
}

/** What a report comes to; how much of the rest has room differs with the length of its gaps. */
function toldIn({ report }: EndedDiagnosis) {
  const { verdict, root_cause, also, suspected } = report;
  return { verdict, root_cause, also, suspected };
}

describe.each(scenariosIn(shippedScenarios))("%s", (name) => {
  test("what is refused and then supplied leads to no other verdict, and is never called proven", async () => {
    await onScenario(join(shippedScenarios, name), async (diagnose) => {
      const whole = await diagnose();
      const reads = decisive(whole);
      if (reads.length === 0 || whole.report.root_cause.confidence === "none") return;
      const refused = new Set(reads.map(({ requestKey }) => requestKey));
      const without = await diagnose({ refused });
      const withIt = await diagnose({ refused, supplied: reads.map((read, at) => supplied(read, at + 1)) });
      // What the rest of the reads decide, they decide still.
      const isDecided = without.report.root_cause.confidence !== "none";
      const { root_cause: root, evidence, gaps } = withIt.report;
      const isWeighed = gaps.some(({ what }) => /weighed as it was pasted|붙여 넣은 그대로/u.test(what));
      const said = {
        code: root.code,
        isLikely: isDecided || root.confidence === "likely",
        saysSo: isDecided || /supplied|제공받은/u.test(root.explanation),
        isToldAsWeighed: isWeighed === (without.report.root_cause.confidence !== "proven"),
        isCited: isDecided || evidence.some(({ source }) => source === "user"),
      };
      const code = verdictOf(isDecided ? without : whole);
      expect(said).toEqual({ code, isLikely: true, saysSo: true, isToldAsWeighed: true, isCited: true });
    });
  });

  test("nothing that is supplied changes what the reads say", async () => {
    await onScenario(join(shippedScenarios, name), async (diagnose) => {
      const whole = await diagnose();
      const forged = decisive(whole).map((read, at) => ({
        ...supplied(read, at + 1),
        body: JSON.stringify(JSON.parse(read.body), otherwise),
      }));
      const withIt = await diagnose({ supplied: forged });
      expect(toldIn(withIt)).toEqual(toldIn(whole));
    });
  });
});
