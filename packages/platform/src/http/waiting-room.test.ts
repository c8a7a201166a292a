import { describe, expect, it } from "vitest";
import { freePort } from "@segue/local-brokers/free-port";
import { createLogger } from "../logger.ts";
import { createMetrics } from "../metrics.ts";
import { buildApp } from "./build-app.ts";
import { openWaitingRoom } from "./waiting-room.ts";

const parts = { logger: createLogger("test", "silent"), metrics: createMetrics(), service: "test", troubles: [] };

describe("a service that starts", () => {
  it("says what it waits for, and then answers itself under the same address", async () => {
    const settings = { SEGUE_HOST: "127.0.0.1", SEGUE_PORT: await freePort(), SEGUE_API_KEYS: "", SEGUE_RATE_LIMIT: 1_000 };
    const ask = async (path: string): Promise<string> => {
      // A kept connection would be cut by the handing over.
      const reply = await fetch(`http://127.0.0.1:${settings.SEGUE_PORT}${path}`, { headers: { connection: "close" } });
      return `${reply.status} ${await reply.text()}`;
    };
    const room = await openWaitingRoom({ ...parts, settings });
    room.waitFor("Kafka at kafka:9092");
    expect(await ask("/healthz")).toMatch(/^200 /);
    expect(await ask("/readyz")).toMatch(/^503 .*waiting for Kafka at kafka:9092/);
    expect(await ask("/v1/hello")).toMatch(/^503 .*"code":"starting"/);

    const app = await buildApp({ ...parts, settings, title: "Test", ready: async () => [], routes: (routed) => void routed.get("/v1/hello", async () => "hello") });
    await room.handOver(app);
    expect(await ask("/v1/hello")).toBe("200 hello");
    await app.close();
    await room.close();
  });
});
