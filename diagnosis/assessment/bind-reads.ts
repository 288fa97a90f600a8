import type { Unread } from "../../domain/activity-catalogue.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import { absentAnswer, type Environment, evaluate, type LazyValue } from "../evaluation/environment.ts";
import { type Evaluated, known, listOf, unknown } from "../evaluation/evaluated.ts";
import { documentRoot, elementsOf } from "../evaluation/navigate.ts";
import { childOf, type EvidenceDocument, openDocument } from "../evaluation/place.ts";
import { supportOf, truthOf } from "../evaluation/truth.ts";
import type { Playbook, PlaybookRead } from "../playbook.ts";
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
  return {
    byKey: new Map(
      documents.flatMap((document) =>
        document.evidence.requestKey === "" ? [] : [[document.evidence.requestKey, document] as const],
      ),
    ),
    byId: new Map(documents.map((document) => [document.evidence.evidenceId, document])),
    unread: new Map(unread.map((entry) => [entry.requestKey, entry])),
  };
}

const mostRepeats = 6;

/**
 * The names of a playbook's reads, bound when they are first used. A read without an answer is unknown, and is put into
 * `asked` once it could be made; one whose `when` is false, or that has a place without a value, is null for that reason.
 */
export function bindReads(playbook: Playbook, answers: Answers, asked: Asked) {
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
function refusalOf(document: EvidenceDocument, { byId }: Answers): string | undefined {
  const { status } = document.evidence;
  if (status < 400) return undefined;
  if (isNotFound(document)) return hiddenAbsence(document, byId);
  const code = childOf(childOf(document.body, "error"), "code");
  return typeof code === "string" ? code : `HTTP ${status}`;
}
