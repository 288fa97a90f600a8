import { type StoreError, StoreRefusedError, StoreUnreachableError } from "../store-errors.ts";

/** Error codes of a server that will be of service again: it loads its data, hands over to a replica, or moves slots. */
const passing: ReadonlySet<string> = new Set([
  "LOADING",
  "READONLY",
  "MASTERDOWN",
  "CLUSTERDOWN",
  "TRYAGAIN",
  "BUSY",
]);

const otherCluster =
  "It is a cluster whose clients must know its nodes. Use an instance with one endpoint: the Enterprise clustering policy, or none.";

const remedies: Readonly<Record<string, string>> = {
  WRONGPASS: "Put the user and password that it knows into AZEBAL_REDIS_URL.",
  NOAUTH: "Put the user and password that it knows into AZEBAL_REDIS_URL.",
  NOPERM:
    "Allow this user the keys and channels that begin with azebal:, and scripts, streams, hashes, sorted sets and publishing.",
  OOM: "Its memory is full: give it more.",
  MISCONF: "It cannot write to its own disk: its log says why.",
  NOREPLICAS: "It has too few replicas to accept writes: bring them back.",
  MOVED: otherCluster,
  ASK: otherCluster,
  CROSSSLOT: otherCluster,
};

/**
 * Names an error of ioredis. Of what a server says only the code is kept: the text, and the command that ioredis attaches,
 * may hold the password.
 *
 * @param store  the server in words, without credentials
 * @param fault  what last went wrong with the connection, where it is down
 */
export function redisErrorOf(error: unknown, store: string, fault: unknown): StoreError {
  const refusal = replyCodeOf(error) ?? (fault === undefined ? undefined : replyCodeOf(fault));
  if (refusal !== undefined && !passing.has(refusal))
    return new StoreRefusedError(store, refusal, remedies[refusal] ?? "Its log may say more.");
  return new StoreUnreachableError(store, refusal ?? reasonOf(fault ?? error));
}

/** True where the server does not hold the script (it was restarted, say), and must be given its text. */
export function isScriptMissing(error: unknown): boolean {
  return replyCodeOf(error) === "NOSCRIPT";
}

/** The code that begins an error reply: WRONGPASS, OOM, … @see https://redis.io/docs/latest/develop/reference/protocol-spec/ */
function replyCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "ReplyError") return undefined;
  return /^[A-Z]+/u.exec(error.message)?.[0] ?? "ERR";
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return "no answer in time";
}
