import { hkdfSync } from "node:crypto";
import { KeyRingClosedError, UnknownKeyError } from "./key-ring-errors.ts";
import { keyBytes, keyIdOf, openSealed, sealText } from "./sealing.ts";

/**
 * Encrypts small texts, such as tokens, before they are stored. Writes with the newest key; what an older key wrote opens
 * as long as the ring holds that key.
 */
export interface KeyRing {
  /**
   * @param associatedData  where the text belongs: it opens with the same only, so that nobody can move it elsewhere.
   * @returns version, key ID, nonce, tag and ciphertext, as one text without spaces.
   */
  seal(plain: string, associatedData: string): Promise<string>;
  /** @throws UnknownKeyError, SealBrokenError; neither holds any of the content. */
  open(sealed: string, associatedData: string): Promise<string>;
  /**
   * A key of 32 bytes for another purpose from each key of the ring, the writing one last: whoever has one of them learns
   * nothing of the ring's, nor of another purpose's.
   *
   * @param wantedId  the ID of a key that is looked for: the ring is read again where it does not hold that one yet.
   * @see https://www.rfc-editor.org/rfc/rfc5869 (HKDF, SHA-256)
   */
  derive(purpose: string, wantedId?: string): Promise<readonly RingKey[]>;
  /** Overwrites the keys in memory. Nothing is sealed or opened afterwards. Safe to call twice. */
  close(): void;
}

/** A key of 32 bytes; its ID is public, and stands in what it sealed. */
export interface RingKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Where the keys of a ring come from. Each call gives buffers of the caller's own, which the ring overwrites. */
export interface KeySource {
  /** @returns every usable key, the writing one last. */
  readKeys(): Promise<readonly RingKey[]>;
  /** Whether they may have changed since they were last read: asked before each use, so it must be quick. */
  mayHaveChanged(): boolean;
  /** Whether the keys at hand stay in use where they cannot be read again. */
  readonly outlivesFailures: boolean;
  /** Whether an unknown key ID is worth another reading now: it may be anybody's invention. */
  mayKnowMore(): boolean;
}

/** @param name  the ring in words, for people: "The key ring at /var/azebal/key-ring". */
export function createKeyRing(name: string, source: KeySource): KeyRing {
  let keys: readonly RingKey[] | undefined;
  let reading: Promise<readonly RingKey[]> | undefined;
  let isClosed = false;

  /** One reading at a time, however many ask. The keys of before are overwritten once nobody can be using them. */
  function read(): Promise<readonly RingKey[]> {
    reading ??= replaceKeys().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function replaceKeys(): Promise<readonly RingKey[]> {
    const fresh = await source.readKeys();
    if (isClosed) {
      wipe(fresh);
      throw new KeyRingClosedError(name);
    }
    // Sealing and opening are synchronous once the keys are at hand: nobody is in the middle of using one.
    wipe(keys ?? []);
    keys = fresh;
    return fresh;
  }

  async function freshen(): Promise<void> {
    if (keys !== undefined && !source.mayHaveChanged()) return;
    try {
      await read();
    } catch (error) {
      if (keys === undefined || !source.outlivesFailures) throw error;
    }
  }

  function mustBeOpen(): void {
    if (isClosed) throw new KeyRingClosedError(name);
  }

  return {
    async seal(plain, associatedData) {
      mustBeOpen();
      await freshen();
      mustBeOpen();
      return sealText(plain, associatedData, keys!.at(-1)!);
    },

    async open(sealed, associatedData) {
      mustBeOpen();
      const id = keyIdOf(sealed);
      const held = () => keys?.find((candidate) => candidate.id === id);
      await freshen();
      if (held() === undefined && source.mayKnowMore()) await read();
      mustBeOpen();
      const key = held();
      if (key === undefined) throw new UnknownKeyError(name);
      return openSealed(sealed, associatedData, key);
    },

    async derive(purpose, wantedId) {
      mustBeOpen();
      await freshen();
      const isHeld = wantedId === undefined || keys?.some(({ id }) => id === wantedId);
      if (!isHeld && source.mayKnowMore()) await read();
      mustBeOpen();
      return keys!.map(({ id, key }) => ({
        id,
        key: Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), purpose, keyBytes)),
      }));
    },

    close() {
      isClosed = true;
      wipe(keys ?? []);
      keys = undefined;
    },
  };
}

function wipe(keys: readonly RingKey[]): void {
  for (const { key } of keys) key.fill(0);
}
