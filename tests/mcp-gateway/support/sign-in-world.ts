import { createSessionOpener } from "../../../mcp-gateway/sign-in/session-opener.ts";
import { SignIn, type SignInEnd } from "../../../mcp-gateway/sign-in/sign-in.ts";
import type { CliTokens } from "../../../services/identity/cli-token.ts";
import type { Stores } from "../../../services/stores/stores.ts";
import { openTemporaryStores } from "../../services/stores/support/temporary-stores.ts";
import { refused, type ScriptedEntra, scriptedEntra } from "./scripted-entra.ts";

export interface SignInWorld {
  signIn: SignIn;
  entra: ScriptedEntra;
  stores: Stores;
  opener: ReturnType<typeof createSessionOpener>;
  /** Ends that were told to whoever audits. */
  ends: SignInEnd["kind"][];
  clock: { ms: number };
  cliTokens: { answer: Awaited<ReturnType<CliTokens["verify"]>> };
}

export const origin = "http://127.0.0.1:7341";

/** The sign-in of a gateway on real stores, with an Entra that the test scripts and a clock that it sets. */
export async function openSignInWorld(): Promise<SignInWorld> {
  const { stores } = await openTemporaryStores();
  const entra = scriptedEntra();
  const clock = { ms: Date.now() };
  const ends: SignInEnd["kind"][] = [];
  const cliTokens: SignInWorld["cliTokens"] = { answer: refused() };
  const opener = createSessionOpener({
    sessions: stores.sessions,
    support: { role: "Support", group: "99999999-0000-4000-8000-00000000000A" },
    sessionMs: 8 * 60 * 60_000,
    nowMs: () => clock.ms,
  });
  const signIn = new SignIn({
    entra,
    cliTokens: { verify: async () => cliTokens.answer },
    keys: stores.keys,
    singleUse: stores.singleUse,
    sessions: opener,
    onEnd: async ({ kind }) => void ends.push(kind),
    origin: () => origin,
    nowMs: () => clock.ms,
  });
  return { signIn, entra, stores, opener, ends, clock, cliTokens };
}

/** The sealed invitation of a link. */
export function requestOf(url: string): string {
  return new URL(url).searchParams.get("request") ?? "";
}

/** The state with which Entra sends a browser back. */
export function stateOf(target: string | undefined): string {
  return new URL(target ?? "").searchParams.get("state") ?? "";
}
