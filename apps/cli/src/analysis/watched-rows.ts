import type { Log } from "../purchase-log/log.ts";
import { isMissing } from "../purchase-log/missing.ts";
import type { RowBatch } from "../purchase-log/row-batch.ts";

/** What is counted of rows on their way to their reader. */
export interface RowWatch {
  /** Field -> rows without a value. */
  readonly missing: Record<string, number>;
  duplicates: number;
}

/** The log with every row counted as it is read, and shown to `onRow`. */
export function watchRows(log: Log, onRow?: (row: readonly string[]) => void): { readonly log: Log; readonly watch: RowWatch } {
  const fields = [...log.layout.fields];
  const watch: RowWatch = { missing: Object.fromEntries(fields.map(([field]) => [field, 0])), duplicates: 0 };
  const seen = new Set<number>();
  const look = (row: readonly string[]): void => {
    for (const [field, index] of fields) if (isMissing((row[index] ?? "").trim())) watch.missing[field] = (watch.missing[field] ?? 0) + 1;
    const key = fingerprint(row);
    if (seen.has(key)) watch.duplicates += 1;
    else seen.add(key);
    onRow?.(row);
  };
  return { log: { ...log, batches: watched(log.batches, look) }, watch };
}

async function* watched(batches: AsyncGenerator<RowBatch>, look: (row: readonly string[]) => void): AsyncGenerator<RowBatch> {
  try {
    for await (const batch of batches) {
      for (const row of batch.rows) look(row);
      yield batch;
    }
  } finally {
    await batches.return(undefined);
  }
}

/**
 * 53 bits of two rolling hashes over the fields: of a million different rows two share one in one file of 20,000, and then a count is
 * one too high.
 */
function fingerprint(row: readonly string[]): number {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const field of row) {
    for (let at = 0; at < field.length; at += 1) {
      const code = field.charCodeAt(at);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 15);
    }
    a = Math.imul(a ^ 0x1f, 0x01000193);
    b = Math.imul(b ^ 0x1f, 0x5bd1e995) ^ (b >>> 15);
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}
