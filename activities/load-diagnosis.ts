import type { summaryOf } from "../diagnosis/assessment/hypothesis.ts";
import type { AnalysisTable } from "../diagnosis/evaluation/evaluated.ts";
import type { shapeAnswer } from "../domain/evidence-shape.ts";
import type { Playbook } from "../diagnosis/playbook.ts";
import type { buildReport } from "../diagnosis/report/build-report.ts";
import type { extractSignals } from "../diagnosis/signals/extract-signals.ts";
import type { assessWithSupplied } from "../diagnosis/supplied/assess-with-supplied.ts";
import type { tellApart } from "../diagnosis/told-apart.ts";
import type { completeSignals, namesQuery, neighboursQuery } from "../diagnosis/signals/resolve-names.ts";
import type { buildVerification } from "../diagnosis/verification/build-verification.ts";
import type { PlaybookFile } from "../domain/playbook-file.ts";
import type { Logger } from "../services/platform/logging.ts";

/** The pure rooms, as activities that read use them: quick to load, and quick in what they do. */
export interface ReadingRooms {
  extractSignals: typeof extractSignals;
  namesQuery: typeof namesQuery;
  neighboursQuery: typeof neighboursQuery;
  completeSignals: typeof completeSignals;
  shapeAnswer: typeof shapeAnswer;
}

/** All pure rooms. */
export interface Diagnosis extends ReadingRooms {
  assessWithSupplied: typeof assessWithSupplied;
  tellApart: typeof tellApart;
  summaryOf: typeof summaryOf;
  buildReport: typeof buildReport;
  buildVerification: typeof buildVerification;
  playbooks: readonly Playbook[];
  analyses: AnalysisTable;
}

interface LoadOptions {
  /** A company's playbooks, as their files hold them. One that cannot be used is left out, and the log says why. */
  ownPlaybooks: readonly PlaybookFile[];
  log: Pick<Logger, "warn">;
}

/** Loads the pure rooms once, with a company's own playbooks beside the shipped ones. */
export function diagnosisLoader({ ownPlaybooks, log }: LoadOptions): () => Promise<Diagnosis> {
  let loaded: Promise<Diagnosis> | undefined;
  const load = async () => {
    const diagnosis = await loadDiagnosis();
    if (ownPlaybooks.length === 0) return diagnosis;
    const { readOwnPlaybooks } = await import("../diagnosis/playbook-check/own-playbooks.ts");
    const { playbooks, problems } = readOwnPlaybooks(ownPlaybooks, Object.keys(diagnosis.analyses));
    for (const { file, where, problem } of problems)
      log.warn(`Playbook ${file} is left out: ${where === "" ? "" : `${where}: `}${problem}.`);
    return { ...diagnosis, playbooks: [...diagnosis.playbooks, ...playbooks] };
  };
  return () => (loaded ??= load());
}

let readingRooms: Promise<ReadingRooms> | undefined;

/** Loads what reading needs, once, when the first diagnosis does: every read asks for it, and each import takes its time. */
export function loadReadingRooms(): Promise<ReadingRooms> {
  readingRooms ??= importReadingRooms();
  return readingRooms;
}

async function importReadingRooms(): Promise<ReadingRooms> {
  const [signals, names, shape] = await Promise.all([
    import("../diagnosis/signals/extract-signals.ts"),
    import("../diagnosis/signals/resolve-names.ts"),
    import("../domain/evidence-shape.ts"),
  ]);
  return {
    extractSignals: signals.extractSignals,
    namesQuery: names.namesQuery,
    neighboursQuery: names.neighboursQuery,
    completeSignals: names.completeSignals,
    shapeAnswer: shape.shapeAnswer,
  };
}

/**
 * Loads all pure rooms when the first diagnosis needs them: playbooks and expressions take time to parse, and a process
 * that only answers `initialize` needs neither.
 */
export async function loadDiagnosis(): Promise<Diagnosis> {
  const [reading, assessing, apart, hypotheses, reporting, verifying, playbooks, table] = await Promise.all([
    loadReadingRooms(),
    import("../diagnosis/supplied/assess-with-supplied.ts"),
    import("../diagnosis/told-apart.ts"),
    import("../diagnosis/assessment/hypothesis.ts"),
    import("../diagnosis/report/build-report.ts"),
    import("../diagnosis/verification/build-verification.ts"),
    import("../diagnosis/playbooks/all-playbooks.ts"),
    import("../diagnosis/analyses/analysis-table.ts"),
  ]);
  return {
    ...reading,
    assessWithSupplied: assessing.assessWithSupplied,
    tellApart: apart.tellApart,
    summaryOf: hypotheses.summaryOf,
    buildReport: reporting.buildReport,
    buildVerification: verifying.buildVerification,
    playbooks: playbooks.allPlaybooks,
    analyses: table.analyses,
  };
}
