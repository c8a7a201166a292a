import { hasDocker } from "./containers.ts";
import { startRedisContainer } from "./redis-container.ts";
import { hasRedisServer, startNativeRedis } from "./redis-native.ts";
import type { Environment } from "./start-kafka.ts";

export interface StartedRedis {
  readonly url: string;
  /** Ends what was started here; a Redis that was named stays as it is. */
  stop(): Promise<void>;
}

/** The reason with the ways out. */
export const NO_REDIS = "there is no Redis: set REDIS_URL, start Docker, or install redis-server";

/** The Redis that REDIS_URL names, else one in a container, else one of this machine, else `null`. */
export async function startRedis(env: Environment): Promise<StartedRedis | null> {
  const url = env["REDIS_URL"];
  if (url) return { url, stop: async () => undefined };
  if (await hasDocker()) return startRedisContainer();
  return hasRedisServer() ? startNativeRedis() : null;
}
