import type { Estimate } from "@segue/shared/evaluation/bootstrap";
import type { Metric } from "@segue/shared/evaluation/metrics";
import { METRICS } from "@segue/shared/evaluation/metrics";
import type { MethodReport, Part, Report } from "@segue/shared/evaluation/report";
import { PARTS } from "@segue/shared/evaluation/report";
import { thousands } from "../progress.ts";

const TITLES: Readonly<Record<Part, string>> = {
  all: "All products",
  repeat: "Products the customer bought before",
  explore: "Products the customer never bought",
  cold: "Customers with 0 to 2 earlier baskets",
};

const METRIC_NAMES: Readonly<Record<Metric, string>> = { recall10: "R@10", ndcg10: "nDCG@10", hr10: "HR@10", recall20: "R@20", ndcg20: "nDCG@20", hr20: "HR@20" };

/** The report as lines for people. */
export function tablesOf({ dataset, methods }: Report): string[] {
  const { baskets, customers, items, scored, reported } = dataset;
  const head = `${thousands(baskets)} baskets of ${thousands(customers)} customers, ${thousands(items)} products; ${thousands(scored)} scored, the last ${thousands(reported)} reported`;
  const named = Object.entries(methods);
  return [head, ...PARTS.flatMap((part) => partTable(part, named)), ...groupTables(named), ...listTable(named)];
}

type Named = readonly (readonly [string, MethodReport])[];

function partTable(part: Part, methods: Named): string[] {
  const rows = methods.map(([name, { parts, ndcg10, behind }], index) => [
    name,
    ...METRICS.map((metric) => share(parts[part][metric])),
    interval(ndcg10[part]),
    index === 0 ? "" : difference(behind[part]),
  ]);
  const n = methods[0]?.[1].parts[part].n ?? 0;
  const first = methods[0]?.[0] ?? "";
  return ["", `${TITLES[part]} (${thousands(n)} baskets)`, ...aligned([["", ...METRICS.map((metric) => METRIC_NAMES[metric]), "95 % of nDCG@10", `${first} minus it`], ...rows])];
}

function groupTables(methods: Named): string[] {
  const kinds = [
    ["nDCG@10 by earlier baskets", "byHistory"],
    ["nDCG@10 by segment", "bySegment"],
  ] as const;
  return kinds.flatMap(([title, kind]) => {
    const names = methods[0]?.[1][kind] ?? [];
    const rows = methods.map(([name, report]) => [name, ...report[kind].map(({ ndcg10 }) => share(ndcg10))]);
    return ["", title, ...aligned([["", ...names.map(({ name, n }) => `${name} (${thousands(n)})`)], ...rows])];
  });
}

function listTable(methods: Named): string[] {
  const rows = methods.map(([name, { coverage, fresh, predictTime, learnTime }]) => [name, percent(coverage), percent(fresh), `${predictTime.toFixed(3)} ms`, `${learnTime.toFixed(3)} ms`]);
  return ["", "Lists", ...aligned([["", "coverage@10", "new to the customer", "per prediction", "per learnt basket"], ...rows])];
}

/** .1234, as the literature writes it. */
function share(value: number): string {
  return value.toFixed(4).replace(/^(-?)0\./, "$1.");
}

const signed = (value: number): string => `${value < 0 ? "" : "+"}${share(value)}`;
const interval = ({ low, high }: Estimate): string => `${share(low)} to ${share(high)}`;
const difference = ({ mean, low, high }: Estimate): string => `${signed(mean)} [${signed(low)}, ${signed(high)}]`;
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd());
}
