import type { Product } from "@segue/shared/events/product";
import { lineAmount, majorUnits } from "@segue/shared/customers/money";
import { createIdCheck } from "./id-check.ts";
import type { Line, LineReader } from "./line-reader.ts";
import { lineReader } from "./line-reader.ts";
import type { Log, LogOptions } from "./log.ts";
import { describeLog, openLog } from "./log.ts";
import type { LogReport } from "./log-report.ts";
import { drop, dropBroken, emptyReport } from "./log-report.ts";
import type { OrderTable, PurchaseOrder } from "./order-table.ts";
import { addLine, createOrderTable, longHistories, ordersByTime, timeSpan } from "./order-table.ts";
import type { ProductNames } from "./product-names.ts";
import { namedProducts, noteProduct } from "./product-names.ts";
import type { RowBatch } from "./row-batch.ts";
import type { Refusal } from "./refusal.ts";
import { rejected, skipped } from "./refusal.ts";
import { TIME_FORMATS } from "./times.ts";
import { usageError } from "./usage-error.ts";

export interface OrdersReport extends LogReport {
  readonly orders: number;
  readonly customers: number;
  /** Money per currency in major units; the currency is empty where the file does not say. */
  readonly revenue: ReadonlyMap<string, number>;
  /** Event times of the first and the last order in epoch milliseconds; 0 where there is none. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** What the file was taken for, on one line. */
  readonly description: string;
}

/** A purchase log in memory, kept small: orders are made while they are read from it. */
export interface GroupedLog {
  readonly report: OrdersReport;
  readonly products: readonly Product[];
  /** The orders by time, equal times in order of first appearance. Can be called again. */
  readonly orders: () => Generator<PurchaseOrder>;
  /** The times of each customer's orders, ascending, for the customers with more than so many of them. */
  readonly histories: (moreThan: number) => Generator<{ readonly customerId: string; readonly times: readonly number[] }>;
}

/** Reads a purchase log whole: its orders by time, the products it names, and what became of its rows. */
export async function readOrders(path: string, options: LogOptions = {}): Promise<{ orders: PurchaseOrder[]; products: readonly Product[]; report: OrdersReport }> {
  const log = await openLog(path, options);
  if (log.layout.kind !== "purchases") {
    await log.table.close();
    throw usageError(`${path} holds ${log.layout.kind}, not purchases; name its columns with --map COLUMN=customerId,COLUMN=time,...`);
  }
  const { orders, products, report } = await groupOrders(log, options);
  return { orders: [...orders()], products, report };
}

/** Reads an open purchase log; for large ones better than {@link readOrders}, which makes all orders at once. */
export async function groupOrders(log: Log, options: LogOptions = {}): Promise<GroupedLog> {
  const report = emptyReport();
  const grouped = createOrderTable();
  const state: State = { report, options, table: grouped, products: [], revenue: new Map(), checkIds: createIdCheck(grouped.lines.products) };
  const { table, layout } = log;
  const reader = lineReader({ columns: table.columns, layout, decimalComma: log.decimalComma, timeFormat: log.timeFormat ?? TIME_FORMATS[0] });
  for await (const batch of log.batches) {
    takeBatch(state, reader, batch);
    options.onProgress?.(table.stats.bytes / table.stats.totalBytes);
  }
  report.replacedCharacters = table.stats.replaced;
  const counts = { orders: grouped.orderIds.length, customers: grouped.customers.size };
  const revenue = new Map([...state.revenue].map(([currency, minor]) => [currency, majorUnits(minor, currency || null)]));
  const whole = { ...report, ...counts, revenue, ...timeSpan(grouped), description: describeLog(log) };
  return { report: whole, products: namedProducts(state.products, grouped.lines.products), orders: () => ordersByTime(grouped), histories: (moreThan) => longHistories(grouped, moreThan) };
}

interface State {
  readonly report: LogReport;
  readonly options: LogOptions;
  readonly table: OrderTable;
  readonly products: ProductNames;
  /** Minor units by currency. */
  readonly revenue: Map<string, number>;
  readonly checkIds: (line: Line) => Refusal | undefined;
}

function takeBatch(state: State, reader: LineReader, batch: RowBatch): void {
  const { report, options } = state;
  for (const broken of batch.broken) dropBroken(report, broken, options.onDropped);
  for (let index = 0; index < batch.rows.length; index += 1) {
    const row = batch.numbers[index] ?? 0;
    report.rows += 1;
    const refusal = reader.read(batch.rows[index] ?? []) ?? keep(state, reader.line, row);
    if (refusal !== undefined) drop(report, { ...refusal, row }, options.onDropped);
  }
}

const NO_GOODS = skipped("no_goods", "the product is postage, a fee or the like");

function keep(state: State, line: Line, row: number): Refusal | undefined {
  if (state.options.accepts?.(line.productId) === false) return NO_GOODS;
  const problem = state.checkIds(line);
  if (problem !== undefined) return problem;
  const product = addLine(state.table, line, row);
  if (product < 0) return rejected("currency_mismatch", `${line.currency || "no currency"} in an order that began in another one`);
  state.report.kept += 1;
  noteProduct(state.products, product, line);
  const minor = lineAmount(line.quantity, line.unitPrice, line.currency || null);
  state.revenue.set(line.currency, (state.revenue.get(line.currency) ?? 0) + minor);
  return undefined;
}
