import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { type Signals, SignalsSchema } from "../../domain/signals.ts";
import { causeCodes } from "../cause-codes.ts";
import type { Diagnosis } from "../load-diagnosis.ts";
import { EvidenceMissingError } from "../stored-request.ts";
import type { Thinking } from "./thinking.ts";

/** Thinks where it is called: nothing else of the thread gets on meanwhile. */
export function thinkHere(load: () => Promise<Diagnosis>): Thinking {
  return {
    async plan({ evidence, unread, language, readsLeft, nextStep, suspected = [] }) {
      const { assess, summaryOf, playbooks, analyses } = await load();
      const known = { signals: signalsIn(evidence), evidence, unread, language };
      const bounds = { readsLeft, nextStep, suspected };
      const { steps, hypotheses, settled } = assess({ ...known, playbooks, analyses, ...bounds });
      const named = hypotheses.map((hypothesis) => ({
        summary: summaryOf(hypothesis),
        title: hypothesis.playbook.title[language],
      }));
      return { steps: [...steps], hypotheses: named, settled };
    },

    async report({ evidence, unread, language, endedBecause, reads, durationMs, hosts }) {
      const { assess, buildReport, playbooks, analyses } = await load();
      const known = { signals: signalsIn(evidence), evidence, unread, language };
      const assessment = assess({ ...known, playbooks, analyses, readsLeft: 0, nextStep: 1 });
      const ended = { endedBecause, reads, tokens: 0, durationMs };
      return buildReport({ ...known, assessment, analyses, ...ended, hosts });
    },

    async verification({ evidence, unread, language, endedBecause, reads, durationMs, hosts, verified }) {
      const { assess, buildVerification, playbooks, analyses } = await load();
      const over = { playbooks, analyses, readsLeft: 0, nextStep: 1 };
      const then = { signals: signalsIn(verified.evidence), evidence: verified.evidence, unread: [] };
      const known = { signals: signalsIn(evidence), evidence, unread, language };
      const assessment = assess({ ...known, ...over, suspected: causeCodes(verified.report) });
      const ended = { endedBecause, reads, tokens: 0, durationMs };
      return buildVerification(
        { ...verified, assessment: assess({ ...then, ...over }) },
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
