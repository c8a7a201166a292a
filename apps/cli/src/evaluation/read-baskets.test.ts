import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { productsOf } from "@segue/shared/evaluation/basket-log";
import type { BasketLog } from "@segue/shared/evaluation/basket-log";
import { readBaskets } from "./read-baskets.ts";

const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string, goods?: RegExp): Promise<BasketLog> {
  const path = join(folder, "log.csv");
  writeFileSync(path, text);
  return (await readBaskets(path, { goods })).log;
}

const basketsOf = (log: BasketLog): string[] =>
  Array.from(log.customers, (customer, basket) => `${log.customerIds[customer] ?? ""}: ${Array.from(productsOf(log, basket), (product) => log.productIds[product]).join(" ")}`);

describe("a purchase log becomes baskets", () => {
  it("by time, equal times in file order, each product once in order of first appearance", async () => {
    const log = await read("customer,order,date,product,quantity,price\nann,1,2024-01-02,b,1,2\nann,1,2024-01-02,a,2,3\nann,1,2024-01-02,b,4,5\nbob,2,2024-01-01,a,1,3\ncat,3,2024-01-02,c,1,1\n");

    expect(basketsOf(log)).toEqual(["bob: a", "ann: b a", "cat: c"]);
    expect([...log.quantities]).toEqual([1, 5, 2, 1]);
    expect([...log.prices]).toEqual([3, 5, 3, 1]);
  });

  it("with the categories of products, where the log has any", async () => {
    const log = await read("customer,date,product,category\nann,2024-01-01,a,pens\nbob,2024-01-01,b,\nann,2024-01-02,b,\n");

    expect([log.productIds, log.categories]).toEqual([["a", "b"], ["pens", ""]]);
    expect((await read("customer,date,product\nann,2024-01-01,a\n")).categories).toBeUndefined();
  });

  it("without times of day, order ids or prices", async () => {
    const log = await read("customer,date,product\nann,2024-01-01,a\nbob,2024-01-01,a\nann,2024-01-01,b\nann,2024-01-02,a\n");

    expect(basketsOf(log)).toEqual(["ann: a b", "bob: a", "ann: a"]);
    expect([...log.prices]).toEqual([0, 0, 0, 0]);
  });

  it("of goods only where the columns are those of Online Retail, or where it is told which they are", async () => {
    const lines = "1,12345,lamp,1,1/2/2011 8:00,2,7\n1,POST,POSTAGE,1,1/2/2011 8:00,2,7\n2,POST,POSTAGE,1,1/3/2011 8:00,2,7\n";
    const retail = await read(`InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n${lines}`);
    const other = await read(`order,product,title,quantity,date,price,customer\n${lines}`);
    const told = await read(`order,product,title,quantity,date,price,customer\n${lines}`, /^P/);

    expect(basketsOf(retail)).toEqual(["7: 12345"]);
    expect(basketsOf(other)).toEqual(["7: 12345 POST", "7: POST"]);
    expect(basketsOf(told)).toEqual(["7: POST", "7: POST"]);
  });
});
