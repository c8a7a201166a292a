import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { startReader } from "../contracts/support/reader.ts";
import { brokersOf, openLog, requireKafka } from "./support/kafka-log.ts";

const kafka = inject("kafkaBrokers");

beforeEach(({ skip }) => requireKafka(kafka, skip));

/** Share of a core that this process takes. */
async function share(milliseconds: number): Promise<number> {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  await delay(milliseconds);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000 / (performance.now() - began);
}

describe("a reader on Kafka with nothing to read", () => {
  it("takes next to nothing of a core", async () => {
    const log = await openLog(brokersOf(kafka));
    const reader = await startReader(log, ["events", "customer-updates"]);
    await delay(1_500);
    const waiting = await share(4_000);
    await reader.close();
    await log.close();
    // With kafkajs's own timers it is 3 % and more.
    expect(waiting).toBeLessThan(0.02);
  });
});
