import { beforeEach, inject } from "vitest";
import { eventLogContract } from "../contracts/event-log.ts";
import { brokersOf, openLog, requireKafka } from "./support/kafka-log.ts";

const kafka = inject("kafkaBrokers");

beforeEach(({ skip }) => requireKafka(kafka, skip));

eventLogContract("Kafka", () => openLog(brokersOf(kafka)));
