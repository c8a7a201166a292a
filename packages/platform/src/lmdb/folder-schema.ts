import { AppError } from "@segue/shared/errors";
import type { Table } from "./table.ts";

/**
 * The layout of a data folder: which tables there are, how their keys are built, and the stored form of customers, so that a folder
 * with customers this version cannot read is refused at the start. Values carry versions of their own beside it.
 */
const FOLDER_SCHEMA = 2;

const KEY = Buffer.from("schema");

/** Marks a new folder with this version's layout; refuses one whose layout this version does not know. */
export function checkSchema(path: string, meta: Table): void {
  const schema = meta.transactionSync(() => {
    const stored = meta.get(KEY);
    if (stored !== undefined) return Number(stored.toString());
    meta.putSync(KEY, Buffer.from(String(FOLDER_SCHEMA)));
    return FOLDER_SCHEMA;
  });
  if (schema === FOLDER_SCHEMA) return;
  const cause = `it has layout ${schema}, this version knows layout ${FOLDER_SCHEMA}`;
  throw new AppError(
    schema < FOLDER_SCHEMA ? "data_folder_older" : "data_folder_newer",
    `Cannot open the data folder ${path}: ${cause}. Run the version that wrote it, or choose another folder.`,
  );
}
