import { afterAll, beforeAll, beforeEach } from "vitest";
import { eventLogContract } from "../contracts/event-log.ts";
import { openLog, requireKafka } from "../brokers/support/kafka-log.ts";
import { missingForNative, startNativeKafka } from "@segue/local-brokers/kafka-native";
import type { NativeKafka } from "@segue/local-brokers/kafka-native";

const VERSION = "4.1.1";
const missing = await missingForNative(VERSION);
let kafka: NativeKafka;

beforeAll(async () => {
  if (missing === undefined) kafka = await startNativeKafka({ version: VERSION });
});
afterAll(() => kafka?.stop());
beforeEach(({ skip }) => missing === undefined || requireKafka({ missing: `no Kafka ${VERSION} can be started: ${missing}` }, skip));

eventLogContract(`Kafka ${VERSION}`, () => openLog(kafka.brokers));
