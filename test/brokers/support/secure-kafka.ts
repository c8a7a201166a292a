import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "./certificates.ts";
import type { Certificates } from "./certificates.ts";
import { freePort } from "@segue/local-brokers/free-port";
import { startNativeKafka } from "@segue/local-brokers/kafka-native";

export const PASSWORD = "pass-word-of-the-test";

/** A broker that wants to know who it talks to: `admin` may do everything, `guest` nothing. */
export interface SecureKafka {
  /** SASL over TLS. */
  readonly sasl: string;
  /** TLS with a certificate of the client's. */
  readonly mutual: string;
  /** Neither, for administrators on the machine. */
  readonly open: string;
  readonly certificates: Certificates;
  stop(): Promise<void>;
}

export async function startSecureKafka(): Promise<SecureKafka> {
  const folder = mkdtempSync(join(tmpdir(), "segue-certificates-"));
  const certificates = await makeCertificates(folder);
  const [open, sasl, mutual, controller] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const kafka = await startNativeKafka({ port: open, properties: properties({ open, sasl, mutual, controller }, certificates), formatArguments: scramUsers() });
  const at = (port: number): string => `127.0.0.1:${port}`;
  return {
    sasl: at(sasl),
    mutual: at(mutual),
    open: at(open),
    certificates,
    stop: async () => {
      await kafka.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Ports {
  readonly open: number;
  readonly sasl: number;
  readonly mutual: number;
  readonly controller: number;
}

function scramUsers(): readonly string[] {
  return ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => ["--add-scram", `${mechanism}=[name=admin,password=${PASSWORD}]`]);
}

function properties({ open, sasl, mutual, controller }: Ports, { ca, server }: Certificates): Record<string, string> {
  const listeners = `OPEN://127.0.0.1:${open},SECURE://127.0.0.1:${sasl},MUTUAL://127.0.0.1:${mutual}`;
  const login = "org.apache.kafka.common.security";
  return {
    "controller.quorum.voters": `1@127.0.0.1:${controller}`,
    listeners: `${listeners},CONTROLLER://127.0.0.1:${controller}`,
    "advertised.listeners": listeners,
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,OPEN:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL",
    "inter.broker.listener.name": "OPEN",
    "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
    "listener.name.secure.plain.sasl.jaas.config": `${login}.plain.PlainLoginModule required user_admin="${PASSWORD}" user_guest="${PASSWORD}";`,
    "listener.name.secure.scram-sha-256.sasl.jaas.config": `${login}.scram.ScramLoginModule required;`,
    "listener.name.secure.scram-sha-512.sasl.jaas.config": `${login}.scram.ScramLoginModule required;`,
    "listener.name.mutual.ssl.client.auth": "required",
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": server,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": ca,
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:ANONYMOUS;User:admin;User:CN=segue",
  };
}
