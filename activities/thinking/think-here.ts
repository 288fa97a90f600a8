import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { type Signals, SignalsSchema } from "../../domain/signals.ts";
import { causeCodes } from "../cause-codes.ts";
import type { Diagnosis } from "../load-diagnosis.ts";
import { EvidenceMissingError } from "../stored-request.ts";
import type { Thinking } from "./thinking.ts";

/** Thinks where it is called: nothing else of the thread gets on meanwhile. */
export function thinkHere(load: () => Promise<Diagnosis>): Thinking {
  return {
    async plan({ evidence: stored, unread, language, readsLeft, nextStep, suspected = [] }) {
      const { assessWithModel, summaryOf, playbooks, analyses, modelNotes } = await load();
      const { notes, evidence } = modelNotes(stored);
      const known = { signals: signalsIn(evidence), evidence, unread, language };
      const input = { ...known, playbooks, analyses, readsLeft, nextStep, suspected };
      const { steps, hypotheses, settled } = assessWithModel(notes, input);
      const named = hypotheses.map((hypothesis) => ({
        summary: summaryOf(hypothesis),
        title: hypothesis.playbook.title[language],
      }));
      return { steps: [...steps], hypotheses: named, settled };
    },

    async report({ evidence: stored, unread, language, endedBecause, reads, durationMs, hosts, modelUse }) {
      const { assessWithModel, buildReport, playbooks, analyses, modelNotes } = await load();
      const { notes, evidence } = modelNotes(stored);
      const known = { signals: signalsIn(evidence), evidence, unread, language };
      const assessment = assessWithModel(notes, { ...known, playbooks, analyses, readsLeft: 0, nextStep: 1 });
      const ended = { endedBecause, reads, durationMs };
      return buildReport({ ...known, assessment, analyses, ...ended, hosts, notes, modelUse });
    },

    async verification({ evidence, unread, language, endedBecause, reads, durationMs, hosts, verified }) {
      const { assessWithModel, buildVerification, playbooks, analyses, modelNotes } = await load();
      const over = { playbooks, analyses, readsLeft: 0, nextStep: 1 };
      const before = modelNotes(verified.evidence);
      const then = { signals: signalsIn(before.evidence), evidence: before.evidence, unread: [] };
      const known = { signals: signalsIn(evidence), evidence, unread, language };
      const suspected = causeCodes(verified.report);
      const assessment = assessWithModel(modelNotes(evidence).notes, { ...known, ...over, suspected });
      const ended = { endedBecause, reads, durationMs };
      return buildVerification(
        {
          ...verified,
          evidence: before.evidence,
          assessment: assessWithModel(before.notes, { ...then, ...over }),
        },
        { ...known, assessment, analyses, ...ended, hosts },
      );
    },
  };
}

const parsed = new WeakMap<Evidence, Signals>();

function signalsIn(evidence: readonly Evidence[]): Signals {
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.signals);
  if (!stored) throw new EvidenceMissingError(evidence[0]?.diagnosisId ?? "", fixedEvidence.signals);
  const signals = parsed.get(stored) ?? SignalsSchema.parse(JSON.parse(stored.body));
  parsed.set(stored, signals);
  return signals;
}
