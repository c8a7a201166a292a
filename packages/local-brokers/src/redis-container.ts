import { loadTestcontainers } from "./containers.ts";

const IMAGE = "redis:7-alpine";
const PORT = 6379;

/** Redis as a container of its official image. */
export async function startRedisContainer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { GenericContainer } = await loadTestcontainers();
  const container = await new GenericContainer(IMAGE).withExposedPorts(PORT).start();
  return { url: `redis://${container.getHost()}:${container.getMappedPort(PORT)}`, stop: async () => void (await container.stop()) };
}
