import type { AnalysisCategory, AnalysisDates } from "@segue/shared/analysis/analysis-table";
import type { AnalysedSegment } from "@segue/shared/analysis/segments";
import type { Cell } from "@segue/segmenter/csv";
import { dayCell } from "@segue/segmenter/csv";

/** One CSV file: names of columns that never change, and rows. */
export interface ReportTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Customers in segments, of a file as of a running system. */
export interface SegmentedCustomers {
  readonly ids: readonly string[];
  readonly columns: readonly { readonly name: string }[];
  /** Natural units by row and column, NaN where not known. */
  readonly values: Float64Array;
  readonly categories: readonly Pick<AnalysisCategory, "name" | "levels" | "values">[];
  readonly dates: readonly AnalysisDates[];
  /** By row an index into `segments`; any other number stands for none. */
  readonly labels: ArrayLike<number>;
  readonly segments: readonly AnalysedSegment[];
  /** Nothing where no purchases are known. */
  readonly lists: readonly SegmentLists[];
}

export interface SegmentLists {
  readonly segmentId: string;
  readonly recommended: readonly (ListedProduct & { readonly score: number; readonly reason: { readonly text: string } })[];
  readonly boughtMore: readonly (ListedProduct & {
    /** Of the segment, with the product; `null` where customers are counted and not orders. */
    readonly orders: number | null;
    readonly share: number;
    readonly shareElsewhere: number | null;
    /** Against everybody's share. */
    readonly lift: number;
  })[];
}

interface ListedProduct {
  readonly productId: string;
  readonly title?: string | undefined;
}

/** What customers in no segment have in place of its name, so that they can be seen and counted; their segmentId is empty and joins nothing. */
const UNSEGMENTED = "unsegmented";

/** The tables of customers, segments and recommendations. */
export function segmentTables(customers: SegmentedCustomers): ReportTable[] {
  return [customersTable(customers), segmentsTable(customers), recommendationsTable(customers)];
}

function customersTable(customers: SegmentedCustomers): ReportTable {
  const { ids, columns, categories, dates } = customers;
  const header = ["customerId", "segmentId", "segment", ...[...columns, ...categories, ...dates].map(({ name }) => name)];
  return { file: "customers.csv", header, rows: ids.map((id, at) => [id, ...segmentOf(customers, at), ...featuresOf(customers, at)]) };
}

function segmentOf({ labels, segments }: SegmentedCustomers, row: number): Cell[] {
  const segment = segments[labels[row] ?? -1];
  return segment === undefined ? [null, UNSEGMENTED] : [segment.id, segment.name];
}

function featuresOf({ columns, values, categories, dates }: SegmentedCustomers, row: number): Cell[] {
  return [
    ...columns.map((_, column) => values[row * columns.length + column] ?? null),
    ...categories.map((category) => category.levels[category.values[row] ?? -1] ?? null),
    ...dates.map((date) => dayCell(date.values[row] ?? Number.NaN)),
  ];
}

function segmentsTable({ columns, segments }: SegmentedCustomers): ReportTable {
  const header = ["segmentId", "segment", "customers", "share", "explanation", ...columns.flatMap(({ name }) => [`${name}Mean`, `${name}Sd`]), "strategy", "channel", "offer", "goal"];
  const rows = segments.map(({ id, name, size, share, explanation, means, zScores, strategy }) => [
    id,
    name,
    size,
    share,
    explanation,
    ...columns.flatMap((column) => [means[column.name] ?? null, zScores[column.name] ?? null]),
    strategy.summary,
    strategy.channel,
    strategy.offer,
    strategy.goal,
  ]);
  return { file: "segments.csv", header, rows };
}

/** What a segment would be recommended, and what it buys more than others. */
function recommendationsTable({ lists, segments }: SegmentedCustomers): ReportTable {
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  const rows = lists.flatMap(({ segmentId, recommended, boughtMore }) => {
    const segment = names.get(segmentId) ?? null;
    return [
      ...recommended.map(({ productId, title, score, reason }, at) => [segmentId, segment, "recommended", at + 1, productId, title ?? null, score, reason.text, null, null, null, null]),
      ...boughtMore.map(({ productId, title, orders, share, shareElsewhere, lift }, at) => [segmentId, segment, "bought-more", at + 1, productId, title ?? null, null, null, orders, share, shareElsewhere, lift]),
    ];
  });
  return { file: "recommendations.csv", header: ["segmentId", "segment", "list", "rank", "productId", "title", "score", "reason", "orders", "share", "shareElsewhere", "lift"], rows };
}
