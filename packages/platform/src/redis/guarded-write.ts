import { packChanges } from "./packed-changes.ts";
import type { Changes } from "./packed-changes.ts";
import type { Argument, RedisClient } from "./redis-client.ts";
import { COMMIT, SETTLE } from "./scripts.ts";

/** Changes of fields under one hash tag that are made as a whole, or not at all when the checkpoint is not the expected one. */
export interface GuardedWrite extends Changes {
  /** The key of the checkpoint. */
  readonly checkpoint: string;
  readonly expected: string | null;
  readonly next: string;
  /** Tells this write from every other, so that it is known when it comes again. */
  readonly token: string;
}

/** A list that no commit came to name is gone after this time, in milliseconds. */
const STAGED_FOR = 600_000;
const STAGED = "staged";
const REFUSED = 0;
const UNSETTLED = 2;

/**
 * `true` when kept, `false` when another checkpoint stands there. The write is kept by one command, which puts it beside the
 * checkpoint, and settled by others that may come twice. In one transaction with them it could come to pieces: a Redis that starts on an
 * append-only file whose end is missing leaves the first commands of a torn transaction in the file, and makes them at the next start.
 */
export async function writeGuarded(client: RedisClient, write: GuardedWrite): Promise<boolean> {
  const [field, changes] = await journalOf(client, write);
  for (;;) {
    const answer = await client.run(COMMIT, [write.checkpoint], [...guardOf(write), field, changes]);
    if (answer === REFUSED) {
      if (field === STAGED) await client.command("del", [changes]);
      return false;
    }
    await settle(client, write.checkpoint);
    if (answer !== UNSETTLED) return true;
  }
}

/** Makes the changes of a write that was kept and whose writer may have died. */
export async function settle(client: RedisClient, checkpoint: string): Promise<void> {
  while ((await client.run(SETTLE, [checkpoint], [])) !== 0);
}

const guardOf = ({ expected, next, token }: GuardedWrite): Argument[] => [expected === null ? "" : `=${expected}`, next, token];

/** The field of the checkpoint that keeps the changes: themselves, or the list that holds them in pieces. */
async function journalOf(client: RedisClient, write: GuardedWrite): Promise<readonly [string, Argument]> {
  const [first = new Uint8Array(0), ...more] = packChanges(write);
  if (more.length === 0) return ["changes", first];
  return [STAGED, await stage(client, `${write.checkpoint}:staged:${write.token}`, [first, ...more])];
}

/** Each piece has its place, so that one whose answer is lost may come twice. A list is for ever before a commit names it. */
async function stage(client: RedisClient, list: string, pieces: readonly Uint8Array[]): Promise<string> {
  for (const [index, piece] of pieces.entries()) {
    await client.command("hset", [list, index, piece]);
    await client.command("pexpire", [list, STAGED_FOR]);
  }
  await client.command("persist", [list]);
  return list;
}
