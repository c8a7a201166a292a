import { AppError } from "@segue/shared/errors";
import { checkLayout } from "./layout.ts";
import type { KeySpace } from "./placement.ts";
import type { RedisClient } from "./redis-client.ts";
import { PROBE } from "./scripts.ts";

/**
 * Refuses a Redis that would lose customers or stop the work later on.
 * @throws AppError `store_evicts`, `store_read_only`, `store_layout`, and those of the client: one line each, with the cause and the fix.
 */
export async function checkRedis(client: RedisClient, space: KeySpace): Promise<void> {
  for (const info of await client.askMasters("info", [])) checkServer(client.hosts, String(info));
  await client.run(PROBE, [`${space.prefix}:{probe}:a`], []);
  await checkLayout(client, space);
}

function checkServer(hosts: string, info: string): void {
  const fieldOf = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1] ?? "";
  if (fieldOf("role") === "slave") {
    throw new AppError("store_read_only", `Redis at ${hosts} is a replica of ${fieldOf("master_host")}:${fieldOf("master_port")}: let REDIS_URL name the primary.`);
  }
  const policy = fieldOf("maxmemory_policy");
  if (policy === "noeviction") return;
  throw new AppError("store_evicts", `Redis at ${hosts} has maxmemory-policy ${policy}, which would delete customers without a word: set it to noeviction.`);
}
