import { thousands } from "../progress.ts";
import type { Kind } from "./known-columns.ts";
import type { Loaded } from "./load-file.ts";
import type { LogReport } from "./log-report.ts";
import { total } from "./log-report.ts";

/** What was loaded, and what was not and why; one statement per line. */
export function loadSummary(kind: Kind, loaded: Loaded, seconds: number): string[] {
  const products = kind === "purchases" ? ` and ${thousands(loaded.products)} products` : "";
  const first = `loaded ${thousands(loaded.accepted)} ${kind}${products} in ${seconds.toFixed(1)} s`;
  return [first, ...droppedSummary(loaded.report)];
}

/** The rows that are not loaded, by reason, and the first broken ones with their number. */
export function droppedSummary(report: LogReport): string[] {
  const lines: string[] = [];
  if (report.skipped.size > 0) {
    lines.push(`skipped ${thousands(total(report.skipped))} of ${thousands(report.rows)} rows: ${byReason(report.skipped)}`);
  }
  if (report.rejected.size > 0) {
    lines.push(`rejected ${thousands(total(report.rejected))}: ${byReason(report.rejected)}`);
    for (const { row, message } of report.firstRejected) lines.push(row > 0 ? `  row ${row}: ${message}` : `  ${message}`);
  }
  if (report.replacedCharacters > 0) lines.push(`${thousands(report.replacedCharacters)} broken characters were replaced; the file is not clean UTF-8`);
  return lines;
}

function byReason(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([code, count]) => `${thousands(count)} ${code.replaceAll("_", " ")}`).join(", ");
}
