import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { analyseFile } from "./analyse-file.ts";
import type { AnalyseOptions } from "./analyse-file.ts";

const folder = mkdtempSync(join(tmpdir(), "formats-"));
afterAll(() => rmSync(folder, { recursive: true }));

const analyseBytes = async (bytes: string | Uint8Array, options: Partial<AnalyseOptions> = {}) => {
  const path = join(folder, "log.csv");
  writeFileSync(path, bytes);
  return analyseFile(path, { seed: 1, net: false, version: "0", ...options });
};

const HEADER = ["customerId", "date", "orderId", "quantity", "unitPrice"];
/** Orders of 2023, every day of the month, prices with two decimals. */
const ORDERS = Array.from({ length: 90 }, (_, at) => ({
  customer: `c${Math.floor(Math.sqrt(2 * at))}`,
  day: String(1 + (at % 28)).padStart(2, "0"),
  month: String(1 + (at % 12)).padStart(2, "0"),
  quantity: 1 + (at % 3),
  price: (1 + at / 4).toFixed(2),
}));

type Order = (typeof ORDERS)[number];
const iso = ({ day, month }: Order): string => `2023-${month}-${day}`;
const rows = (date: (order: Order) => string, price = (text: string): string => text): string[][] =>
  ORDERS.map((order, at) => [order.customer, date(order), `o${at}`, String(order.quantity), price(order.price)]);
const text = (lines: readonly (readonly string[])[], delimiter = ","): string => [HEADER, ...lines].map((row) => row.join(delimiter)).join("\n");
const comma = (price: string): string => price.replace(".", ",");

const plain = await analyseBytes(text(rows(iso)));

describe("a purchase log is the same", () => {
  test.each<[string, string | Uint8Array, Partial<AnalyseOptions>]>([
    ["separated by semicolons, with decimal commas", text(rows(iso, comma), ";"), {}],
    ["separated by tabs, with decimal commas", text(rows(iso, comma), "\t"), {}],
    ["separated by runs of blanks", text(rows(iso), "   "), {}],
    ["in quotes", text(rows(iso).map((row) => row.map((field) => `"${field}"`))), {}],
    ["without a header", text(rows(iso)).slice(HEADER.join().length + 1), { columns: HEADER }],
    ["with names for a header that it has", text(rows(iso)), { columns: HEADER }],
    ["gzipped", gzipSync(text(rows(iso))), {}],
    ["in UTF-16", Buffer.from(`\uFEFF${text(rows(iso))}`, "utf16le"), {}],
    ["with Windows line ends and a byte order mark", `\uFEFF${text(rows(iso)).replaceAll("\n", "\r\n")}`, {}],
    ["with the month first", text(rows(({ day, month }) => `${month}/${day}/2023`)), {}],
    ["with the day first", text(rows(({ day, month }) => `${day}/${month}/2023`)), {}],
    ["with the day first and points", text(rows(({ day, month }) => `${day}.${month}.2023`)), {}],
    ["with compact dates", text(rows(({ day, month }) => `2023${month}${day}`)), {}],
    ["with epoch seconds", text(rows((order) => String(Date.parse(iso(order)) / 1000))), {}],
    ["with epoch milliseconds", text(rows((order) => String(Date.parse(iso(order))))), {}],
    ["with other names, mapped", text(rows(iso)).replace(HEADER.join(), "who,when,order,n,each"), { map: new Map(Object.entries({ who: "customerId", when: "time", order: "orderId", n: "quantity", each: "unitPrice" })) }],
  ])("%s", async (_, bytes, options) => {
    const analysis = await analyseBytes(bytes, options);

    expect(analysis.ids).toEqual(plain.ids);
    expect(analysis.values).toEqual(plain.values);
    expect(analysis.segmentation?.segments).toEqual(plain.segmentation?.segments);
  });
});

describe("dates that leave open which number is the month", () => {
  const open = ORDERS.map((order, at) => ({ ...order, day: String(1 + ((5 * at + 3) % 12)).padStart(2, "0") }));
  const slashed = (orders: readonly Order[]): string => text(orders.map(({ customer, day, month }, at) => [customer, `${day}/${month}/2023`, `o${at}`, "1", "2"]));

  test("are asked for", async () => {
    await expect(analyseBytes(slashed(open))).rejects.toMatchObject({ code: "usage", message: expect.stringMatching(/"04\/01\/2023" in column "date" can be read in two ways; say --dates month-first or --dates day-first$/) });
  });

  test("are read as told", async () => {
    const [monthFirst, dayFirst] = [await analyseBytes(slashed(open), { dates: "month-first" }), await analyseBytes(slashed(open), { dates: "day-first" })];

    expect(monthFirst.values).not.toEqual(dayFirst.values);
    expect(dayFirst.source.description).toContain("times are D/M/YYYY");
  });

  test("are decided by the first day after the 12th, however late it comes", async () => {
    const many = Array.from({ length: 4000 }, (_, at) => open[at % open.length] ?? plainOrder);
    const analysis = await analyseBytes(slashed([...many, { ...plainOrder, day: "13" }]));

    expect(analysis.source.description).toContain("times are D/M/YYYY");
  });
});

const plainOrder: Order = { customer: "c1", day: "01", month: "02", quantity: 1, price: "1.00" };

describe("a table of customers", () => {
  const people = ["Customer Name,Age,Income", ...Array.from({ length: 30 }, (_, at) => `Zoë ${at},${20 + at},${at % 2 === 0 ? 20 + at : 90 + at}`)].join("\n");

  test("in Latin-1 says so", async () => {
    const { cleaning, ids } = await analyseBytes(Buffer.from(people, "latin1"), { map: new Map([["Customer Name", "customerId"]]) });

    expect(ids[3]).toBe("Zoë 3");
    expect(cleaning.steps).toContainEqual({ step: "encoding", rows: 0, action: "changed", what: "the file is Latin-1 and was read so" });
  });

  test("needs no ids", async () => {
    const { ids, features } = await analyseBytes(people);

    expect(ids.slice(0, 2)).toEqual(["row 2", "row 3"]);
    expect(features).toEqual(["age", "annualIncome"]);
  });
});
