import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { startReader, textRecord } from "../contracts/support/reader.ts";
import { brokersOf, openLog, requireKafka } from "./support/kafka-log.ts";

const kafka = inject("kafkaBrokers");

beforeEach(({ skip }) => requireKafka(kafka, skip));

const WINDOWS = 4;
const WINDOW_MS = 500;

/** How often something wakes this process in a second, at the quietest of a few times: what else goes on in it only adds to that. */
async function wakeUps(): Promise<number> {
  let least = Infinity;
  for (let window = 0; window < WINDOWS; window++) {
    const [before, began] = [performance.nodeTiming.uvMetricsInfo.loopCount, performance.now()];
    await delay(WINDOW_MS);
    const turns = performance.nodeTiming.uvMetricsInfo.loopCount - before;
    least = Math.min(least, (turns / (performance.now() - began)) * 1000);
  }
  return least;
}

describe("a reader on Kafka with nothing to read", () => {
  // Counted in turns of the event loop: unlike the time they take, their number is the same on a slow core and beside other work.
  it("sleeps until there is something to do", async () => {
    const log = await openLog(brokersOf(kafka));
    await log.append([textRecord("events", "k", "the last one")]);
    const reader = await startReader(log, ["events", "customer-updates"]);
    await reader.hasRead(1);
    const idle = await wakeUps();
    await reader.close();
    await log.close();
    // About 50: a fetch and looks at overdue requests every 100 ms, and heartbeats. With kafkajs's own timers it is over 700.
    expect(idle).toBeLessThan(200);
  });
});
