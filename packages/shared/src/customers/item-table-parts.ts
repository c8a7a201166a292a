import { createByteWriter, writtenBytes } from "../byte-writer.ts";
import type { ByteWriter } from "../byte-writer.ts";
import { writeUtf8 } from "../utf8.ts";
import { compactRows, readCompactItems, readCompactRows } from "./compact-rows.ts";
import { ROW } from "./item-row.ts";
import { FIRST_ROWS, SEPARATOR } from "./item-table.ts";
import type { Bought, Item, ItemTable } from "./item-table.ts";

/** With the separator; a guess at the room to begin with. */
const TYPICAL_ID_BYTES = 8;

/** What is stored of a table: the ids in UTF-8 with U+0000 between them, the rows in compact form, and the evicted hashes (u32, little-endian). */
export interface ItemTableParts {
  readonly ids: Uint8Array;
  readonly rows: Uint8Array;
  readonly evicted: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** Rebuilds a table from its stored parts, with room for some products more. */
export function restoreItemTable(ids: string, rows: Uint8Array, evicted: Uint8Array): ItemTable {
  const list = idsIn(ids);
  const unfolded = new DataView(new ArrayBuffer((list.length + FIRST_ROWS) * ROW));
  readCompactRows(rows, unfolded, list.length);
  return { ids: list, joined: null, rows: unfolded, evicted: hashesIn(evicted), index: null };
}

/** A history to look at. */
export interface ItemsView extends Bought {
  readonly list: readonly Item[];
}

/** The same for reading only, at half the cost. */
export function viewItems(ids: string, rows: Uint8Array, evicted: Uint8Array): ItemsView {
  const list = idsIn(ids);
  return { ids: list, list: readCompactItems(rows, list), evicted: hashesIn(evicted), index: null };
}

const idsIn = (joined: string): string[] => (joined === "" ? [] : joined.split(SEPARATOR));

function hashesIn(evicted: Uint8Array): Set<number> {
  const hashes = new Set<number>();
  if (evicted.length === 0) return hashes;
  const view = new DataView(evicted.buffer, evicted.byteOffset, evicted.byteLength);
  for (let at = 0; at < evicted.length; at += 4) hashes.add(view.getUint32(at, true));
  return hashes;
}

/** The stored parts of a table, valid until the table is changed or the parts of another are asked for. */
export function itemTableParts(table: ItemTable): ItemTableParts {
  table.joined ??= join(table.ids);
  return { ids: writtenBytes(table.joined), rows: compactRows(table.rows, table.ids.length), evicted: evictedBytes(table) };
}

function join(ids: readonly string[]): ByteWriter {
  const joined = createByteWriter((ids.length + FIRST_ROWS) * TYPICAL_ID_BYTES);
  writeUtf8(joined, ids.join(SEPARATOR));
  return joined;
}

function evictedBytes({ evicted }: ItemTable): Uint8Array {
  if (evicted.size === 0) return NOTHING;
  const bytes = new Uint8Array(evicted.size * 4);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const hash of evicted) {
    view.setUint32(at, hash, true);
    at += 4;
  }
  return bytes;
}
