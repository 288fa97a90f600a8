import { causeCodes } from "../cause-codes.ts";
import type { Diagnosis } from "../load-diagnosis.ts";
import { storedSignals } from "../stored-signals.ts";
import type { Thinking } from "./thinking.ts";

/** Thinks where it is called: nothing else of the thread gets on meanwhile. */
export function thinkHere(load: () => Promise<Diagnosis>): Thinking {
  return {
    async plan({ evidence: stored, unread, language, readsLeft, nextStep, suspected = [] }) {
      const { assessWithSupplied, summaryOf, playbooks, analyses, tellApart } = await load();
      const { notes, supplied, evidence } = tellApart(stored);
      const known = { signals: storedSignals(evidence), evidence, unread, language };
      const input = { ...known, playbooks, analyses, readsLeft, nextStep, suspected };
      const { steps, hypotheses, settled } = assessWithSupplied(supplied, notes, input);
      const named = hypotheses.map((hypothesis) => ({
        summary: summaryOf(hypothesis),
        title: hypothesis.playbook.title[language],
      }));
      return { steps: [...steps], hypotheses: named, settled };
    },

    async report({ evidence: stored, unread, language, endedBecause, reads, durationMs, hosts, modelUse }) {
      const { assessWithSupplied, buildReport, playbooks, analyses, tellApart } = await load();
      const { notes, supplied, evidence, citable } = tellApart(stored);
      const known = { signals: storedSignals(evidence), evidence, unread, language };
      const over = { playbooks, analyses, readsLeft: 0, nextStep: 1 };
      const assessment = assessWithSupplied(supplied, notes, { ...known, ...over });
      const ended = { endedBecause, reads, durationMs, hosts };
      const weighed = { ...known, evidence: citable, assessment, supplied: assessment.supplied };
      return buildReport({ ...weighed, analyses, ...ended, notes, modelUse });
    },

    async verification({
      evidence: stored,
      unread,
      language,
      endedBecause,
      reads,
      durationMs,
      hosts,
      verified,
    }) {
      const { assessWithSupplied, buildVerification, playbooks, analyses, tellApart } = await load();
      const over = { playbooks, analyses, readsLeft: 0, nextStep: 1 };
      const before = tellApart(verified.evidence);
      const then = { signals: storedSignals(before.evidence), evidence: before.evidence, unread: [] };
      const { notes, supplied, evidence, citable } = tellApart(stored);
      const known = { signals: storedSignals(evidence), evidence, unread, language };
      const suspected = causeCodes(verified.report);
      const assessment = assessWithSupplied(supplied, notes, { ...known, ...over, suspected });
      const ended = { endedBecause, reads, durationMs, hosts };
      return buildVerification(
        {
          ...verified,
          evidence: before.citable,
          assessment: assessWithSupplied(before.supplied, before.notes, { ...then, ...over }),
        },
        {
          ...known,
          evidence: citable,
          assessment,
          supplied: assessment.supplied,
          analyses,
          ...ended,
        },
      );
    },
  };
}
