import { inject, it } from "vitest";
import { stateStoreContract } from "../contracts/state-store.ts";
import { scopesContract } from "../contracts/state-store-scopes.ts";
import { missing } from "./support/missing.ts";
import { NO_REDIS } from "@segue/local-brokers/start-redis";
import { openTestStore } from "./support/redis-store.ts";

const url = inject("redisUrl");

if (url === null) {
  it("Redis", ({ skip }) => missing(NO_REDIS, skip));
} else {
  stateStoreContract("Redis", () => openTestStore(url, 1));
  scopesContract("Redis", () => openTestStore(url, 4));
}
