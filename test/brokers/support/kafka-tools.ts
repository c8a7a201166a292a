import { Kafka, logLevel } from "kafkajs";
import type { Admin } from "kafkajs";

/** What an administrator does to topics, on a connection of its own. */
export async function asAdministrator<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: [...brokers], clientId: "administrator", logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
