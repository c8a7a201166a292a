import type { TestProject } from "vitest/node";
import { startKafka } from "./support/kafka.ts";
import type { FoundKafka } from "./support/kafka.ts";

declare module "vitest" {
  export interface ProvidedContext {
    kafkaBrokers: FoundKafka;
  }
}

/** One set of brokers for all files of a run; each test has topics of its own. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const kafka = await startKafka();
  provide("kafkaBrokers", kafka.found);
  return async () => {
    await kafka.stop();
  };
}
