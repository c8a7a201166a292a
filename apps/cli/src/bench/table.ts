import type { BenchResult } from "./bench.ts";

const HEAD = ["bench", "value", "floor", "ratio", "target", "", "spread"];

/** The results as lines for people. */
export function tableOf(results: readonly BenchResult[]): readonly string[] {
  const rows = [HEAD, ...results.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => aligned(cell, column, widths[column] ?? 0)).join("  ").trimEnd());
}

function rowOf({ name, unit, value, floor, ratio, target, met, spread }: BenchResult): string[] {
  const limit = target === null ? "-" : `<= ${number(target)}${ratio === null ? "" : "x"}`;
  const verdict = met === null ? "" : met ? "met" : "missed";
  return [
    name,
    `${number(value)} ${unit}`,
    floor === null ? "-" : number(floor),
    ratio === null ? "-" : `${ratio.toFixed(2)}x`,
    limit,
    verdict,
    spread === null ? "-" : `${Math.round(spread * 100)} %`,
  ];
}

function number(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

function aligned(cell: string, column: number, width: number): string {
  return column === 0 || column === HEAD.indexOf("") ? cell.padEnd(width) : cell.padStart(width);
}
