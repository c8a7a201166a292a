import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { AppError } from "@segue/shared/errors";
import type { DroppedRow } from "./log-report.ts";

export interface RejectFile {
  readonly write: (row: DroppedRow) => void;
  readonly close: () => Promise<void>;
}

/**
 * Writes the rows that are not loaded as CSV, with what is to be mended.
 * @throws AppError `unwritable_file`
 */
export async function openRejectFile(path: string): Promise<RejectFile> {
  const file = createWriteStream(path);
  try {
    await once(file, "open");
  } catch (error) {
    throw new AppError("unwritable_file", `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  // A failure while writing is reported by close(); without a listener it would end the process with a stack.
  const done = finished(file);
  done.catch(() => undefined);
  file.write("row,outcome,code,reason\n");
  return {
    write: ({ row, outcome, code, message }) => void file.write(`${row},${outcome},${code},${quoted(message)}\n`),
    async close() {
      file.end();
      await done;
    },
  };
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
