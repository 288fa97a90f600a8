import type { DebugRequest, SourceFile } from "../../domain/contract/debug-request.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { sha256 } from "./request-hash.ts";

/**
 * Evidence e0: the redacted request, its files keyed by path, so that a pointer into it names the file.
 *
 * @param receivedAt  ISO 8601, UTC: the one piece of evidence whose time is the machine's, since no answer of Azure gave it.
 */
export function requestEvidence(diagnosisId: string, redacted: DebugRequest, receivedAt: string): Evidence {
  const body = JSON.stringify({
    error: redacted.error,
    source_code: filesByPath(redacted.source_code ?? []),
    context: redacted.context ?? {},
  });
  return {
    diagnosisId,
    evidenceId: fixedEvidence.request,
    source: "request",
    requestKey: "",
    request: "request",
    status: 0,
    observedAt: receivedAt,
    body,
    sha256: sha256(body),
    complete: true,
  };
}

/** A path that comes again gets `#2`, `#3`, …: no file is lost. */
function filesByPath(files: readonly SourceFile[]): Record<string, string> {
  const byPath = new Map<string, string>();
  for (const { path, content } of files) {
    let unique = path;
    for (let count = 2; byPath.has(unique); count += 1) unique = `${path}#${count}`;
    byPath.set(unique, content);
  }
  return Object.fromEntries(byPath);
}
