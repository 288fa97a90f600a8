import { z } from "zod";
import { isLoopback } from "../../domain/loopback.ts";

/** What is wrong with one variable; never its value, which may be a secret. */
export interface ConfigProblem {
  readonly variable: string;
  /** The shape of the wrong value: "a text of 12 characters". */
  readonly found: string;
  readonly expected: string;
}

/** Ed25519 public keys, as a JSON Web Key Set. A private key (`d`) is refused: it does not belong into a verifier. */
const PublicKeySetSchema = z.strictObject({
  keys: z
    .array(
      z.looseObject({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: z.string().min(1),
        d: z.never().optional(),
      }),
    )
    .min(1),
});
export type PublicKeySet = z.infer<typeof PublicKeySetSchema>;

/** A reader of one kind of value: the value, or undefined with the problem noted. */
export interface ConfigValues {
  readonly problems: readonly ConfigProblem[];
  oneOf<T extends string>(variable: string, allowed: readonly T[], fallback: T): T;
  integer(variable: string, range: { min: number; max: number; fallback: number }): number;
  /** Scheme, host and port only; plain HTTP for loopback hosts only. */
  origin(variable: string): string | undefined;
  /** A URL with or without a path, and no parameters or credentials. `example` tells what it looks like. */
  httpUrl(variable: string, example?: string): string | undefined;
  /** A URL with a path and no parameters or credentials, at a loopback host. */
  loopbackUrl(variable: string): string | undefined;
  /** A Redis server with its credentials, over TLS; without TLS for loopback hosts only. */
  redisUrl(variable: string): string | undefined;
  /** A database of a PostgreSQL server with the user's name, over TLS; without TLS for loopback hosts only. */
  postgresUrl(variable: string): string | undefined;
  matching(variable: string, pattern: RegExp, expected: string): string | undefined;
  text(variable: string): string | undefined;
  publicKeys(variable: string): PublicKeySet | undefined;
  note(variable: string, found: string, expected: string): void;
}

/** Reads variables one by one and remembers every problem, so that all are reported at once. Empty counts as not set. */
export function createConfigValues(env: Readonly<Record<string, string | undefined>>): ConfigValues {
  const problems: ConfigProblem[] = [];
  const text = (variable: string) => env[variable]?.trim() || undefined;

  function note(variable: string, found: string, expected: string): void {
    problems.push({ variable, found, expected });
  }

  function url(variable: string, expected: string, accepts: (url: URL) => boolean): URL | undefined {
    const value = text(variable);
    if (value === undefined) return undefined;
    if (URL.canParse(value)) {
      const parsed = new URL(value);
      const isBare =
        parsed.username === "" && parsed.password === "" && parsed.search === "" && parsed.hash === "";
      if (isBare && accepts(parsed)) return parsed;
    }
    note(variable, shapeOf(value), expected);
    return undefined;
  }

  return {
    problems,
    note,
    text,
    oneOf(variable, allowed, fallback) {
      const value = text(variable);
      if (value === undefined) return fallback;
      const match = allowed.find((option) => option === value);
      if (match === undefined) note(variable, shapeOf(value), `one of ${allowed.join(", ")}`);
      return match ?? fallback;
    },
    integer(variable, { min, max, fallback }) {
      const value = text(variable);
      if (value === undefined) return fallback;
      const number = /^\d{1,9}$/u.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      note(variable, shapeOf(value), `a whole number from ${min} to ${max}, such as ${fallback}`);
      return fallback;
    },
    origin(variable) {
      const expected = "an https:// address without a path, or http:// for this machine (127.0.0.1)";
      const isOrigin = (parsed: URL) =>
        parsed.pathname === "/" &&
        (parsed.protocol === "https:" || (parsed.protocol === "http:" && isLoopback(parsed.hostname)));
      return url(variable, expected, isOrigin)?.origin;
    },
    httpUrl(variable, example = "http://127.0.0.1:4318") {
      const expected = `an http:// or https:// address without parameters, such as ${example}`;
      return url(variable, expected, ({ protocol }) => /^https?:$/u.test(protocol))?.href;
    },
    loopbackUrl(variable) {
      const expected = "an address on this machine, such as http://127.0.0.1:4510/simulator/token";
      const accepts = (parsed: URL) => /^https?:$/u.test(parsed.protocol) && isLoopback(parsed.hostname);
      return url(variable, expected, accepts)?.href;
    },
    redisUrl(variable) {
      const value = text(variable);
      if (value === undefined || isRedisUrl(value)) return value;
      note(
        variable,
        shapeOf(value),
        `rediss://user:password@host:port (${credentials}), or redis:// for this machine (127.0.0.1)`,
      );
      return undefined;
    },
    postgresUrl(variable) {
      const value = text(variable);
      if (value === undefined || isPostgresUrl(value)) return value;
      note(variable, shapeOf(value), `postgres://user:password@host:port/database (${credentials})`);
      return undefined;
    },
    matching(variable, pattern, expected) {
      const value = text(variable);
      if (value === undefined || pattern.test(value)) return value;
      note(variable, shapeOf(value), expected);
      return undefined;
    },
    publicKeys(variable) {
      const value = text(variable);
      if (value === undefined) return undefined;
      const parsed = PublicKeySetSchema.safeParse(jsonOf(value));
      if (parsed.success) return parsed.data;
      note(variable, shapeOf(value), 'a JSON Web Key Set of Ed25519 public keys: {"keys":[{"kty":"OKP",…}]}');
      return undefined;
    },
  };
}

const credentials = "characters other than letters, digits, - . _ ~ in the password as %XX";

/** It is encrypted whatever its `sslmode` says, but for this machine: one that would allow less is refused. */
function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(text);
  const isDatabase = /^\/[^/]+$/u.test(pathname) && isEncoded(pathname);
  const isPlain = /^(?:\?sslmode=(?:require|verify-ca|verify-full))?$/u.test(search) && hash === "";
  return (
    /^postgres(?:ql)?:$/u.test(protocol) &&
    [hostname, username].every((part) => part !== "") &&
    isDatabase &&
    isPlain &&
    isEncoded(username) &&
    isEncoded(password)
  );
}

/** What it carries, the password first, must not cross a network in the clear. A path is the number of the database. */
function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(text);
  const isPrivate = protocol === "rediss:" || (protocol === "redis:" && isLoopback(hostname));
  const isPlain = /^\/?\d{0,3}$/u.test(pathname) && search === "" && hash === "";
  return isPrivate && hostname !== "" && isPlain && isEncoded(username) && isEncoded(password);
}

/** False where a `%` begins no character, as in a password that nobody encoded. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** What a value looks like, without any part of it. */
function shapeOf(value: string): string {
  if (/^-[\d.]+$/u.test(value)) return "a negative number";
  if (/^\d+$/u.test(value)) return `a whole number of ${value.length} digit${value.length === 1 ? "" : "s"}`;
  if (/^[\d.]+$/u.test(value)) return "a number that is not whole";
  if (/^https?:\/\//iu.test(value)) {
    const scheme = value.slice(0, value.indexOf(":")).toLowerCase();
    return `${scheme === "https" ? "an https" : "an http"} address of ${value.length} characters`;
  }
  if (/^\s*[[{]/u.test(value)) return `${value.length} characters that begin like JSON`;
  return `a text of ${value.length} characters`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
