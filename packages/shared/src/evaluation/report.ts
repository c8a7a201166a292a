import { basketCount } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import { clusteredMean } from "./bootstrap.ts";
import type { Estimate } from "./bootstrap.ts";
import type { Metric } from "./metrics.ts";
import { METRICS } from "./metrics.ts";
import { COLD_BASKETS, isPredicted } from "./protocol.ts";
import type { Protocol } from "./protocol.ts";
import type { Outcomes } from "./replay.ts";
import type { SegmentTrack } from "./segment-track.ts";

/** What is reported of a method: all baskets, the parts of them bought before and never bought, and all baskets of customers with 0 to 2 earlier ones. */
export const PARTS = ["all", "repeat", "explore", "cold"] as const;
export type Part = (typeof PARTS)[number];

/** Means over baskets, and how many they are. */
export type Means = { readonly n: number } & Readonly<Record<Metric, number>>;

export interface MethodReport {
  readonly parts: Readonly<Record<Part, Means>>;
  /** nDCG@10 with its interval, and of ours minus this method's on the same baskets. */
  readonly ndcg10: Readonly<Record<Part, Estimate>>;
  readonly behind: Readonly<Record<Part, Estimate>>;
  /** nDCG@10 of all by what the customer had before, and by segment. */
  readonly byHistory: readonly Group[];
  readonly bySegment: readonly Group[];
  /** Share of the log's products among the first ten of any list, and of a list's first ten that the customer never bought. */
  readonly coverage: number;
  readonly fresh: number;
  /** Milliseconds per prediction (of three lists) and per learnt basket. */
  readonly predictTime: number;
  readonly learnTime: number;
}

export interface Group {
  readonly name: string;
  readonly n: number;
  readonly ndcg10: number;
}

export interface Report {
  readonly dataset: { readonly baskets: number; readonly customers: number; readonly items: number; readonly scored: number; readonly reported: number };
  readonly methods: Readonly<Record<string, MethodReport>>;
}

export interface Findings {
  readonly log: BasketLog;
  readonly protocol: Protocol;
  readonly track: SegmentTrack;
  /** By method; the others are compared with the first. */
  readonly outcomes: ReadonlyMap<string, Outcomes>;
}

/** Everything that is told of an evaluation. */
export function reportOf(findings: Findings): Report {
  const { log, protocol, outcomes } = findings;
  const [ours] = outcomes.values();
  const { scored, reported } = protocol;
  const dataset = { baskets: basketCount(log), customers: log.customerIds.length, items: log.productIds.length, scored, reported };
  return { dataset, methods: Object.fromEntries([...outcomes].map(([name, theirs]) => [name, methodReport(findings, theirs, ours)])) };
}

function methodReport(findings: Findings, theirs: Outcomes, ours: Outcomes): MethodReport {
  const { log } = findings;
  const byPart = <T>(of: (part: Part) => T): Record<Part, T> => ({ all: of("all"), repeat: of("repeat"), explore: of("explore"), cold: of("cold") });
  const rows = byPart((part) => rowsOf(findings, part));
  const values = (outcomes: Outcomes, part: Part): Float64Array => metricOf(outcomes, { part, rows: rows[part], metric: "ndcg10" });
  const customers = (part: Part): Int32Array => rows[part].map((row) => log.customers[row + findings.protocol.warmUp]);
  return {
    parts: byPart((part) => meansOf(theirs, part, rows[part])),
    ndcg10: byPart((part) => clusteredMean(values(theirs, part), customers(part))),
    behind: byPart((part) => {
      const other = values(theirs, part);
      return clusteredMean(values(ours, part).map((value, i) => value - other[i]), customers(part));
    }),
    byHistory: groupsOf(findings, theirs, historyName),
    bySegment: groupsOf(findings, theirs, segmentName),
    coverage: theirs.covered / log.productIds.length,
    fresh: mean(Float64Array.from(rows.all, (row) => theirs.fresh[row])),
    predictTime: theirs.predictTime,
    learnTime: theirs.learnTime,
  };
}

/** The reported rows of a part; rows count from the end of the warm-up. */
function rowsOf({ log, protocol }: Findings, part: Part): Int32Array {
  const rows: number[] = [];
  for (let basket = protocol.reportFrom; basket < basketCount(log); basket++) {
    if (!isPredicted(protocol, basket)) continue;
    const earlier = protocol.earlier[basket];
    if (part === "cold" ? earlier <= COLD_BASKETS : earlier > 0) rows.push(basket - protocol.warmUp);
  }
  return Int32Array.from(rows);
}

function metricOf(outcomes: Outcomes, { part, rows, metric }: { readonly part: Part; readonly rows: Int32Array; readonly metric: Metric }): Float64Array {
  const values = outcomes.views[part === "cold" ? "all" : part];
  return Float64Array.from(rows, (row) => values[row * METRICS.length + METRICS.indexOf(metric)]);
}

function meansOf(outcomes: Outcomes, part: Part, rows: Int32Array): Means {
  const of = (metric: Metric): Float64Array => metricOf(outcomes, { part, rows, metric });
  const n = of("hr10").filter((value) => !Number.isNaN(value)).length;
  const metrics = Object.fromEntries(METRICS.map((metric) => [metric, mean(of(metric))])) as Record<Metric, number>;
  return { n, ...metrics };
}

/** Of the values that are there; 0 without any. */
function mean(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / Math.max(1, count);
}

type Named = (findings: Findings, basket: number) => string;

const BANDS = [
  { most: 0, name: "first basket" },
  { most: 1, name: "1 earlier" },
  { most: 4, name: "2-4 earlier" },
  { most: 9, name: "5-9 earlier" },
] as const;

const historyName: Named = ({ protocol }, basket) => BANDS.find(({ most }) => protocol.earlier[basket] <= most)?.name ?? "10+ earlier";

const segmentName: Named = ({ track }, basket) => track.names[track.before[basket]] ?? "none yet";

/** nDCG@10 of all lists from the report part on, first baskets too, by a name of the basket. */
function groupsOf(findings: Findings, outcomes: Outcomes, nameOf: Named): Group[] {
  const { log, protocol } = findings;
  const groups = new Map<string, number[]>();
  for (let basket = protocol.reportFrom; basket < basketCount(log); basket++) {
    if (!isPredicted(protocol, basket)) continue;
    const value = outcomes.views.all[(basket - protocol.warmUp) * METRICS.length + METRICS.indexOf("ndcg10")];
    const name = nameOf(findings, basket);
    const values = groups.get(name) ?? [];
    groups.set(name, values);
    values.push(value);
  }
  const order = [...BANDS.map(({ name }) => name as string), "10+ earlier"];
  return [...groups]
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1))
    .map(([name, values]) => ({ name, n: values.length, ndcg10: mean(Float64Array.from(values)) }));
}
