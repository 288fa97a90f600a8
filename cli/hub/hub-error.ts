/** Nobody is signed in to Azure on this machine. The message says how to sign in. */
export class NotSignedInError extends Error {
  override readonly name = "NotSignedInError";
  readonly code = "NotSignedIn";
}
