import { describe, expect, it } from "vitest";
import { startBrokers } from "./start-brokers.ts";

describe("brokers to work with", () => {
  it("are those that the environment names, and are left as they are", async () => {
    const started = await startBrokers({ KAFKA_BROKERS: "one:9092,two:9092", REDIS_URL: "redis://cache:6379" });
    expect(started.brokers).toEqual(["one:9092", "two:9092"]);
    expect(started.redisUrl).toBe("redis://cache:6379");
    await started.stop();
  });
});
