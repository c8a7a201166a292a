import { basename } from "node:path";
import { readNamingFile } from "@segue/platform/naming-file";
import { analyse } from "@segue/shared/analysis/analyse";
import type { Analysis, Cleaning, CleaningStep, Parameters, Source } from "@segue/shared/analysis/analysis";
import type { AnalysisTable } from "@segue/shared/analysis/analysis-table";
import { FEATURE_NAMES } from "@segue/shared/customers/features";
import type { Log, LogOptions } from "../purchase-log/log.ts";
import { describeLog, openLog } from "../purchase-log/log.ts";
import type { LogReport } from "../purchase-log/log-report.ts";
import type { GroupedLog } from "../purchase-log/read-orders.ts";
import { groupOrders } from "../purchase-log/read-orders.ts";
import { usageError } from "../purchase-log/usage-error.ts";
import { readCustomerTable } from "./customer-table.ts";
import { defaultFeatures } from "./default-features.ts";
import { purchaseLists } from "./purchase-lists.ts";
import { purchaseTable } from "./purchase-table.ts";
import { createReturns } from "./returns.ts";
import { watchRows } from "./watched-rows.ts";

export interface AnalyseOptions extends LogOptions {
  /** What to cluster on; left out, what is usual for the kind of file. */
  readonly features?: readonly string[] | undefined;
  /** Number of segments; left out, it is chosen. */
  readonly k?: number | undefined;
  readonly seed: number;
  /** Money of purchases is net of returns. */
  readonly net: boolean;
  readonly version: string;
  /** The file with the rules for names and strategies; left out, the one that ships with the product. */
  readonly names?: string | undefined;
  /** Told what is going on and the share of it that is done, 0 to 1. */
  readonly onPhase?: ((phase: "reading" | "analysing" | "recommending", share: number) => void) | undefined;
}

/** What of a file is handed on to the analysis. */
interface Loaded {
  readonly table: AnalysisTable;
  readonly cleaning: Cleaning;
  readonly source: Source;
  /** `null` for a table of customers. */
  readonly purchases: GroupedLog | null;
}

/**
 * Analyses a table of customers or a purchase log.
 * @throws AppError when the file cannot be read or understood, `usage` where an option can help.
 */
export async function analyseFile(path: string, options: AnalyseOptions): Promise<Analysis> {
  const loaded = await load(path, options);
  const { table, cleaning, source, purchases } = loaded;
  const { features, besides } = featuresOf(path, loaded, options.features);
  // Of purchases everything is known, and names that tell of basket sizes would hide who buys at all.
  const namedBy = purchases === null ? [...features, ...FEATURE_NAMES] : features;
  const parameters: Parameters = { seed: options.seed, k: options.k ?? null, features, net: purchases === null ? null : options.net, version: options.version };
  const analysis = analyse({ source, cleaning, table, parameters, besides, namedBy, naming: readNamingFile(options.names), onProgress: (share) => options.onPhase?.("analysing", share) });
  if (purchases === null) return analysis;
  return { ...analysis, purchases: purchaseLists(analysis, purchases, (share) => options.onPhase?.("recommending", share)) };
}

async function load(path: string, options: AnalyseOptions): Promise<Loaded> {
  const log = await openLog(path, { ...options, askDates: true, idless: true });
  const source = (kind: Source["kind"]): Source => ({ kind, file: basename(path), description: describeLog({ ...log, path: basename(path) }) });
  switch (log.layout.kind) {
    case "customers":
      return { ...(await loadCustomers(log, options)), source: source("customers"), purchases: null };
    case "purchases":
      return { ...(await loadPurchases(log, options)), source: source("purchases") };
    case "products":
      await log.table.close();
      throw usageError(`${path} holds products; analyze takes a table of customers or a purchase log; name its columns with --map COLUMN=customerId,...`);
    default:
      return log.layout.kind satisfies never;
  }
}

async function loadCustomers(log: Log, options: AnalyseOptions): Promise<Omit<Loaded, "source" | "purchases">> {
  const rows = await readCustomerTable(log, (share) => options.onPhase?.("reading", share));
  const { table, steps, read, duplicates } = rows;
  const unknown = (column: number): number => table.ids.reduce((count, _, row) => (Number.isNaN(table.values.values[row * table.values.dims + column]) ? count + 1 : count), 0);
  const missing = Object.fromEntries([
    ...table.columns.map(({ name }, column) => [name, unknown(column)] as const),
    ...table.categories.map(({ name, values }) => [name, values.reduce((count, value) => (value < 0 ? count + 1 : count), 0)] as const),
  ]);
  return { table, cleaning: { read, kept: table.ids.length, duplicates, missing, steps: [...steps, ...encodingStep(log)] } };
}

async function loadPurchases(opened: Log, options: AnalyseOptions): Promise<Omit<Loaded, "source">> {
  const returns = createReturns(opened);
  const { log, watch } = watchRows(opened, returns.take);
  const purchases = await groupOrders(log, { ...options, onProgress: (share) => options.onPhase?.("reading", share) });
  const { report } = purchases;
  const table = purchaseTable(purchases, { returns: returns.byCustomer, net: options.net });
  const duplicates: CleaningStep = { step: "duplicates", rows: watch.duplicates, action: "kept", what: "rows that repeat another one exactly: the same product twice in an order is not unusual" };
  const steps = [...droppedSteps(report), duplicates, ...encodingStep(log)];
  return { table, purchases, cleaning: { read: report.rows, kept: report.kept, duplicates: watch.duplicates, missing: watch.missing, steps } };
}

/** Only the last characters of a file tell what all of it is written in. */
function encodingStep({ table: { stats } }: Log): CleaningStep[] {
  const other: CleaningStep[] = stats.encoding === "UTF-8" ? [] : [{ step: "encoding", rows: 0, action: "changed", what: `the file is ${stats.encoding} and was read so` }];
  const broken: CleaningStep[] = stats.replaced === 0 ? [] : [{ step: "broken characters", rows: stats.replaced, action: "changed", what: "characters that are no text, shown as a replacement sign" }];
  return [...other, ...broken];
}

const REASONS: Readonly<Record<string, string>> = {
  cancelled: "rows of cancelled invoices",
  no_customer: "rows that name no customer",
  quantity_not_positive: "rows with a quantity of 0 or below: returns and adjustments",
  price_not_positive: "rows with a price of 0 or below: adjustments",
  amount_not_positive: "rows with an amount of 0 or below: returns and adjustments",
  fields: "rows with too few or too many fields",
  invalid_time: "rows with a time in another format than the others",
};

function droppedSteps({ skipped, rejected }: LogReport): CleaningStep[] {
  return [...skipped, ...rejected].map(([code, rows]) => ({ step: code.replaceAll("_", " "), rows, action: "dropped", what: REASONS[code] ?? `rows that cannot be used: ${code.replaceAll("_", " ")}` }));
}

function featuresOf(path: string, { table, source }: Loaded, asked: readonly string[] | undefined): { readonly features: readonly string[]; readonly besides: readonly string[] } {
  const names = table.columns.map(({ name }) => name);
  const unknown = asked?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw usageError(`--features: ${path} has no numeric column "${unknown}"; it has ${names.join(", ") || "none"}`);
  const { features, besides } = asked === undefined ? defaultFeatures(source.kind, names) : { features: asked, besides: [] };
  return { features, besides };
}
