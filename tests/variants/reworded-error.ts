import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

/** The paragraphs of the error in the opposite order; of one paragraph, its first line comes last. */
export function reorderError({ request }: Scenario): void {
  const paragraphs = request.error.split(/\n\s*\n/u);
  request.error =
    paragraphs.length > 1
      ? paragraphs.toReversed().join("\n\n")
      : [...request.error.split("\n").slice(1), request.error.split("\n")[0]].join("\n");
}

/** Only the first seven tenths of the error's characters, as a terminal or an issue form cuts it. */
export function truncateError({ request }: Scenario): void {
  request.error = request.error.slice(0, Math.ceil(request.error.length * 0.7));
}
