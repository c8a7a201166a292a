import type * as Testcontainers from "testcontainers";
import { works } from "./run-tool.ts";

/** Whether a Docker engine answers, and not only its client. */
export const hasDocker = (): Promise<boolean> => works("docker", ["info"]);

/** Loaded only where a Docker engine has answered: the product is installed without it. */
export async function loadTestcontainers(): Promise<typeof Testcontainers> {
  try {
    return await import("testcontainers");
  } catch (cause) {
    throw new Error("a Docker engine answers, but the package testcontainers is not installed: install it, or name brokers by KAFKA_BROKERS and REDIS_URL", { cause });
  }
}
