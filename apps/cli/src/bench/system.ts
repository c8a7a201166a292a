import { createLifecycle } from "@segue/platform/lifecycle";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { createClient } from "../http-client.ts";
import { postLines } from "../purchase-log/post-lines.ts";
import type { BenchContext } from "./bench.ts";
import { startBenchBrokers } from "./bench-brokers.ts";
import type { Cores } from "./cores.ts";
import { WHOLE_BACKFILL, eventJson, onlineRetailLog } from "./online-retail.ts";
import { startProduct } from "./product.ts";
import { isDone, untilProgress } from "./progress-of.ts";
import type { SystemUrls } from "./progress-of.ts";
import type { Service } from "./service.ts";
import { startService } from "./service.ts";

/** A running system that has taken in all of Online Retail and is at rest. */
export interface LoadedSystem {
  readonly urls: SystemUrls;
  /** The process that recommends. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly context: BenchContext;
  readonly cores: Cores | null;
  readonly orders: readonly PurchaseOrder[];
  /** What is not to have its default. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a system and loads it. */
export type Load = (options: LoadOptions) => Promise<LoadedSystem>;

export const loadEmbedded: Load = async ({ context, cores, orders, env = {} }) => {
  const product = await startProduct({ workspace: context.workspace, data: context.workspace.path("embedded"), cores, args: WHOLE_BACKFILL, env });
  const urls = everywhere(product.url);
  await untilProgress(urls, isDone(orders.length));
  return { urls, pid: product.pid, stop: () => product.stop() };
};

export const everywhere = (url: string): SystemUrls => ({ ingest: url, segmenter: url, recommender: url });

/** The recommender is kept on the core that is measured; ingest, segmenter and the brokers run where there is room. */
export const loadOnBrokers: Load = async ({ context, cores, orders, env: others = {} }) => {
  const { workspace, note } = context;
  note("starting Kafka and Redis");
  const lifecycle = createLifecycle();
  try {
    const { env } = lifecycle.opened(await startBenchBrokers());
    const start = async (name: "ingest" | "segmenter" | "recommender", on: Cores | null): Promise<Service> =>
      lifecycle.opened(await startService({ workspace, name, cores: on, env: { ...env, SEGUE_CLOCK: "event", ...others } }));
    const [ingest, segmenter, recommender] = await Promise.all([start("ingest", null), start("segmenter", null), start("recommender", cores)]);
    const urls = { ingest: ingest.url, segmenter: segmenter.url, recommender: recommender.url };
    const loaded = context.short ? orders.slice(0, SHORT) : orders;
    await postAll(urls.ingest, loaded);
    await untilProgress(urls, isDone(loaded.length));
    return { urls, pid: recommender.pid, stop: () => lifecycle.close() };
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
};

/** Orders that a quick round works on. */
export const SHORT = 2_000;
const PER_POST = 500;

/** Sends the catalogue and all orders by HTTP, as an import does. */
export async function postAll(url: string, orders: readonly PurchaseOrder[]): Promise<void> {
  const client = createClient({ url });
  const { products } = await onlineRetailLog();
  await postLines(client, "/v1/products", products.map((product) => JSON.stringify(product)));
  for (let at = 0; at < orders.length; at += PER_POST) await postLines(client, "/v1/events", orders.slice(at, at + PER_POST).map(eventJson));
}
