import type { Log, LogOptions } from "./log.ts";
import type { LogReport } from "./log-report.ts";
import { drop, dropBroken } from "./log-report.ts";
import type { Refusal } from "./refusal.ts";

export interface TableReading<Value> extends LogOptions {
  /** Turns a row into what it stands for, or says why not. */
  readonly read: (row: readonly string[]) => Value | Refusal;
}

/** Reads the rows of an open file one by one, counting what cannot be read. */
export async function* readTable<Value extends object>(
  log: Log,
  report: LogReport,
  reading: TableReading<Value>,
): AsyncGenerator<{ readonly row: number; readonly value: Value }> {
  const { stats } = log.table;
  for await (const batch of log.batches) {
    for (const broken of batch.broken) dropBroken(report, broken, reading.onDropped);
    for (const [index, fields] of batch.rows.entries()) {
      const row = batch.numbers[index] ?? 0;
      report.rows += 1;
      const value = reading.read(fields);
      if (isRefusal(value)) {
        drop(report, { ...value, row }, reading.onDropped);
        continue;
      }
      report.kept += 1;
      yield { row, value };
    }
    report.replacedCharacters = stats.replaced;
    reading.onProgress?.(stats.bytes / stats.totalBytes);
  }
}

function isRefusal(value: object): value is Refusal {
  return "outcome" in value && (value.outcome === "skipped" || value.outcome === "rejected");
}
