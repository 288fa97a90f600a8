import type { Unread } from "../../domain/activity-catalogue.ts";
import type { Gap } from "../../domain/contract/report.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { readKey } from "../../domain/read-step.ts";
import { type DeniedRead, outsideAzure } from "../assessment/bind-reads.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import type { UnknownReason } from "../evaluation/evaluated.ts";
import { fillTextWhole } from "./fill-text.ts";
import type { AskForRead } from "./gap-questions.ts";
import { phrases } from "./phrases.ts";

/** Something that was looked at, and what of it could not be read or decided. */
export type Looked = Pick<
  Hypothesis,
  "reasons" | "denied" | "environment" | "state" | "unseen" | "citations"
> & {
  readonly playbook: Pick<Hypothesis["playbook"], "reads" | "title">;
  /** True where it was refuted by what rights may hide, and might be the cause all the same. */
  readonly isInDoubt?: boolean;
};

const askNobody: AskForRead = () => ({});

/**
 * What could not be read or decided, what stands in the way of a verdict first.
 *
 * @param ask  gives the question for a refused read; nobody is asked where it is left out.
 */
export function describeGaps(
  hypotheses: readonly Looked[],
  unread: readonly Unread[],
  evidence: readonly Evidence[],
  language: Language,
  ask: AskForRead = askNobody,
): Gap[] {
  const blocking = hypotheses.flatMap((hypothesis) =>
    hypothesis.reasons.flatMap((reason) => gapOf(reason, hypothesis, evidence, language, ask) ?? []),
  );
  const refused = hypotheses.flatMap((hypothesis) =>
    [...hypothesis.denied.values()]
      .filter(isMissing)
      .map(({ name, code, permission }) =>
        notAnswered(readTitle(hypothesis, name, language), code, permission, language),
      ),
  );
  const unseen = hypotheses
    .filter(({ state, isInDoubt }) => state === "confirmed" || isInDoubt === true)
    .flatMap((hypothesis) =>
      hypothesis.unseen.map((evidenceId) => unseenGap(evidenceId, evidence, language)),
    );
  const explained = new Set(hypotheses.flatMap(({ denied }) => [...denied.keys()]));
  // An item that could not be read by its own ID is cited from the list it stands in: nothing is missing.
  const pinned = hypotheses.flatMap(({ citations }) =>
    citations.flatMap(({ resourceId }) => (resourceId ? [readKey({ kind: "arm", path: resourceId })] : [])),
  );
  for (const key of pinned) explained.add(key);
  const others = unread
    .filter(({ requestKey }) => !explained.has(requestKey))
    .map(({ requestKey, code }) => ({
      what: phrases[language].unanswered(requestKey, code),
      permission: phrases[language].noPermission,
    }));
  return eachOnce([...blocking, ...unseen, ...refused, ...others]);
}

/**
 * Of several gaps that say the same, the one that a verdict waits for, which has the question; and of several that ask the same,
 * since one read may stand in several playbooks, one that names a permission of its own.
 */
function eachOnce(gaps: readonly Gap[]): Gap[] {
  const byText = Map.groupBy(gaps, ({ what }) => what);
  const firsts = [...byText.values()].map(([first]) => first!);
  const byQuestion = Map.groupBy(firsts, ({ question_id: id, what }) => id ?? what);
  return [...byQuestion.values()].map(
    (same) => same.find(({ permission }) => !permission.startsWith("*/")) ?? same[0]!,
  );
}

/**
 * A tenant without the licence for Privileged Identity Management has nothing there that could be missing; and what Azure was
 * never asked for is missing only where something waits for it.
 */
function isMissing({ code }: DeniedRead): boolean {
  return code !== "AadPremiumLicenseRequired" && code !== outsideAzure;
}

/**
 * A code of absence that was not taken for one: the resource may be there, and not be visible. The log service answers
 * `BadArgumentError` where no log of the resource is kept anywhere: no permission would change that.
 */
function notAnswered(title: string, code: string, permission: string, language: Language): Gap {
  const said = phrases[language];
  if (code === outsideAzure) return { what: said.outside(title), permission };
  if (code === "BadArgumentError") return { what: said.noLog(title), permission: said.noPermission };
  const isAbsence = /NotFound$|^HTTP 404$|^Invalid|^Missing/u.test(code);
  return { what: isAbsence ? said.hidden(title, code) : said.refused(title, code), permission };
}

function unseenGap(evidenceId: string, evidence: readonly Evidence[], language: Language): Gap {
  const answer = evidence.find((one) => one.evidenceId === evidenceId);
  return {
    what: phrases[language].unseen(answer?.request ?? evidenceId),
    permission: "Microsoft.Resources/subscriptions/resources/read",
  };
}

function gapOf(
  reason: UnknownReason,
  hypothesis: Looked,
  evidence: readonly Evidence[],
  language: Language,
  ask: AskForRead,
): Gap | undefined {
  const said = phrases[language];
  switch (reason.kind) {
    case "pending":
      return undefined;
    case "denied": {
      const title = readTitle(hypothesis, reason.read, language);
      const gap = notAnswered(title, reason.code, reason.permission, language);
      const asked = [...hypothesis.denied].find(([, { name }]) => name === reason.read);
      return asked === undefined || gap.permission === said.noPermission ? gap : { ...gap, ...ask(asked[0]) };
    }
    case "incomplete": {
      const answer = evidence.find(({ evidenceId }) => evidenceId === reason.evidenceId);
      return { what: said.incomplete(answer?.request ?? reason.evidenceId), permission: said.noPermission };
    }
    case "undecided": {
      const what = typeof reason.what === "string" ? reason.what : reason.what[language];
      return { what: said.undecided(what), permission: said.noPermission };
    }
  }
}

/** The title of a read; that of its list where one of its repeats was refused. */
export function readTitle(
  { playbook, environment, denied }: Pick<Looked, "playbook" | "environment" | "denied">,
  name: string,
  language: Language,
): string {
  const title = playbook.reads[name]?.title[language];
  if (title === undefined) return name;
  const own = [...denied.values()].find((entry) => entry.name === name)?.environment ?? environment;
  return fillTextWhole(title, own) ?? playbook.title[language];
}
