import { BearerRefusedError } from "../authorization/bearer.ts";
import { oneLine } from "../../domain/redaction/one-line.ts";

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

/** Whatever keeps us from knowing the developer, the developer's next step is the same; a client's is to get a token. */
export async function knownCaller<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof BearerRefusedError) throw error;
    throw new SignInMissingError({ cause: error });
  }
}
