import { AppError } from "@segue/shared/errors";
import type { KeySpace } from "./placement.ts";
import type { RedisClient } from "./redis-client.ts";

/** Version of what docs/redis.md describes: the keys, the fields, and how a customer is stored. */
const LAYOUT_SCHEMA = "3";

/**
 * Sets down how this key space is laid out, and refuses one that is laid out otherwise: every customer would be looked for in the wrong place.
 * @throws AppError `store_layout` naming what differs.
 */
export async function checkLayout(client: RedisClient, { prefix, partitions }: KeySpace): Promise<void> {
  const key = `${prefix}:{layout}:layout`;
  const expected = { schema: LAYOUT_SCHEMA, partitions: String(partitions) };
  for (const [name, value] of Object.entries(expected)) {
    await client.command("hsetnx", [key, name, value]);
    const found = String(await client.command("hget", [key, name]));
    if (found === value) continue;
    const fix = "name another REDIS_KEY_PREFIX, and the state is rebuilt from the log";
    throw new AppError("store_layout", `Redis at ${client.hosts} holds ${prefix} with ${name} ${found}, and this system has ${value}: ${fix}.`);
  }
}
