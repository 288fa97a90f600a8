import type { HypothesisSummary } from "../../domain/activity-catalogue.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import type { Signals } from "../../domain/signals.ts";
import { StoredRequestSchema } from "../signals/stored-request.ts";
import { foundResources } from "./find-resource.ts";

export interface MaterialInput {
  signals: Signals;
  evidence: readonly Evidence[];
  /** How the rules' candidates stand. */
  hypotheses: readonly HypothesisSummary[];
  /** Titles of the reads that the rules make next. */
  planned: readonly string[];
  language: Language;
  maxCharacters: number;
}

/** In characters, or in entries of lists, while there is room. */
const shares = { error: 8_000, file: 6_000, files: 8, resources: 80, answer: 2_500, answers: 24 } as const;
const scales = [1, 0.6, 0.35, 0.2, 0.1] as const;

/**
 * What a model sees of a diagnosis that is to be planned further: one JSON document of redacted texts, in which nothing can
 * pass for anything but a value. The longest parts are cut until it fits.
 */
export function planMaterial(input: MaterialInput): string {
  const texts = scales.map((scale) => JSON.stringify(atScale(input, scale)));
  const fitting = texts.find(({ length }) => length <= input.maxCharacters);
  return fitting ?? texts.at(-1)!.slice(0, input.maxCharacters);
}

function atScale({ signals, evidence, hypotheses, planned, language }: MaterialInput, scale: number) {
  const cut = (text: string, most: number) => shortened(neutraliseControls(text), Math.floor(most * scale));
  const count = (most: number) => Math.max(1, Math.floor(most * scale));
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.request);
  const request = StoredRequestSchema.safeParse(JSON.parse(stored?.body ?? "{}")).data;
  const files = Object.entries(request?.source_code ?? {});
  return {
    language,
    now: signals.now,
    failed_at: signals.observedAt,
    error: cut(request?.error ?? "", shares.error),
    source_code: files.slice(0, count(shares.files)).map(([path, content]) => ({
      path: cut(path, 200),
      content: cut(content, shares.file),
    })),
    context: request?.context ?? {},
    hosts: signals.hosts.slice(0, 20).map(({ host, service, name }) => ({ host, service, name })),
    codes: signals.codes.slice(0, 20).map(({ code, family }) => ({ code, family })),
    resources: [...signals.resources, ...foundResources(evidence)]
      .slice(0, count(shares.resources))
      .map(({ id, type, kind, location }) => ({ id, type, kind, location })),
    candidates: hypotheses.map(({ code, target, state }) => ({ code, resource_id: target, state })),
    reads_under_way: planned,
    answers: evidence
      .filter(isAnswer)
      .slice(-count(shares.answers))
      .map(({ evidenceId, request: asked, query, status, body }) => ({
        id: evidenceId,
        asked: query === undefined ? asked : `${asked} ${query}`,
        status,
        body: cut(body, shares.answer),
      })),
  };
}

/** What was read for the plan; the first answers are the resources above. */
function isAnswer({ evidenceId }: Evidence): boolean {
  return evidenceId.startsWith("e") && !Object.values<string>(fixedEvidence).includes(evidenceId);
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  return `${text.slice(0, half).toWellFormed()} … ${text.slice(-half).toWellFormed()}`;
}
