import { keepSigned } from "../../services/platform/kept-assertions.ts";
import { type AssertionSigner, createAssertionSigner } from "../../services/platform/principal-assertion.ts";
import { assertionKeysOf, assertionKeysVersion } from "./assertion-keys.ts";

/** The signer of a folder's key pair. */
export type SignerOf = (directory: string) => Promise<AssertionSigner>;

/**
 * Signs with the key pair that the folder's file holds at the moment: it may have been made anew. The file is looked at for
 * each assertion, and read where it is not the one of before.
 */
export function keyFileSigner(): SignerOf {
  let current: { file: string; signer: AssertionSigner } | undefined;
  return async (directory) => {
    const version = assertionKeysVersion(directory);
    const file = `${directory} ${version}`;
    if (current?.file === file) return current.signer;
    const { privateJwk } = await assertionKeysOf(directory);
    const signer = keepSigned(createAssertionSigner(privateJwk));
    // A file that was only made now is looked at once more.
    current = version === undefined ? undefined : { file, signer };
    return signer;
  };
}
