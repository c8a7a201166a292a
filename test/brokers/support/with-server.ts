import { describe, it } from "vitest";
import { hasRedisServer } from "./redis.ts";

const NO_SERVER = "no redis-server to start, kill and cut: install redis-server";

/** Tests that need a redis-server of their own; where there is none, they are skipped with the reason, or fail under REQUIRE_BROKERS=1. */
export function describeWithServer(name: string, tests: () => void): void {
  if (hasRedisServer()) describe(name, tests);
  else {
    it(name, ({ skip }) => {
      if (process.env.REQUIRE_BROKERS === "1") throw new Error(NO_SERVER);
      skip(NO_SERVER);
    });
  }
}
