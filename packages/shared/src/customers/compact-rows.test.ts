import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compactRows, readCompactItems, readCompactRows } from "./compact-rows.ts";
import { COUNT, DECAYED, LAST, PRICE, ROW, UNITS } from "./item-row.ts";

interface Row {
  readonly count: number;
  readonly decayed: number;
  readonly last: number;
  readonly units: number;
  readonly price: number;
}

const U32 = 2 ** 32 - 1;
const f32 = fc.float({ min: 0, noNaN: true });
const anyRow = fc.record<Row>({
  count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: U32 })),
  decayed: fc.oneof(fc.constant(1), f32),
  last: fc.oneof(fc.constantFrom(0, 1_700_000_000), fc.integer({ min: 1_690_000_000, max: 1_710_000_000 }), fc.integer({ min: 0, max: U32 })),
  units: fc.oneof(fc.integer({ min: 0, max: 300 }), f32),
  price: fc.oneof(
    fc.integer({ min: 0, max: 70_000 }).map((hundredths) => hundredths / 100),
    fc.integer({ min: 0, max: U32 }).map((thousandths) => thousandths / 1000),
    fc.double({ min: 0, noNaN: true }),
  ),
});

function inMemory(rows: readonly Row[]): DataView {
  const view = new DataView(new ArrayBuffer(rows.length * ROW));
  for (const [index, { count, decayed, last, units, price }] of rows.entries()) {
    view.setUint32(index * ROW + COUNT, count, true);
    view.setFloat32(index * ROW + DECAYED, decayed, true);
    view.setUint32(index * ROW + LAST, last, true);
    view.setFloat32(index * ROW + UNITS, units, true);
    view.setFloat64(index * ROW + PRICE, price, true);
  }
  return view;
}

const compactOf = (rows: readonly Row[]): Uint8Array => compactRows(inMemory(rows), rows.length).slice();

describe("rows in compact form", () => {
  it("come back bit for bit", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (rows) => {
        const back = inMemory(rows.map(() => ({ count: 7, decayed: 7, last: 7, units: 7, price: 7 })));
        readCompactRows(compactOf(rows), back, rows.length);
        expect(new Uint8Array(back.buffer)).toEqual(new Uint8Array(inMemory(rows).buffer));
      }),
      { numRuns: 500 },
    );
  });

  it("come back as products for readers", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (rows) => {
        const items = rows.map(({ count, decayed, last, units, price }, i) => ({ productId: `p${i}`, count, decayed: Math.fround(decayed), last: last * 1000, lastPrice: price, units: Math.fround(units) }));
        expect(readCompactItems(compactOf(rows), items.map(({ productId }) => productId))).toEqual(items);
      }),
    );
  });

  it("are equal where the rows are, whatever was written before", () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(anyRow), (rows, others) => {
        const first = compactOf(rows);
        compactOf(others);
        expect(compactOf(rows)).toEqual(first);
      }),
    );
  });

  it.each([
    ["the second product of a first basket", { count: 1, decayed: 1, last: 0, units: 6, price: 2.55 }, [0x01, 6, 255, 0]],
    ["some more baskets, later", { count: 3, decayed: 1.5, last: 0x012345, units: 6, price: 2.55 }, [0x17, 0, 0, 0xc0, 0x3f, 0x45, 0x23, 0x01, 6, 255, 0]],
    ["a price in thousandths", { count: 1, decayed: 1, last: 0, units: 6, price: 655.36 }, [0x41, 6, 0x00, 0x00, 0x0a, 0x00]],
    ["what has no short form", { count: 4, decayed: 1, last: 0x80_0000, units: 0.5, price: 0.00001 }, null],
  ])("are short: %s", (_what, row, expected) => {
    const compact = compactOf([row]);
    if (expected === null) expect(compact).toHaveLength(21);
    else expect([...compact]).toEqual(expected);
  });
});
