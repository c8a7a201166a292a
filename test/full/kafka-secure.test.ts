import { readKafkaSettings } from "@segue/platform/kafka/kafka-settings";
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from "kafkajs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually, readAll, startReader, textRecord, textsOf } from "../contracts/support/reader.ts";
import { openLog, QUICK, requireKafka, uniquePrefix } from "../brokers/support/kafka-log.ts";
import { missingForNative } from "@segue/local-brokers/kafka-native";
import { asAdministrator } from "../brokers/support/kafka-tools.ts";
import { PASSWORD, startSecureKafka } from "../brokers/support/secure-kafka.ts";
import type { SecureKafka } from "../brokers/support/secure-kafka.ts";
import { tellingLogger } from "../brokers/support/telling-logger.ts";

const missing = await missingForNative();

beforeEach(({ skip }) => missing === undefined || requireKafka({ missing: `no secured broker can be started: ${missing}` }, skip));

describe("a Kafka that wants to know who it talks to", () => {
  let kafka: SecureKafka;
  beforeAll(async () => {
    if (missing === undefined) kafka = await startSecureKafka();
  });
  afterAll(() => kafka?.stop());

  const sasl = (mechanism: string, password = PASSWORD, username = "admin") => ({
    KAFKA_BROKERS: kafka.sasl,
    KAFKA_SSL: "1",
    KAFKA_CA: kafka.certificates.ca,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  });
  const mutual = () => ({ KAFKA_BROKERS: kafka.mutual, KAFKA_SSL: "1", KAFKA_CA: kafka.certificates.ca });
  const open = (env: Record<string, string>, options: Parameters<typeof openLog>[1] = {}) => openLog([], { connection: readKafkaSettings(env).connection, patience: 5_000, ...options });
  const writeAndRead = async (env: Record<string, string>) => {
    const log = await open(env);
    await log.append([textRecord("events", "a", "1")]);
    const records = await readAll(log, "events", 1);
    await log.close();
    return textsOf(records);
  };

  it.each(["plain", "scram-sha-256", "scram-sha-512"])("takes who knows the password, by %s over TLS", async (mechanism) => {
    expect(await writeAndRead(sasl(mechanism))).toEqual(["1"]);
  });

  it("takes who has a certificate", async () => {
    expect(await writeAndRead({ ...mutual(), KAFKA_CERT: kafka.certificates.client.cert, KAFKA_KEY: kafka.certificates.client.key })).toEqual(["1"]);
  });

  it.each(["plain", "scram-sha-256"])("refuses a wrong password at once, on one line and without saying it (%s)", async (mechanism) => {
    const { logger, lines } = tellingLogger();
    const began = performance.now();
    const refusal = await open(sasl(mechanism, "not-the-password"), { logger, patience: 60_000 }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "kafka_auth_failed", message: expect.stringMatching(/^[^\n]+KAFKA_SASL_PASSWORD[^\n]+$/) });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(`${(refusal as Error).message} ${lines.join()}`).not.toContain("not-the-password");
  });

  it("keeps passwords out of what is logged", async () => {
    const { logger, lines } = tellingLogger();
    const log = await open(sasl("scram-sha-256"), { logger });
    await log.append([textRecord("events", "a", "1")]);
    await log.close();
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.join()).not.toContain(PASSWORD);
  });

  it("is not trusted without its authority", async () => {
    const { KAFKA_CA: _ca, ...env } = sasl("plain");
    await expect(open(env, { patience: 60_000 })).rejects.toMatchObject({ code: "kafka_tls_failed", message: expect.stringMatching(/KAFKA_CA/) });
  });

  it("says what may be missing to who does not speak TLS", async () => {
    const refusal = open({ KAFKA_BROKERS: kafka.sasl }, { patience: 3_000 });
    await expect(refusal).rejects.toMatchObject({ code: "kafka_unreachable", message: expect.stringMatching(/KAFKA_SSL/) });
  });

  it("says which topics are missing to who may not make them", async () => {
    await expect(open(sasl("plain", PASSWORD, "guest"))).rejects.toMatchObject({
      code: "kafka_topic_missing",
      message: expect.stringMatching(/^Topics are missing[^\n]+events, [^\n]+ 3 partitions[^\n]+CREATE[^\n]+$/),
    });
  });

  it("reports a reader that may not join its group", async () => {
    const topicPrefix = uniquePrefix();
    await (await open(sasl("plain"), { topicPrefix })).close();
    const allow = (operation: AclOperationTypes) => ({
      resourceType: AclResourceTypes.TOPIC,
      resourceName: topicPrefix,
      resourcePatternType: ResourcePatternTypes.PREFIXED,
      principal: "User:guest",
      host: "*",
      operation,
      permissionType: AclPermissionTypes.ALLOW,
    });
    await asAdministrator([kafka.open], (admin) => admin.createAcls({ acl: [allow(AclOperationTypes.READ), allow(AclOperationTypes.DESCRIBE)] }));
    const log = await open(sasl("plain", PASSWORD, "guest"), { topicPrefix, timing: { ...QUICK, stallLimit: 4_000 } });
    const reader = await startReader(log, ["events"]);
    await eventually("the failure", () => reader.failures.length > 0);
    await log.close();
    expect(reader.failures).toEqual([expect.objectContaining({ code: "log_stalled", message: expect.stringMatching(/^Reading as group [^\n]+ may read the group[^\n]+$/) })]);
  });
});
