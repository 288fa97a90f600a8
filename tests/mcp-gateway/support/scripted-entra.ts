import type { EntraClient, EntraSignIn, SignInRequest } from "../../../services/identity/entra-client.ts";
import type { EntraOutcome, EntraRefusal } from "../../../services/identity/entra-refusal.ts";

export const ada: EntraSignIn["principal"] = {
  tenantId: "T1",
  objectId: "Ada",
  userPrincipalName: "ada@contoso.com",
};
export const bob: EntraSignIn["principal"] = {
  tenantId: "t1",
  objectId: "bob",
  userPrincipalName: "bob@contoso.com",
};

/** What Entra gives for a sign-in of somebody; tokens are made anew in each run. */
export function signInOf(
  principal: EntraSignIn["principal"],
  change: Partial<EntraSignIn> = {},
): EntraSignIn {
  return {
    principal,
    roles: [],
    groups: [],
    tokens: {
      accessToken: `access-${crypto.randomUUID()}`,
      refreshToken: `refresh-${crypto.randomUUID()}`,
      accessTokenExpiresAtMs: Date.now() + 60 * 60_000,
    },
    ...change,
  };
}

export interface ScriptedEntra extends EntraClient {
  /** What it was asked for, in order. */
  readonly asked: SignInRequest[];
  readonly redeemed: Parameters<EntraClient["redeemCode"]>[0][];
  readonly deviceClaims: (string | undefined)[];
  /** How the next codes are answered. */
  answer: () => EntraOutcome<EntraSignIn>;
  /** Ends the device code flow that waits. */
  endDevice(outcome: EntraOutcome<EntraSignIn> | Error): void;
}

export const refused = (change: Partial<EntraRefusal> = {}): { ok: false; refusal: EntraRefusal } => ({
  ok: false,
  refusal: { code: "SignInRequired", message: "Microsoft Entra gave no token (AADSTS50173).", ...change },
});

/** An Entra that answers as the test says; by default it signs Ada in. */
export function scriptedEntra(): ScriptedEntra {
  const device = Promise.withResolvers<EntraOutcome<EntraSignIn>>();
  const entra: ScriptedEntra = {
    asked: [],
    redeemed: [],
    deviceClaims: [],
    answer: () => ({ ok: true, value: signInOf(ada) }),
    async signInUrl(request) {
      entra.asked.push(request);
      return `https://login.example/authorize?state=${request.state}`;
    },
    async redeemCode(redeemed) {
      entra.redeemed.push(redeemed);
      return entra.answer();
    },
    async signInByDeviceCode(tell, { claims } = {}) {
      entra.deviceClaims.push(claims);
      tell({ userCode: "B2C3D4F5G", verificationUri: "https://login.example/device", expiresInSeconds: 900 });
      return await device.promise;
    },
    refresh: async () => refused(),
    endDevice: (outcome) => (outcome instanceof Error ? device.reject(outcome) : device.resolve(outcome)),
  };
  return entra;
}
