import type { TestProject } from "vitest/node";
import { shareRedis } from "./support/shared-redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** `null` where there is no Redis: the tests that need one say so, and are skipped or fail (support/missing.ts). */
    redisUrl: string | null;
  }
}

/** Starts what the broker tests share, once for all of them, and hands back how to stop it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await shareRedis();
  project.provide("redisUrl", redis?.url ?? null);
  return async () => {
    await redis?.stop();
  };
}
