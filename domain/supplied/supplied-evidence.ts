import { type Evidence, type EvidenceSource, EvidenceSourceSchema } from "../evidence.ts";

/** Evidence that somebody supplied has IDs of its own: `u1`, `u2`, … */
export function suppliedId(count: number): string {
  return `u${count}`;
}

export function isSuppliedId(evidenceId: string): boolean {
  return /^u\d+$/u.test(evidenceId);
}

const mark = "user ";

/**
 * The key under which what was supplied is stored: that of the read that it stands for, marked, so that the read itself is
 * made all the same and finds no answer before it has asked.
 */
export function suppliedKey(requestKey: string): string {
  return `${mark}${requestKey}`;
}

/** The key of the read that stored supplied evidence stands for. */
export function askedKey({ requestKey }: Pick<Evidence, "requestKey">): string {
  return requestKey.startsWith(mark) ? requestKey.slice(mark.length) : requestKey;
}

const outside = "outside ";

/** The key of what no API of Azure answers: the command that shows it, complete and quoted. */
export function outsideKey(command: string): string {
  return `${outside}${command}`;
}

/** The command of such a key; undefined for the key of a read of Azure. */
export function outsideCommand(requestKey: string): string | undefined {
  return requestKey.startsWith(outside) ? requestKey.slice(outside.length) : undefined;
}

/** The source that an answer to the read with this key has; `user` where Azure is not asked. */
export function sourceOfKey(requestKey: string): EvidenceSource {
  if (/^arm \/[^?]*\/microsoft\.insights\/eventtypes\/management\/values(?:\?|$)/u.test(requestKey))
    return "activity_log";
  const kind = EvidenceSourceSchema.safeParse(requestKey.split(" ", 1)[0]);
  return kind.success ? kind.data : "user";
}
