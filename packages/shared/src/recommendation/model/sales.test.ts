import { describe, expect, it } from "vitest";
import { addSale, createSales, salesOf } from "./sales.ts";

const WEEK = 7 * 86_400_000;
const at = (week: number): number => week * WEEK + 3 * 86_400_000;

describe("sales by week", () => {
  it("count orders and units of each product, without gaps up to now", () => {
    const sales = createSales();
    addSale(sales, 3, { time: at(2000), quantity: 4 });
    addSale(sales, 3, { time: at(2000), quantity: 2 });
    addSale(sales, 3, { time: at(2002), quantity: 1 });
    addSale(sales, 5, { time: at(2002), quantity: 9 });
    expect(salesOf(sales, 3, at(2003))).toEqual([
      { week: 2000 * WEEK, orders: 2, units: 6 },
      { week: 2001 * WEEK, orders: 0, units: 0 },
      { week: 2002 * WEEK, orders: 1, units: 1 },
      { week: 2003 * WEEK, orders: 0, units: 0 },
    ]);
    expect(salesOf(sales, 7, at(2003))).toEqual([]);
  });

  it("keep a year: what is older makes room, and what comes too late is left out", () => {
    const sales = createSales();
    addSale(sales, 0, { time: at(2000), quantity: 1 });
    addSale(sales, 0, { time: at(2053), quantity: 2 });
    addSale(sales, 0, { time: at(2000), quantity: 8 });
    addSale(sales, 0, { time: at(2001), quantity: 4 });
    const weeks = salesOf(sales, 0, at(2053));
    expect(weeks).toHaveLength(53);
    expect(weeks[0]).toEqual({ week: 2001 * WEEK, orders: 1, units: 4 });
    expect(weeks.at(-1)).toEqual({ week: 2053 * WEEK, orders: 1, units: 2 });
  });

  it("are not the same as before a jump over all weeks", () => {
    const sales = createSales();
    addSale(sales, 0, { time: at(2000), quantity: 1 });
    addSale(sales, 0, { time: at(2500), quantity: 1 });
    expect(salesOf(sales, 0, at(2500))).toEqual([{ week: 2500 * WEEK, orders: 1, units: 1 }]);
  });
});
