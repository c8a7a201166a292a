import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { purchaseSchema } from "@segue/shared/events/purchase";
import { parseColumnMap } from "./column-map.ts";
import type { LogOptions } from "./log.ts";
import type { DroppedRow } from "./log-report.ts";
import { purchaseEvent } from "./purchase-event.ts";
import { readOrders } from "./read-orders.ts";

const folder = mkdtempSync(join(tmpdir(), "purchase-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const read = (content: string | Uint8Array, options: LogOptions & { name?: string } = {}): ReturnType<typeof readOrders> => {
  files += 1;
  const path = join(folder, options.name ?? `${files}.csv`);
  writeFileSync(path, content);
  return readOrders(path, options);
};
const log = (...rows: string[]): string => ["customerId,time,orderId,productId,title,quantity,unitPrice", ...rows].join("\n");
const online = fileURLToPath(new URL("../../../../datasets/online-retail/online-retail.csv.gz", import.meta.url));

describe("readOrders on Online Retail", () => {
  it("agrees with the published figures", { timeout: 120_000 }, async () => {
    const { orders, products, report } = await readOrders(online);
    expect(report).toMatchObject({ rows: 541_909, kept: 397_884, orders: 18_532, customers: 4_338, replacedCharacters: 0 });
    expect(report.revenue.get("")).toBe(8_911_407.9);
    expect(Object.fromEntries(report.skipped)).toEqual({ cancelled: 9_288, no_customer: 134_697, price_not_positive: 40 });
    expect(report.rejected.size).toBe(0);
    expect(orders).toHaveLength(18_532);
    expect(products).toHaveLength(3_665);
    expect(orders.every((order, index) => index === 0 || order.time >= (orders[index - 1]?.time ?? 0))).toBe(true);
    expect(new Set(orders.map((order) => order.id)).size).toBe(18_532);
    expect(orders.reduce((sum, order) => sum + order.items.length, 0)).toBe(397_884);
    expect(orders[0]).toMatchObject({ customerId: "17850", orderId: "536365", time: Date.UTC(2010, 11, 1, 8, 26), row: 2 });
    expect(orders[0]?.items[0]).toEqual({ productId: "85123A", quantity: 6, unitPrice: 2.55 });
    // 22423 is spelt in one way; 85123A mostly with HANGING HEART, sometimes as CREAM.
    expect(products.find(({ productId }) => productId === "85123A")?.title).toBe("WHITE HANGING HEART T-LIGHT HOLDER");
  });
});

describe("readOrders: grouping", () => {
  it("makes one order of lines with the same order and customer, wherever they stand, at the time of the first", async () => {
    const { orders } = await read(
      log("a,2020-01-02T10:00Z,o1,p1,,1,2", "b,2020-01-01,o2,p1,,1,2", "b,2020-01-01,o1,p9,,1,2", "a,2020-01-03,o1,p2,,3,4"),
    );
    expect(orders.map(({ customerId, orderId, items }) => [customerId, orderId, items.map((item) => item.productId)])).toEqual([
      ["b", "o2", ["p1"]],
      ["b", "o1", ["p9"]],
      ["a", "o1", ["p1", "p2"]],
    ]);
    expect(orders[2]?.time).toBe(Date.UTC(2020, 0, 2, 10));
  });

  it("takes customer and time for an order where there are no order ids", async () => {
    const { orders } = await read("customer_id,time,sku\na,1577836800,p1\na,1577836800,p2\nb,1577836800,p1\na,1577836801,p1\na,1577836800,p3\n");
    expect(orders.map(({ customerId, items }) => [customerId, items.length])).toEqual([["a", 3], ["b", 1], ["a", 1]]);
    expect(orders[0]).toMatchObject({ orderId: "2020-01-01T00:00:00.000Z" });
    expect(orders[0]?.items[0]).toEqual({ productId: "p1", quantity: 1, unitPrice: 0 });
  });

  it("gives the same ids again, others to other orders", async () => {
    const text = log("a,2020-01-02,o1,p1,,1,2", "b,2020-01-02,o1,p1,,1,2");
    const ids = async (): Promise<string[]> => (await read(text)).orders.map((order) => order.id);
    const first = await ids();
    expect(await ids()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it("cuts an order too long for one event into several", async () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => `a,2020-01-02,o1,p${index},,1,2`);
    const { orders } = await read(log(...rows));
    expect(orders.map(({ items }) => items.length)).toEqual([5_000, 5_000, 1]);
    expect(new Set(orders.map(({ id }) => id)).size).toBe(3);
    expect(orders.every((order) => purchaseSchema.safeParse(purchaseEvent(order)).success)).toBe(true);
  });

  it("names each product by its most frequent title and its last category", async () => {
    const { products } = await read("customerId,time,sku,title,category\na,1577836800,p,X,c1\na,1577836801,p,Y,c2\na,1577836802,p,Y,\nb,1577836802,q,,\n");
    expect(products).toEqual([{ productId: "p", title: "Y", category: "c2" }, { productId: "q" }]);
  });
});

describe("readOrders: money", () => {
  it("divides an amount by its quantity, and keeps the amount to the penny", async () => {
    const { orders, report } = await read("customerId,time,sku,quantity,amount\na,2020-01-01,p,3,10.00\na,2020-01-01,q,1,-1\n");
    expect(orders[0]?.items).toEqual([{ productId: "p", quantity: 3, unitPrice: 10 / 3 }]);
    expect(report.revenue.get("")).toBe(10);
    expect(report.skipped.get("amount_not_positive")).toBe(1);
  });

  it("rounds each line half to even, and adds per currency", async () => {
    const rows = ["a,2020-01-01,p,3,0.335,gbp", "b,2020-01-01,p,1,0.005,GBP", "c,2020-01-01,p,3,10.5,JPY", "d,2020-01-01,p,1,1,pounds"];
    const { orders, report } = await read(["customerId,time,sku,quantity,unitPrice,currency", ...rows].join("\n"));
    expect(report.revenue).toEqual(new Map([["GBP", 1], ["JPY", 32]]));
    expect(report.firstRejected).toMatchObject([{ row: 5, code: "invalid_currency" }]);
    expect(orders[0]?.currency).toBe("GBP");
  });

  it("refuses a line in another currency than its order", async () => {
    const { orders, report } = await read("customerId,time,orderId,sku,price,currency\na,2020-01-01,o,p,1,GBP\na,2020-01-01,o,q,1,EUR\n");
    expect(orders[0]?.items).toHaveLength(1);
    expect(report.firstRejected).toMatchObject([{ row: 3, code: "currency_mismatch" }]);
  });
});

describe("readOrders: rows that are no purchases", () => {
  it("counts returns, gifts, cancellations and rows of nobody apart from broken rows", async () => {
    const dropped: DroppedRow[] = [];
    const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    const rows = ["1,p,t,1,1/1/2020 9:00,2,a,UK", "C2,p,t,1,1/1/2020 9:00,2,a,UK", "3,p,t,-1,1/1/2020 9:00,2,a,UK", "4,p,t,1,1/1/2020 9:00,0,a,UK"];
    const broken = ["5,p,t,1,1/1/2020 9:00,2,,UK", "6,p,t,x,1/1/2020 9:00,2,a,UK", "7,,t,1,1/1/2020 9:00,2,a,UK", "8,p,t,1,1/1/2020 9:00,2,a,UK,more"];
    const { report } = await read(header + [...rows, ...broken].join("\n"), { onDropped: (row) => dropped.push(row) });
    expect(Object.fromEntries(report.skipped)).toEqual({ cancelled: 1, quantity_not_positive: 1, price_not_positive: 1, no_customer: 1 });
    expect(Object.fromEntries(report.rejected)).toEqual({ invalid_quantity: 1, missing_product: 1, fields: 1 });
    expect(report).toMatchObject({ rows: 8, kept: 1 });
    expect(dropped.map(({ row }) => row).sort()).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  it("takes an order id that begins with C for an order where the file is not Online Retail", async () => {
    expect((await read(log("a,2020-01-02,C1,p1,,1,2"))).orders).toHaveLength(1);
  });

  it("rejects times of another format than the first rows, and impossible ones", async () => {
    const { orders, report } = await read(log("a,2020-01-02,1,p,,1,2", "a,1/2/2020 8:00,2,p,,1,2", "a,2020-02-30,3,p,,1,2", "a,,4,p,,1,2", "a,1980-01-01,5,p,,1,2"));
    expect(orders).toHaveLength(1);
    expect(report.firstRejected.map(({ row, code }) => [row, code])).toEqual([
      [3, "invalid_time"], [4, "invalid_time"], [5, "missing_time"], [6, "time_too_old"],
    ]);
    expect(report.firstRejected[0]?.message).toBe('time "1/2/2020 8:00" is not ISO 8601 like the file\'s first rows');
  });

  it("rejects ids that the stream would refuse", async () => {
    const { report } = await read(log(`${"x".repeat(129)},2020-01-02,1,p,,1,2`, `a,2020-01-02,1,${"é".repeat(70)},,1,2`, "a,2020-01-02,\u0001,p,,1,2"));
    expect(report.rejected.get("invalid_id")).toBe(3);
  });

  it("names the first twenty broken rows and counts the rest", async () => {
    const { report } = await read(log("a,2020-01-02,1,p,,1,2", ...Array.from({ length: 50 }, () => "a,2020-01-02,1,p,,x,2")));
    expect(report.firstRejected).toHaveLength(20);
    expect(report.rejected.get("invalid_quantity")).toBe(50);
  });
});

describe("readOrders: files", () => {
  const good = log("a,2020-01-02,1,p,t,1,2");

  it.each<[string, string | Uint8Array, string]>([
    ["a byte order mark", `\uFEFF${good}`, "x.csv"],
    ["gzip without the name", gzipSync(good), "x2.csv"],
    ["gzip", gzipSync(good), "x.csv.gz"],
    ["CRLF", good.replaceAll("\n", "\r\n"), "crlf.csv"],
    ["quotes everywhere", good.replace(/[^,\n]+/g, '"$&"'), "quotes.csv"],
    ["semicolons", good.replaceAll(",", ";"), "semicolons.csv"],
    ["UTF-16", Buffer.from(`\uFEFF${good.replaceAll(",", "\t")}`, "utf16le"), "utf16.txt"],
    ["NDJSON", '{"customerId":"a","time":"2020-01-02","orderId":1,"productId":"p","title":"t","quantity":1,"unitPrice":2}\n', "x.ndjson"],
    ["concatenated gzip", Buffer.concat([gzipSync(good.slice(0, 20)), gzipSync(good.slice(20))]), "two.csv.gz"],
  ])("reads %s", async (_, content, name) => {
    const { orders, products } = await read(content, { name });
    expect(orders).toMatchObject([{ customerId: "a", orderId: "1", time: Date.UTC(2020, 0, 2), items: [{ productId: "p", quantity: 1, unitPrice: 2 }] }]);
    expect(products).toEqual([{ productId: "p", title: "t" }]);
  });

  it.each<{ what: string; content: string | Uint8Array; name: string; message: RegExp }>([
    { what: "an empty file", content: "", name: "empty.csv", message: /empty\.csv is empty/ },
    { what: "blank lines only", content: "\n\n", name: "blank.csv", message: /blank\.csv is empty/ },
    { what: "an empty gzip", content: gzipSync(""), name: "e.csv.gz", message: /is empty/ },
    { what: "a broken gzip", content: gzipSync(good.repeat(999)).subarray(0, 60), name: "cut.csv.gz", message: /cannot read .*cut\.csv\.gz: the gzip data ends too early/ },
    { what: "a damaged gzip", content: Buffer.concat([gzipSync(good).subarray(0, 12), Buffer.alloc(40, 7)]), name: "bad.csv.gz", message: /the gzip data is damaged/ },
    { what: "plain text named .gz", content: good, name: "plain.csv.gz", message: /it is not a gzip file/ },
    { what: "a column named twice", content: "customerId,time,sku,time\n", name: "twice.csv", message: /has two columns named "time"; rename one/ },
    { what: "a JSON array", content: '[{"customerId":"a"}]', name: "x.json", message: /holds a JSON array; write one object per line/ },
    { what: "customers", content: "customerId,age\na,3\n", name: "c.csv", message: /holds customers, not purchases/ },
    { what: "no times", content: "customerId,time,sku\na,soon,p\n", name: "t.csv", message: /column "time" holds no times that can be read, e\.g\. "soon"/ },
  ])("refuses $what on one line", async ({ content, name, message }) => {
    const failure: unknown = await read(content, { name }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toMatch(message);
    expect((failure as Error).message).not.toContain("\n");
  });

  it("refuses a missing file and a folder", async () => {
    await expect(readOrders(join(folder, "nope.csv"))).rejects.toThrow(/cannot read .*nope\.csv: there is no such file/);
    await expect(readOrders(folder)).rejects.toThrow(/it is a directory/);
  });

  it("reads a header without rows as a log without orders", async () => {
    const { orders, report } = await read(`${log()}\n`);
    expect(orders).toEqual([]);
    expect(report).toMatchObject({ rows: 0, orders: 0, firstTime: 0 });
  });

  it("replaces broken bytes and counts them", async () => {
    const { products, report } = await read(Buffer.concat([Buffer.from(log("a,2020-01-02,1,p,naïve café caf")), Buffer.from([0xe9, 0x2c, 0x31, 0x2c, 0x32])]));
    expect(products[0]?.title).toBe("naïve café caf\uFFFD");
    expect(report.replacedCharacters).toBe(1);
  });

  it("reads Latin-1 where it is that", async () => {
    const { products, report } = await read(Buffer.from(log("a,2020-01-02,1,p,café déjà vu,1,2"), "latin1"));
    expect(products[0]?.title).toBe("café déjà vu");
    expect(report.replacedCharacters).toBe(0);
  });

  it("reads whole events of NDJSON with their ids, and leaves other events aside", async () => {
    const event = { type: "purchase", id: "e1", customerId: "a", orderId: "o", time: "2020-01-02T00:00:00Z", items: [{ productId: "p", quantity: 1, unitPrice: 2 }, { productId: "q", quantity: 1, unitPrice: 2 }] };
    const lines = [event, { ...event, id: "e2" }, { ...event, type: "return" }, { type: "erase", id: "x", customerId: "a" }].map((each) => JSON.stringify(each));
    const { orders, report } = await read([...lines, "{broken", "7"].join("\n"), { name: "events.ndjson" });
    expect(orders.map((order) => purchaseEvent(order))).toEqual([event, { ...event, id: "e2" }].map((each) => ({ ...each, version: 1, time: "2020-01-02T00:00:00.000Z" })));
    expect(report.skipped.get("return")).toBe(2);
    expect(Object.fromEntries(report.rejected)).toEqual({ unknown_type: 1, json: 2 });
    expect(report.firstRejected.map(({ row }) => row).sort()).toEqual([4, 5, 6]);
  });

  it("says in one line what the file was taken for", async () => {
    const { report } = await read(log("a,2020-01-02,1,p,t,1,2").replace("title", "label"), { map: parseColumnMap("label=title") });
    expect(report.description).toMatch(/: purchases \(CSV\) with title=label, customerId=customerId, .*; times are ISO 8601, UTC where no zone is given$/);
  });
});
