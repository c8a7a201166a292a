import { describe, expect, it } from "vitest";
import { readKafkaSettings } from "./kafka-settings.ts";

const BROKERS = { KAFKA_BROKERS: "kafka-1:9092, kafka-2:9092" };
const SASL = { KAFKA_SASL_MECHANISM: "scram-sha-512", KAFKA_SASL_USERNAME: "ingest", KAFKA_SASL_PASSWORD: "hush" };

describe("the settings for Kafka", () => {
  it("need the brokers only", () => {
    expect(readKafkaSettings(BROKERS)).toEqual({
      connection: { brokers: ["kafka-1:9092", "kafka-2:9092"], clientId: "segue" },
      topicPrefix: "",
      partitions: 12,
      replicationFactor: 3,
    });
  });

  it("take credentials, and certificates by their files", () => {
    const { connection } = readKafkaSettings({ ...BROKERS, ...SASL, KAFKA_SSL: "1", KAFKA_CA: import.meta.filename });
    expect(connection.sasl).toEqual({ mechanism: "scram-sha-512", username: "ingest", password: "hush" });
    expect(connection.tls?.ca).toContain("certificates by their files");
    expect(connection.tls).not.toHaveProperty("key");
  });

  it.each([
    [{}, /^KAFKA_BROKERS is not set: must name the brokers/],
    [{ KAFKA_BROKERS: "kafka-1" }, /^KAFKA_BROKERS is "kafka-1": must be a comma-separated list of host:port/],
    [{ ...BROKERS, KAFKA_PARTITIONS: "0" }, /^KAFKA_PARTITIONS is "0": must be a whole number from 1/],
    [{ ...BROKERS, KAFKA_TOPIC_PREFIX: "a b" }, /^KAFKA_TOPIC_PREFIX is "a b"/],
    [{ ...BROKERS, KAFKA_SSL: "yes" }, /^KAFKA_SSL is "yes": must be 0 or 1/],
    [{ ...BROKERS, KAFKA_CA: "ca.pem" }, /^KAFKA_SSL is 0, though KAFKA_CA is set/],
    [{ ...BROKERS, KAFKA_SSL: "1", KAFKA_KEY: "/no/such.pem" }, /^KAFKA_KEY is "\/no\/such.pem": cannot be read \(ENOENT\)/],
    [{ ...BROKERS, ...SASL, KAFKA_SASL_MECHANISM: "gssapi" }, /^KAFKA_SASL_MECHANISM is "gssapi": must be one of plain/],
    [{ ...BROKERS, ...SASL, KAFKA_SASL_MECHANISM: "" }, /^KAFKA_SASL_MECHANISM is not set, though there are credentials/],
    [{ ...BROKERS, ...SASL, KAFKA_SASL_USERNAME: "" }, /^KAFKA_SASL_USERNAME is not set/],
    [{ ...BROKERS, ...SASL, KAFKA_SASL_PASSWORD: "" }, /^KAFKA_SASL_PASSWORD is not set/],
  ])("%j is refused on one line", (env, message) => {
    const refused = (() => {
      try {
        return readKafkaSettings(env);
      } catch (error) {
        return error as Error;
      }
    })();
    expect(refused).toMatchObject({ code: "bad_setting", message: expect.stringMatching(message) });
    expect((refused as Error).message).not.toMatch(/hush|\n/);
  });
});
