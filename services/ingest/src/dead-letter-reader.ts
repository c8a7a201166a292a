import { startConsumer } from "@segue/platform/consumer";
import type { ConsumerOptions } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import { createDeadLetterList } from "./dead-letter-list.ts";
import type { DeadLetterList } from "./dead-letter-list.ts";

/** The list of dead letters, kept up from their topic until it is closed. */
export interface DeadLetterReader extends Closeable {
  readonly letters: DeadLetterList;
}

/** Reads all of the topic: each process that shows dead letters shows them all. */
export async function readDeadLetters({ log, metrics, onFailure }: Pick<ConsumerOptions, "log" | "metrics" | "onFailure">): Promise<DeadLetterReader> {
  const letters = createDeadLetterList();
  const consumer = await startConsumer({
    log,
    metrics,
    group: "dead-letters",
    sharing: "replica",
    topics: ["dead-letters"],
    from: async () => "earliest",
    apply: async (batch) => letters.apply(batch),
    onFailure,
  });
  return { letters, close: () => consumer.close() };
}
