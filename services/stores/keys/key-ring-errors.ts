/** Why something sealed cannot be opened, or a key ring cannot be used. No message holds a key, or anything sealed. */

/** It was sealed with a key that the ring does not hold: a lost key file, a disabled version, or another ring. */
export class UnknownKeyError extends Error {
  override readonly name = "UnknownKeyError";
  readonly code = "UnknownKey";

  constructor(ring: string) {
    super(
      `${ring} does not hold the key that sealed this. Whoever it belongs to must sign in again. Where several machines share a Redis, set AZEBAL_SESSION_KEYS_URL to the same secret on all of them.`,
    );
  }
}

export class SealBrokenError extends Error {
  override readonly name = "SealBrokenError";
  readonly code = "SealBroken";

  constructor() {
    super(
      "What was stored encrypted has been changed, or was moved from another place. It is not used. Whoever it belongs to must sign in again; see who can write to the store.",
    );
  }
}

export class KeyRingClosedError extends Error {
  override readonly name = "KeyRingClosedError";
  readonly code = "KeyRingClosed";

  constructor(ring: string) {
    super(`${ring} was closed, since AZEBAL is stopping. Send the request again.`);
  }
}

/** Others than its owner may read the file: its keys may be known to them already. */
export class KeyFileExposedError extends Error {
  override readonly name = "KeyFileExposedError";
  readonly code = "KeyFileExposed";

  constructor(path: string, mode: number) {
    super(
      `${path} may be read by other users of this machine (mode ${mode.toString(8).padStart(4, "0")}), so its keys are not used. Run: chmod 600 '${path}'. If somebody may have read it, remove it instead: new keys are made, and everybody signs in again.`,
    );
  }
}

export class KeyFileDamagedError extends Error {
  override readonly name = "KeyFileDamagedError";
  readonly code = "KeyFileDamaged";

  constructor(path: string) {
    super(
      `${path} holds no usable key: it is damaged. Nothing was changed. Restore it, or remove it: new keys are made, and everybody signs in again.`,
    );
  }
}

export class KeyFileUnusableError extends Error {
  override readonly name = "KeyFileUnusableError";
  readonly code = "KeyFileUnusable";

  constructor(path: string, reason: string) {
    super(
      `${path} cannot be created, read or written by this user (${reason}). Give this user the right to, or set AZEBAL_DATA_DIR to another folder.`,
    );
  }
}

/** Key Vault could not be asked, and no keys are at hand from before. Worth another attempt. */
export class KeyVaultUnreachableError extends Error {
  override readonly name = "KeyVaultUnreachableError";
  readonly code = "KeyVaultUnreachable";

  /** @param reason  a code of the network or of Key Vault; never a text of theirs. */
  constructor(secret: string, reason: string) {
    super(
      `${secret} could not be read (${reason}). See that the vault can be reached from here, that AZEBAL_SESSION_KEYS_URL names it, and that this identity has the role Key Vault Secrets User on it.`,
    );
  }
}

export class KeyVaultKeysInvalidError extends Error {
  override readonly name = "KeyVaultKeysInvalidError";
  readonly code = "KeyVaultKeysInvalid";

  constructor(secret: string) {
    super(
      `${secret} has no enabled version that holds a key: 32 random bytes in base64. Make one: az keyvault secret set --vault-name <vault> --name <secret> --value "$(openssl rand -base64 32)"`,
    );
  }
}
