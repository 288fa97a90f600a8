import { ownerKey } from "../../domain/principal.ts";
import type { AssertionSigner, AssertionVerifier } from "./principal-assertion.ts";

/** A third of an assertion's life: what is handed out again has long enough left for any request. */
const handedOutForMs = 20_000;
const mostKept = 1_000;

/**
 * Hands the same assertion for reads out again for 20 s: whoever follows a diagnosis asks many times a second, and a signature costs
 * more than most of those questions.
 */
export function keepSigned(signer: AssertionSigner, nowMs: () => number = Date.now): AssertionSigner {
  const kept = new Map<string, { assertion: Promise<string>; untilMs: number }>();
  return {
    sign(asserted) {
      // Good once: nobody may hand it out again.
      if (asserted.command !== undefined) return signer.sign(asserted);
      const { principal, roles } = asserted;
      const key = JSON.stringify([ownerKey(principal), principal.userPrincipalName, roles ?? null]);
      const known = kept.get(key);
      if (known !== undefined && nowMs() < known.untilMs) return known.assertion;
      const assertion = signer.sign(asserted);
      makeRoom(kept);
      kept.set(key, { assertion, untilMs: nowMs() + handedOutForMs });
      assertion.catch(() => kept.delete(key));
      return assertion;
    },
  };
}

/** Checks an assertion once, and knows it again, letter for letter, until it expires. What was refused is checked again. */
export function keepVerified(verifier: AssertionVerifier, nowMs: () => number = Date.now): AssertionVerifier {
  type Asserted = Awaited<ReturnType<AssertionVerifier["verify"]>>;
  const kept = new Map<string, { asserted: Asserted; untilMs: number }>();
  return {
    async verify(assertion) {
      const known = kept.get(assertion);
      if (known !== undefined && nowMs() < known.untilMs) return known.asserted;
      const asserted = await verifier.verify(assertion);
      makeRoom(kept);
      kept.set(assertion, { asserted, untilMs: expiryMsOf(assertion) });
      return asserted;
    },
  };
}

/** Of an assertion whose form and signature have been checked. */
function expiryMsOf(assertion: string): number {
  const payload = Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString("utf8");
  return (JSON.parse(payload) as { exp: number }).exp * 1_000;
}

function makeRoom(kept: Map<string, unknown>): void {
  if (kept.size >= mostKept) kept.clear();
}
