import { oneLine } from "../../domain/redaction/one-line.ts";
import { isStoreError } from "../../services/stores/store-errors.ts";
import { BearerRefusedError } from "../authorization/bearer.ts";

/** The developer is not known: nobody is signed in, or the sign-in could not be read. */
export class SignInMissingError extends Error {
  override readonly name = "SignInMissingError";
  readonly code = "SignInRequired";

  constructor(options: ErrorOptions) {
    const { cause } = options;
    const reason = cause instanceof Error ? oneLine(cause.message, 300).replace(/\.$/, "") : "";
    super(
      `AZEBAL does not know who you are${reason === "" ? "" : `: ${reason}`}. Sign in (the login tool; on your own machine also \`az login\`) and call the tool again.`,
      options,
    );
  }
}

/** Where sign-ins are kept cannot be reached: nobody needs to sign in for that. */
export class SignInsUnreachableError extends Error {
  override readonly name = "SignInsUnreachableError";
  readonly code = "SignInsUnreachable";

  constructor({ cause }: { cause: Error }) {
    super(`${oneLine(cause.message, 400)} Your sign-in is not the matter: try again in a minute.`, { cause });
  }
}

/**
 * Whatever else keeps us from knowing the developer, the developer's next step is the same; a client's is to get a token.
 *
 * @throws SignInMissingError, SignInsUnreachableError, BearerRefusedError
 */
export async function knownCaller<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof BearerRefusedError) throw error;
    if (error instanceof Error && isStoreError(error)) throw new SignInsUnreachableError({ cause: error });
    throw new SignInMissingError({ cause: error });
  }
}
