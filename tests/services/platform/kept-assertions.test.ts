import { describe, expect, it } from "vitest";
import { keepSigned, keepVerified } from "../../../services/platform/kept-assertions.ts";
import {
  createAssertionKeys,
  createAssertionSigner,
  createAssertionVerifier,
  InvalidAssertionError,
} from "../../../services/platform/principal-assertion.ts";

const keys = await createAssertionKeys();
const startMs = Date.parse("2026-03-01T10:00:00Z");
const principal = { tenantId: "t1", objectId: "o1", userPrincipalName: "dev@contoso.example" };

/** A clock that stands where the test puts it, and what is made and checked by it. */
function atClock() {
  const clock = { ms: startMs };
  const now = () => new Date(clock.ms);
  let verified = 0;
  const verifier = createAssertionVerifier(keys.jwks, now);
  const counting = {
    verify: (assertion: string) => {
      verified += 1;
      return verifier.verify(assertion);
    },
  };
  return {
    clock,
    signer: keepSigned(createAssertionSigner(keys.privateJwk, now), () => clock.ms),
    verifier: keepVerified(counting, () => clock.ms),
    verifications: () => verified,
  };
}

describe("a kept assertion", () => {
  it("is handed out again for 20 s, and then signed anew", async () => {
    const { clock, signer } = atClock();
    const first = await signer.sign({ principal });
    clock.ms += 19_999;
    expect(await signer.sign({ principal })).toBe(first);
    clock.ms += 1;
    expect(await signer.sign({ principal })).not.toBe(first);
  });

  it("is nobody else's, and carries no other roles", async () => {
    const { signer } = atClock();
    const asked = [
      { principal },
      { principal: { ...principal, objectId: "o2" } },
      { principal: { ...principal, tenantId: "t2" } },
      { principal: { ...principal, userPrincipalName: "other@contoso.example" } },
      { principal, roles: [] },
      { principal, roles: ["support"] },
    ];
    const assertions = await Promise.all(asked.map((one) => signer.sign(one)));
    expect(new Set(assertions).size).toBe(asked.length);
  });

  it("for a command is never handed out again", async () => {
    const { signer } = atClock();
    const asked = { principal, command: "POST /api/diagnoses" };
    expect(await signer.sign(asked)).not.toBe(await signer.sign(asked));
  });

  it("that could not be signed is not kept", async () => {
    let attempts = 0;
    const signer = keepSigned({
      sign: () => {
        attempts += 1;
        return attempts === 1 ? Promise.reject(new TypeError("no key")) : Promise.resolve("signed");
      },
    });
    await expect(signer.sign({ principal })).rejects.toThrow("no key");
    expect(await signer.sign({ principal })).toBe("signed");
  });
});

describe("a checked assertion", () => {
  it("is known again until it expires, and then refused", async () => {
    const { clock, signer, verifier, verifications } = atClock();
    const assertion = await signer.sign({ principal });
    const asserted = { principal, roles: [], id: expect.any(String) };
    expect(await verifier.verify(assertion)).toEqual(asserted);
    clock.ms += 59_999;
    expect(await verifier.verify(assertion)).toEqual(asserted);
    expect(verifications()).toBe(1);
    clock.ms += 6_000;
    await expect(verifier.verify(assertion)).rejects.toThrow(InvalidAssertionError);
  });

  it("that was refused is checked again, and one that differs in a letter is another", async () => {
    const { signer, verifier, verifications } = atClock();
    const assertion = await signer.sign({ principal });
    await verifier.verify(assertion);
    const forged = `${assertion.slice(0, -4)}AAAA`;
    await expect(verifier.verify(forged)).rejects.toThrow(InvalidAssertionError);
    await expect(verifier.verify(forged)).rejects.toThrow(InvalidAssertionError);
    expect(verifications()).toBe(3);
  });
});
