import type { Caller } from "../../domain/principal.ts";

export type SignInMethod = "browser" | "device_code";

export interface LoginRequest {
  readonly method: SignInMethod;
  /** Who calls, where that is known: nobody else may then sign in. */
  readonly caller?: Caller;
  /** The code, or the whole address, with which a browser came back and could not deliver it. */
  readonly returned?: string;
  /** Sign in anew although there is a sign-in. */
  readonly again?: boolean;
}

/** Waits for the end of a sign-in; undefined where it has not come within `waitMs`. Rejects with SignInFailedError. */
export type AwaitSignIn = (waitMs: number, signal: AbortSignal) => Promise<Caller | undefined>;

/** What a person must do to sign in, or who is signed in. */
export type LoginStep =
  | { readonly kind: "signed_in"; readonly caller: Caller }
  | { readonly kind: "open_url"; readonly url: string; readonly end: AwaitSignIn }
  | {
      readonly kind: "enter_code";
      readonly url: string;
      readonly userCode: string;
      readonly expiresInSeconds: number;
      readonly end: AwaitSignIn;
    }
  /** The sign-in is this machine's own: its command is run by the person. */
  | { readonly kind: "run_command"; readonly command: string; readonly why: string };

export interface WhoIs {
  readonly caller: Caller;
  /** How: by this machine's own sign-in, or with Microsoft Entra here. */
  readonly by: "machine" | "entra";
  /** ISO 8601, UTC; absent where the sign-in renews itself. */
  readonly expiresAt?: string;
}

/** Who the people are that call, and how they sign in and out. */
export interface Identity {
  login(request: LoginRequest): Promise<LoginStep>;
  whoIs(caller: Caller): Promise<WhoIs>;
  /** Ends the caller's sign-in, or all of them. @returns how many ended; `hint` where something is left to do. */
  logout(caller: Caller, everywhere: boolean): Promise<{ ended: number; hint?: string }>;
}

/** A sign-in did not come to its end. The message says what to do. */
export class SignInFailedError extends Error {
  override readonly name = "SignInFailedError";
  readonly code = "SignInFailed";
}
