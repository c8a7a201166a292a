import { describe, it } from "vitest";
import { missing } from "./missing.ts";
import { hasRedisServer } from "@segue/local-brokers/redis-native";

const NO_SERVER = "no redis-server to start, kill and cut: install redis-server";

/** Tests that need a redis-server of their own; where there is none, they are skipped with the reason, or fail under REQUIRE_BROKERS=1. */
export function describeWithServer(name: string, tests: () => void): void {
  if (hasRedisServer()) describe(name, tests);
  else it(name, ({ skip }) => missing(NO_SERVER, skip));
}
