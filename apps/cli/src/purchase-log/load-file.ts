import type { HttpClient } from "../http-client.ts";
import type { Parcel } from "./lanes.ts";
import { sendInLanes } from "./lanes.ts";
import type { Kind } from "./known-columns.ts";
import { REMEMBERED, loadedBefore } from "./loaded-before.ts";
import type { Log, LogOptions } from "./log.ts";
import type { LogReport } from "./log-report.ts";
import { drop, emptyReport } from "./log-report.ts";
import { postLines } from "./post-lines.ts";
import { purchaseEvent } from "./purchase-event.ts";
import { readCustomers } from "./read-customers.ts";
import type { GroupedLog } from "./read-orders.ts";
import { groupOrders } from "./read-orders.ts";
import { readProducts } from "./read-products.ts";

const LANES = 4;
const MAX_LINES = 1_000;
const MAX_BYTES = 1_000_000;

export interface LoadOptions extends LogOptions {
  readonly client: HttpClient;
  /** For logs that do not name one. */
  readonly currency?: string | undefined;
  /** Called before the sending of one kind of thing, with how many of them are known to come, 0 where that is not known. */
  readonly onPhase?: ((phase: "products" | Kind, total: number) => void) | undefined;
  readonly onSent?: ((sent: number) => void) | undefined;
}

export interface Loaded {
  readonly report: LogReport;
  /** What the server has of the file, now or from before: orders, customers or products, as the kind is. */
  readonly accepted: number;
  /** Products that a purchase log names, accepted. */
  readonly products: number;
}

/** Sends what an open file holds to a server. Everything in it has its own id, so that doing it twice changes nothing. */
export async function loadFile(log: Log, options: LoadOptions): Promise<Loaded> {
  switch (log.layout.kind) {
    case "purchases":
      return loadPurchases(log, options);
    case "customers":
      return loadRows(log, options, { path: "/v1/events", parcels: customerParcels });
    case "products":
      return loadRows(log, options, { path: "/v1/products", parcels: productParcels });
    default:
      return log.layout.kind satisfies never;
  }
}

/** Products go first: a recommendation made meanwhile has its titles. */
async function loadPurchases(log: Log, options: LoadOptions): Promise<Loaded> {
  const grouped = await groupOrders(log, options);
  const { report } = grouped;
  options.onPhase?.("products", grouped.products.length);
  const catalogue = grouped.products.map((product) => ({ key: product.productId, line: JSON.stringify(product), row: 0 }));
  const products = await send("/v1/products", catalogue, { report, options });
  options.onPhase?.("purchases", report.orders);
  const before = await loadedBefore(options.client, grouped.histories(REMEMBERED));
  const known = [...before.values()].reduce((sum, count) => sum + count, 0);
  const accepted = await send("/v1/events", orderParcels(grouped, before, options.currency), { report, options });
  return { report, accepted: accepted + known, products };
}

async function loadRows(log: Log, options: LoadOptions, how: { path: string; parcels: ParcelsOf }): Promise<Loaded> {
  const report = emptyReport();
  options.onPhase?.(log.layout.kind, 0);
  const accepted = await send(how.path, how.parcels(log, report, options), { report, options });
  return { report, accepted, products: 0 };
}

type ParcelsOf = (log: Log, report: LogReport, options: LoadOptions) => AsyncGenerator<Parcel>;

function* orderParcels({ orders }: GroupedLog, before: ReadonlyMap<string, number>, currency: string | undefined): Generator<Parcel> {
  const left = new Map(before);
  for (const order of orders()) {
    const skip = left.get(order.customerId) ?? 0;
    if (skip > 0) left.set(order.customerId, skip - 1);
    else yield { key: order.customerId, line: JSON.stringify(purchaseEvent(order, currency)), row: order.row };
  }
}

async function* customerParcels(log: Log, report: LogReport, options: LoadOptions): AsyncGenerator<Parcel> {
  for await (const { row, profile } of readCustomers(log, report, options)) yield { key: profile.customerId, line: JSON.stringify(profile), row };
}

async function* productParcels(log: Log, report: LogReport, options: LoadOptions): AsyncGenerator<Parcel> {
  for await (const { row, product } of readProducts(log, report, options)) yield { key: product.productId, line: JSON.stringify(product), row };
}

async function send(
  path: string,
  parcels: Iterable<Parcel> | AsyncIterable<Parcel>,
  { report, options }: { report: LogReport; options: LoadOptions },
): Promise<number> {
  let accepted = 0;
  let sent = 0;
  const post = async (batch: readonly Parcel[]): Promise<void> => {
    const posted = await postLines(options.client, path, batch.map((parcel) => parcel.line));
    accepted += posted.accepted;
    sent += batch.length;
    options.onSent?.(sent);
    for (const { index, code, message } of posted.rejected) {
      drop(report, { row: batch[index]?.row ?? 0, outcome: "rejected", code, message }, options.onDropped);
    }
  };
  await sendInLanes(parcels, { lanes: LANES, maxLines: MAX_LINES, maxBytes: MAX_BYTES, post });
  return accepted;
}
