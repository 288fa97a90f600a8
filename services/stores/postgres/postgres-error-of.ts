import { isStoreError, StoreRefusedError, StoreUnreachableError } from "../store-errors.ts";

const setting = "AZEBAL_POSTGRES_URL";
const wrongCredentials = `Put the user and password that it knows into ${setting}; without a password there, a token of Microsoft Entra is used.`;

/** SQLSTATE codes and classes of a server that will be of service again. @see https://www.postgresql.org/docs/15/errcodes-appendix.html */
const passing = [
  "08", // connection exceptions
  "40", // deadlocks and serialization failures
  "53300", // too many connections
  "55P03", // a lock was not to be had in time
  "57P01", // it shuts down
  "57P02", // a crash of another connection
  "57P03", // it starts up
  "57P05", // idle for too long
  "25006", // a replica after a failover
  "57014", // a statement took too long
];

const remedies: Readonly<Record<string, string>> = {
  "28P01": wrongCredentials,
  "28000": wrongCredentials,
  "3D000": `There is no such database: create it, or name another in ${setting}.`,
  "42501":
    "This user lacks a right: let the owner of the tables start once, or grant what docs/audit.md lists.",
  "42P01": "A table is missing: let the owner of the tables start once.",
  "53100": "Its disk is full: give it more space.",
  "53200": "Its memory is full: give it more.",
  "54000": "What was to be stored is larger than it takes.",
};

/** What a database says of data that it will never take, however often it is sent. */
const aboutData = ["22", "23", "54"];

/**
 * Names an error of `pg`. Of what the server says only the code is kept: its text may hold what was to be stored.
 *
 * @param store  the server in words, without credentials
 */
export function postgresErrorOf(error: unknown, store: string): unknown {
  if (isStoreError(error)) return error;
  const state = sqlStateOf(error);
  if (state !== undefined) {
    if (isPassingState(state)) return new StoreUnreachableError(store, state, setting);
    return new StoreRefusedError(store, state, remedies[state] ?? "Its log may say more.");
  }
  const reason = connectionFaultOf(error);
  return reason === undefined ? error : new StoreUnreachableError(store, reason, setting);
}

/** True where the same may go well on another connection or a little later. */
export function isPassing(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === undefined ? connectionFaultOf(error) !== undefined : isPassingState(state);
}

/** True where the data itself is refused. */
export function isAboutData(error: unknown): boolean {
  return aboutData.some((begin) => sqlStateOf(error)?.startsWith(begin) ?? false);
}

function isPassingState(state: string): boolean {
  return passing.some((begin) => state.startsWith(begin));
}

/** An error of the server has a severity and a SQLSTATE. */
function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("severity" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** What `pg` says itself of a connection that is lost, silent, or was not to be had. It gives these no code. */
const ownWords: readonly (readonly [RegExp, string])[] = [
  [/timeout exceeded when trying to connect|timeout expired/u, "no connection in time"],
  [/query read timeout/iu, "no answer in time"],
  [
    /connection terminated|terminating connection|connection ended|not queryable|client was closed/iu,
    "connection lost",
  ],
  [/does not support SSL/u, "it offers no TLS"],
  [/SASL|password must be a string/iu, "its way to sign in needs a password"],
];

function connectionFaultOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return connectionFaultOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string" && isFromNetwork(error.code)) return error.code;
  return ownWords.find(([words]) => words.test(error.message))?.[1];
}

/** Of the system (ECONNRESET, ENOTFOUND) or of TLS (DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_CERT_ALTNAME_INVALID); not of Node itself. */
function isFromNetwork(code: string): boolean {
  return (
    /^E[A-Z]+$|^EAI_|^ERR_(?:TLS|SSL|SOCKET|STREAM)/u.test(code) || /CERT|SIGNATURE|ISSUER|CRL/u.test(code)
  );
}
