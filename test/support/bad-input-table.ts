import { readFileSync } from "node:fs";
import type { Labels } from "./metrics.ts";

/** A row of docs/bad-input.md. */
export interface BadInputRow {
  readonly name: string;
  readonly status: number;
  /** Empty where the input is taken. */
  readonly code: string;
  readonly metric: string;
}

/** The rows of the document's last table. */
export function badInputRows(): readonly BadInputRow[] {
  const text = readFileSync(new URL("../../docs/bad-input.md", import.meta.url), "utf8");
  const table = text.slice(text.indexOf("| input |")).trim().split("\n").slice(2);
  return table.map((line) => {
    const [, name = "", status, code = "", metric = ""] = line.split("|").map((cell) => cell.trim());
    return { name, status: Number(status), code: code === "–" ? "" : code.replaceAll("`", ""), metric };
  });
}

export interface Counted {
  readonly name: string;
  readonly labels: Labels;
}

/** The series that a row's metric stands for, as the document's first table has it; `null` where nothing is counted. */
export function seriesOf({ metric, status, code }: BadInputRow): Counted | null {
  const rejected = (source: string): Counted => ({ name: "segue_events_rejected_total", labels: { source, code } });
  const series: Readonly<Record<string, Counted | null>> = {
    "rejected (http)": rejected("http"),
    "rejected (products)": rejected("products"),
    "rejected (log)": rejected("log"),
    requests: { name: "segue_http_request_duration_seconds_count", labels: { status: String(status) } },
    repeated: { name: "segue_events_repeated_total", labels: {} },
    "after erase": { name: "segue_events_after_erase_total", labels: {} },
    unmatched: { name: "segue_returns_unmatched_total", labels: {} },
    applied: { name: "segue_events_applied_total", labels: {} },
    "not counted": null,
  };
  const found = series[metric];
  if (found === undefined) throw new Error(`docs/bad-input.md names a metric nobody knows: ${metric}`);
  return found;
}
