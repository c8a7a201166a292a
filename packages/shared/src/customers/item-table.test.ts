import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DECAY_HALF_LIFE, dropItem, emptyItemTable, everBought, evictItems, findItem, itemAt, putItem } from "./item-table.ts";
import { itemTableParts, restoreItemTable } from "./item-table-parts.ts";
import type { ItemTableParts } from "./item-table-parts.ts";
import type { Item, ItemTable } from "./item-table.ts";

const NOW = Date.UTC(2026, 0, 1);
const item = (productId: string, patch: Partial<Item> = {}): Item => ({ productId, count: 1, decayed: 1, last: NOW, lastPrice: 1, units: 1, ...patch });

function tableOf(items: readonly Item[]): ItemTable {
  const table = emptyItemTable();
  for (const one of items) putItem(table, table.ids.length, one);
  return table;
}

const copied = ({ ids, rows, evicted }: ItemTableParts): ItemTableParts => ({ ids: ids.slice(), rows: rows.slice(), evicted: evicted.slice() });

const all = (table: ItemTable): Item[] => table.ids.map((_, row) => itemAt(table, row));

describe("a history", () => {
  it("gives back what was put in, also beyond its first room", () => {
    const items = Array.from({ length: 100 }, (_, i) => item(`p${i}`, { count: i, decayed: i / 2, last: NOW - i * 1000, lastPrice: i + 0.01, units: i * 3 }));
    expect(all(tableOf(items))).toEqual(items);
  });

  it("loses a product that was given back, and no other", () => {
    const table = tableOf([item("A"), item("B"), item("C")]);
    dropItem(table, 1);
    expect(table.ids).toEqual(["A", "C"]);
    expect(findItem(table, "C")).toBe(1);
    expect(everBought(table, "B")).toBe(false);
  });

  it("gives up what is least by decayed count, of equal ones the earlier", () => {
    const old = NOW - DECAY_HALF_LIFE;
    const table = tableOf([item("A"), item("B", { last: old, decayed: 4 }), item("C", { last: old }), item("D"), item("E", { last: old })]);
    evictItems(table, NOW, 2);
    expect(table.ids).toEqual(["B", "D"]);
    for (const productId of ["A", "C", "E"]) expect(everBought(table, productId)).toBe(true);
  });

  it("keeps as many as it may and never a lesser one", () => {
    const drawn = fc.array(fc.record({ decayed: fc.integer({ min: 0, max: 5 }), days: fc.integer({ min: 0, max: 3 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(drawn, fc.integer({ min: 0, max: 20 }), (rows, most) => {
        const table = tableOf(rows.map(({ decayed, days }, i) => item(`p${i}`, { decayed, last: NOW - days * 86_400_000 })));
        const weight = ({ decayed, last }: Item): number => decayed * 2 ** ((last - NOW) / DECAY_HALF_LIFE);
        const before = all(table);
        evictItems(table, NOW, most);
        const kept = new Set(table.ids);
        expect(kept.size).toBe(Math.min(most, rows.length));
        const gone = before.filter(({ productId }) => !kept.has(productId)).map(weight);
        if (kept.size > 0) expect(Math.max(0, ...gone)).toBeLessThanOrEqual(Math.min(...all(table).map(weight)));
      }),
    );
  });

  it("is stored the same whether it was kept or read back after every step", () => {
    const step = fc.record({ id: fc.integer({ min: 0, max: 30 }), drop: fc.boolean(), most: fc.constantFrom(3, 30) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const kept = emptyItemTable();
        let read = emptyItemTable();
        for (const { id, drop, most } of steps) {
          for (const table of [kept, read]) {
            const row = findItem(table, `p${id}`);
            if (row < 0) putItem(table, table.ids.length, item(`p${id}`, { decayed: id }));
            else if (drop) dropItem(table, row);
            evictItems(table, NOW, most);
          }
          const { ids, rows, evicted } = copied(itemTableParts(read));
          expect(copied(itemTableParts(kept))).toEqual({ ids, rows, evicted });
          expect(Buffer.from(ids).toString()).toBe(kept.ids.join("\u0000"));
          read = restoreItemTable(Buffer.from(ids).toString(), rows, evicted);
        }
      }),
    );
  });
});
