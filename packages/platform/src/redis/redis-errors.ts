import { AppError } from "@segue/shared/errors";

/** Replies that say "not now". */
const PASSING_REPLY = /^(LOADING|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|READONLY|NOREPLICAS|MISCONF|BUSY) /;

interface Refusal {
  readonly matches: RegExp;
  readonly code: string;
  readonly fix: string;
}

/** What no waiting puts right. */
const REFUSALS: readonly Refusal[] = [
  { matches: /WRONGPASS|NOAUTH|invalid password/, code: "store_unauthorized", fix: "correct REDIS_USERNAME and REDIS_PASSWORD" },
  {
    matches: /NOPERM|user executing the script/,
    code: "store_forbidden",
    fix: "let the user of REDIS_USERNAME run the commands that docs/redis.md lists, on the keys of REDIS_KEY_PREFIX",
  },
  { matches: /^(MOVED|ASK) /, code: "store_clustered", fix: "set REDIS_CLUSTER=1, since it is a cluster" },
  { matches: /cluster support disabled/, code: "store_not_clustered", fix: "leave REDIS_CLUSTER out and name one host, since it is no cluster" },
  { matches: /^OOM /, code: "store_full", fix: "raise maxmemory; nothing is lost and work goes on where it stopped" },
  {
    matches: /self[- ]signed cert|unable to verify|unable to get (local )?issuer|certificate has expired|does not match certificate/i,
    code: "store_untrusted",
    fix: "set REDIS_TLS_CA to the certificate of the authority that signed the server's",
  },
];

// ioredis hangs the command, with a password or a customer in it, on its errors: only their text goes on.

/** Tells a failure that may pass, `null`, from one that will not, an error with the fix. */
export function lastingFailure(error: unknown, hosts: string): AppError | null {
  const told = innermost(error);
  const message = messageOf(told);
  const refusal = REFUSALS.find(({ matches }) => matches.test(message));
  if (refusal !== undefined) return new AppError(refusal.code, `Redis at ${hosts} says "${message}": ${refusal.fix}.`);
  if (!isReply(told) || PASSING_REPLY.test(message)) return null;
  return new AppError("store_failed", `Redis at ${hosts} could not do what it was asked: ${message}`);
}

/** What is heard of a connection that the server ended without a reason. */
const ENDED = /isn't writeable|isn't ready|Connection is closed|ECONNRESET/;

export function outOfReach(error: unknown, hosts: string, milliseconds: number): AppError {
  const told = messageOf(innermost(error));
  const reason = ENDED.test(told) ? "connections end without a word, as they do with TLS on one side only" : told;
  const message = `Redis at ${hosts} has been out of reach for ${milliseconds / 1000} s (${reason}): start it, or correct REDIS_URL.`;
  return new AppError("store_unavailable", message, { status: 503 });
}

/** Whether Redis does not know a script yet. */
export const isUnknownScript = (error: unknown): boolean => messageOf(error).startsWith("NOSCRIPT");

/** The innermost error: a cluster's client wraps what its nodes said. */
function innermost(error: unknown): unknown {
  const inner = (error as { readonly lastNodeError?: unknown } | null)?.lastNodeError;
  return inner instanceof Error ? innermost(inner) : error;
}

const isReply = (error: unknown): boolean => error instanceof Error && error.name === "ReplyError";

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" ? ((error as NodeJS.ErrnoException).code ?? error.name) : error.message;
}
