import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import type { Product } from "@segue/shared/events/product";
import { AppError } from "@segue/shared/errors";
import { normalName } from "../purchase-log/column-map.ts";
import type { Log, LogOptions } from "../purchase-log/log.ts";
import { openLog } from "../purchase-log/log.ts";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import type { OrdersReport } from "../purchase-log/read-orders.ts";
import { groupOrders } from "../purchase-log/read-orders.ts";
import { usageError } from "../purchase-log/usage-error.ts";

export interface BasketOptions extends Pick<LogOptions, "map" | "onProgress"> {
  /** Which products are goods; left out, all of them, or what the columns of the file tell. */
  readonly goods?: RegExp | undefined;
}

/** In Online Retail postage, carriage and fees stand among the products, under codes that do not begin with five digits (design 4.0 step 1). */
const ONLINE_RETAIL = { columns: ["invoiceno", "stockcode"], goods: /^\d{5}/ } as const;

/**
 * Reads a purchase log into baskets.
 * @throws AppError when it cannot be read, holds no purchases, or is no purchase log; code `usage` where the call can help
 */
export async function readBaskets(path: string, { map, goods, onProgress }: BasketOptions): Promise<{ readonly log: BasketLog; readonly report: OrdersReport }> {
  const log = await openLog(path, { map });
  if (log.layout.kind !== "purchases" || !log.layout.fields.has("productId")) {
    await log.table.close();
    throw usageError(`${path} is no log of purchases of products; name its columns with --map COLUMN=customerId,COLUMN=time,COLUMN=productId`);
  }
  const pattern = goods ?? goodsOf(log);
  const grouped = await groupOrders(log, { onProgress, ...(pattern === undefined ? {} : { accepts: (productId) => pattern.test(productId) }) });
  if (grouped.report.orders === 0) throw new AppError("no_purchases", `${path} holds no purchases: all of its ${grouped.report.rows} rows were skipped or rejected`);
  const productIds = grouped.products.map(({ productId }) => productId);
  const categories = textsOf(grouped.products, "category");
  const titles = textsOf(grouped.products, "title");
  const known = { ...(categories === undefined ? {} : { categories }), ...(titles === undefined ? {} : { titles }) };
  return { log: { ...basketLog(joinedParts(grouped.orders()), productIds), ...known }, report: grouped.report };
}

/** What the log says of the products in their order, empty for those of which it says nothing; left out where that is all of them. */
function textsOf(products: readonly Product[], field: "category" | "title"): readonly string[] | undefined {
  const texts = products.map((product) => product[field] ?? "");
  return texts.some((text) => text !== "") ? texts : undefined;
}

function goodsOf({ table }: Log): RegExp | undefined {
  const names = table.columns.map(normalName);
  return ONLINE_RETAIL.columns.every((column) => names.includes(column)) ? ONLINE_RETAIL.goods : undefined;
}

/** Orders of more lines than an event holds come in parts, which are one basket. */
function joinedParts(orders: Iterable<PurchaseOrder>): PurchaseOrder[] {
  const joined = new Map<string, PurchaseOrder>();
  for (const order of orders) {
    const key = `${order.customerId}\n${order.orderId}`;
    const first = joined.get(key);
    joined.set(key, first === undefined ? order : { ...first, items: [...first.items, ...order.items] });
  }
  return [...joined.values()];
}

interface Columns {
  readonly customers: number[];
  readonly times: number[];
  readonly starts: number[];
  readonly products: number[];
  readonly quantities: number[];
  readonly prices: number[];
}

function basketLog(orders: readonly PurchaseOrder[], productIds: readonly string[]): BasketLog {
  const numbers = new Map(productIds.map((id, product) => [id, product]));
  const customers = new Map<string, number>();
  const columns: Columns = { customers: [], times: [], starts: [0], products: [], quantities: [], prices: [] };
  for (const order of orders) {
    const customer = customers.get(order.customerId) ?? customers.size;
    customers.set(order.customerId, customer);
    columns.customers.push(customer);
    columns.times.push(order.time);
    addLines(columns, order, numbers);
  }
  return {
    customers: shared(Int32Array, columns.customers),
    times: shared(Float64Array, columns.times),
    starts: shared(Int32Array, columns.starts),
    products: shared(Int32Array, columns.products),
    quantities: shared(Float64Array, columns.quantities),
    prices: shared(Float64Array, columns.prices),
    customerIds: [...customers.keys()],
    productIds,
  };
}

/** Each product once, with all its units and the price of its last line. */
function addLines({ starts, products, quantities, prices }: Columns, order: PurchaseOrder, numbers: ReadonlyMap<string, number>): void {
  const from = products.length;
  const lines = new Map<number, number>();
  for (const { productId, quantity, unitPrice } of order.items) {
    const product = numbers.get(productId) ?? -1;
    const line = lines.get(product) ?? from + lines.size;
    lines.set(product, line);
    products[line] = product;
    quantities[line] = (quantities[line] ?? 0) + quantity;
    prices[line] = unitPrice;
  }
  starts.push(products.length);
}

/** A typed array that threads share. */
function shared<T extends Int32Array | Float64Array>(Kind: new (buffer: SharedArrayBuffer) => T, values: readonly number[]): T {
  const array = new Kind(new SharedArrayBuffer(values.length * (Kind as unknown as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT));
  array.set(values);
  return array;
}
