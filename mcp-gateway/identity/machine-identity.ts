import type { Caller } from "../../domain/principal.ts";
import type { Identity } from "./identity.ts";

/** On one machine: whoever is signed in there (`az login`, azd, environment) is the caller. Nothing is stored or ended here. */
export function createMachineIdentity(principal: () => Promise<Caller>): Identity {
  return {
    async login() {
      try {
        return { kind: "signed_in", caller: await principal() };
      } catch (error) {
        const { SignInMissingError } = await import("../calls/sign-in-missing-error.ts");
        const { message } = new SignInMissingError({ cause: error });
        return { kind: "run_command", command: "az login", why: message };
      }
    },
    whoIs: async (caller) => ({ caller, by: "machine" }),
    logout: async () => ({
      ended: 0,
      hint: "The sign-in is this machine's own, and AZEBAL keeps no token of it. To end it, run: az logout",
    }),
  };
}
