import type { Unread } from "../../domain/activity-catalogue.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import { isSuppliedId, outsideCommand, outsideKey } from "../../domain/supplied/supplied-evidence.ts";
import { absentAnswer, type Environment, evaluate, type LazyValue } from "../evaluation/environment.ts";
import { type Evaluated, known, listOf, unknown } from "../evaluation/evaluated.ts";
import { documentRoot, elementsOf } from "../evaluation/navigate.ts";
import { childOf, type EvidenceDocument, openDocument } from "../evaluation/place.ts";
import { supportOf, truthOf } from "../evaluation/truth.ts";
import type { Playbook, PlaybookRead } from "../playbook.ts";
import { fillTemplate, shellWord } from "../template.ts";
import { deniedPermission } from "./denied-permission.ts";
import { fillRequest } from "./fill-request.ts";
import { hiddenAbsence } from "./hidden-absence.ts";

/** A read that is ready to be made and has no answer yet. */
export interface PendingRead {
  readonly name: string;
  readonly request: ReadRequest;
  readonly environment: Environment;
}

/** A read that was refused, or could not be made. */
export interface DeniedRead {
  readonly name: string;
  readonly code: string;
  /** What it needs: as the refusal names it, else as the playbook does. */
  readonly permission: string;
  readonly environment: Environment;
}

/** What there is for the key of a read: a document, the code of a refusal, or nothing yet. */
export type Consulted = EvidenceDocument | string | undefined;

/** What a hypothesis's expressions asked for, by the key of the read. */
export interface Asked {
  /** Not made yet. */
  readonly pending: Map<string, PendingRead>;
  readonly denied: Map<string, DeniedRead>;
  /** All of it, as it was found: as long as it is found so again, the expressions give what they gave. */
  readonly consulted: Map<string, Consulted>;
}

/** What is there so far: stored answers by the key of their read, and the reads that got none. */
export interface Answers {
  readonly byKey: ReadonlyMap<string, EvidenceDocument>;
  readonly byId: ReadonlyMap<string, EvidenceDocument>;
  readonly unread: ReadonlyMap<string, Unread>;
}

export function collectAnswers(evidence: readonly Evidence[], unread: readonly Unread[]): Answers {
  const documents = evidence.map(openDocument);
  const isSupplied = (document: EvidenceDocument) => isSuppliedId(document.evidence.evidenceId);
  const byId = new Map(documents.map((document) => [document.evidence.evidenceId, document]));
  const unreadByKey = new Map(unread.map((entry) => [entry.requestKey, entry]));
  const byKey = new Map(
    documents.flatMap((document) =>
      document.evidence.requestKey === "" || isSupplied(document)
        ? []
        : [[document.evidence.requestKey, document] as const],
    ),
  );
  for (const document of documents.filter(isSupplied)) {
    const { requestKey: key } = document.evidence;
    if (standsFor(key, byKey.get(key), unreadByKey, byId)) byKey.set(key, document);
  }
  return { byKey, byId, unread: unreadByKey };
}

/** What was supplied counts where Azure was asked and has refused, or is not asked at all. */
function standsFor(
  key: string,
  read: EvidenceDocument | undefined,
  unread: Answers["unread"],
  byId: Answers["byId"],
): boolean {
  if (outsideCommand(key) !== undefined) return true;
  return read === undefined ? unread.has(key) : refusalOf(read, { byId }) !== undefined;
}

const mostRepeats = 6;

/**
 * The names of a playbook's reads, bound when they are first used. A read without an answer is unknown, and is put into
 * `asked` once it could be made; one whose `when` is false, or that has a place without a value, is null for that reason.
 */
export function bindReads(playbook: Pick<Playbook, "reads">, answers: Answers, asked: Asked) {
  const bound: Record<string, LazyValue> = {};
  for (const [name, read] of Object.entries(playbook.reads))
    bound[name] = (environment) => bindRead(name, read, environment, answers, asked);
  return bound;
}

function bindRead(
  name: string,
  read: PlaybookRead,
  environment: Environment,
  answers: Answers,
  asked: Asked,
): Evaluated {
  if (read.when !== undefined) {
    const condition = truthOf(evaluate(read.when, environment));
    if (condition.kind === "truth" && !condition.isTrue) return known(null, condition.proof);
    // A condition that waits for another read is waited for; one that cannot be decided does not stop the read.
    if (condition.kind === "unknown" && condition.reasons.some(({ kind }) => kind === "pending"))
      return condition;
  }
  const bindOne = (within: Environment) => bindAnswer(name, read, within, answers, asked);
  if (read.each === undefined) return bindOne(environment);
  const list = evaluate(read.each, environment);
  if (list.kind === "unknown") return list;
  const elements = elementsOf(list);
  if (elements === undefined) return known(null, supportOf(list));
  const items = elements
    .slice(0, mostRepeats)
    .map((item) => (item.kind === "unknown" ? item : bindOne(environment.with({ item }))));
  if (elements.length > mostRepeats)
    items.push(unknown({ kind: "undecided", what: `more than ${mostRepeats} of ${name}` }));
  return items.length === 0 ? listOf([], supportOf(list)) : listOf(items);
}

function bindAnswer(
  name: string,
  read: PlaybookRead,
  environment: Environment,
  answers: Answers,
  asked: Asked,
): Evaluated {
  const outside = read.request.command;
  if (outside !== undefined) return bindOutside(name, outside, read.permission, environment, answers, asked);
  const filled = fillRequest(read, environment);
  if (filled.kind === "unknown") return filled;
  if (filled.kind === "inapplicable") return known(null, filled.proof);
  const key = readKey(filled.request);
  const answer = answerTo(key, answers);
  asked.consulted.set(key, answer);
  const document = typeof answer === "string" ? undefined : answer;
  const refusal = typeof answer === "string" ? answer : document && refusalOf(document, answers);
  if (refusal !== undefined) {
    const permission = (document && deniedPermission(document)) ?? read.permission;
    asked.denied.set(key, { name, code: refusal, permission, environment });
    return unknown({ kind: "denied", read: name, permission, code: refusal });
  }
  if (document !== undefined) return bindDocument(document, name, read.permission, answers);
  asked.pending.set(key, { name, request: filled.request, environment });
  return unknown({ kind: "pending", read: name, key });
}

/** What no API of Azure shows is never read: there is what somebody supplied, or nothing. */
function bindOutside(
  name: string,
  template: string,
  permission: string,
  environment: Environment,
  answers: Answers,
  asked: Asked,
): Evaluated {
  const filled = fillTemplate(template, environment, shellWord);
  if (filled.kind === "unknown") return filled;
  if (filled.kind === "unfillable") return known(null, filled.proof);
  const key = outsideKey(filled.text);
  const answer = answers.byKey.get(key);
  asked.consulted.set(key, answer);
  if (answer !== undefined) return documentRoot(answer);
  asked.denied.set(key, { name, code: outsideAzure, permission, environment });
  return unknown({ kind: "denied", read: name, permission, code: outsideAzure });
}

/** In place of a refusal's code: Azure was not asked, since it could not tell. */
export const outsideAzure = "OutsideAzure";

export function answerTo(key: string, { byKey, unread }: Answers): Consulted {
  return byKey.get(key) ?? unread.get(key)?.code;
}

/** An answer as its name sees it: the body, null for "not found", unknown for a refusal and for what may hide one. */
export function bindDocument(
  document: EvidenceDocument,
  read: string,
  permission: string,
  answers: Answers,
): Evaluated {
  const code = refusalOf(document, answers);
  if (code !== undefined) return unknown({ kind: "denied", read, permission, code });
  return isNotFound(document) ? absentAnswer(document) : documentRoot(document);
}

function isNotFound({ evidence }: EvidenceDocument): boolean {
  return evidence.status === 404 || evidence.status === 410;
}

/** The service's own code where it refused to answer, or where its "not found" may be a refusal. */
export function refusalOf(document: EvidenceDocument, { byId }: Pick<Answers, "byId">): string | undefined {
  const { status } = document.evidence;
  if (status < 400) return undefined;
  if (isNotFound(document)) return hiddenAbsence(document, byId);
  const code = childOf(childOf(document.body, "error"), "code");
  return typeof code === "string" ? code : `HTTP ${status}`;
}
