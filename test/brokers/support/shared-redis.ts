import { GenericContainer, getContainerRuntimeClient } from "testcontainers";
import { hasRedisServer, startRedis } from "./redis.ts";

/** One Redis for all tests that keep to keys of their own. */
export interface SharedRedis {
  readonly url: string;
  stop(): Promise<void>;
}

const IMAGE = "redis:7-alpine";
const PORT = 6379;

/** The Redis that REDIS_URL names, else one in a container, else one of this machine, else `null`. */
export async function shareRedis(): Promise<SharedRedis | null> {
  const url = process.env.REDIS_URL;
  if (url) return { url, stop: async () => undefined };
  if (await hasDocker()) return startContainer();
  return hasRedisServer() ? startRedis() : null;
}

async function hasDocker(): Promise<boolean> {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

async function startContainer(): Promise<SharedRedis> {
  const container = await new GenericContainer(IMAGE).withExposedPorts(PORT).start();
  return { url: `redis://${container.getHost()}:${container.getMappedPort(PORT)}`, stop: async () => void (await container.stop()) };
}
