import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { MAX_ATTRIBUTES } from "@segue/shared/events/customer";
import type { Profile } from "@segue/shared/events/customer";
import type { Product } from "@segue/shared/events/product";
import { parseColumnMap } from "./column-map.ts";
import { openLog } from "./log.ts";
import type { LogReport } from "./log-report.ts";
import { emptyReport } from "./log-report.ts";
import { readCustomers } from "./read-customers.ts";
import { readProducts } from "./read-products.ts";

const folder = mkdtempSync(join(tmpdir(), "tables-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (content: string): string => {
  const path = join(folder, `${Math.random()}.csv`);
  writeFileSync(path, content);
  return path;
};

async function customers(path: string, map?: string): Promise<{ profiles: Profile[]; report: LogReport }> {
  const report = emptyReport();
  const profiles: Profile[] = [];
  const log = await openLog(path, map === undefined ? {} : { map: parseColumnMap(map) });
  for await (const { profile } of readCustomers(log, report)) profiles.push(profile);
  return { profiles, report };
}

async function products(path: string): Promise<{ list: Product[]; report: LogReport }> {
  const report = emptyReport();
  const list: Product[] = [];
  for await (const { product } of readProducts(await openLog(path), report)) list.push(product);
  return { list, report };
}

describe("readCustomers", () => {
  it("reads Mall_Customers, incomes in thousands as such", async () => {
    const { profiles, report } = await customers(fileURLToPath(new URL("../../../../datasets/mall-customers/Mall_Customers.csv", import.meta.url)));
    expect(report).toMatchObject({ rows: 200, kept: 200 });
    expect(profiles[0]).toEqual({
      type: "profile", id: expect.stringMatching(/^log-[0-9a-f]{32}$/), customerId: "1", gender: "male", age: 19, annualIncome: 15_000, spendingScore: 39,
    });
    expect(profiles.filter(({ gender }) => gender === "male")).toHaveLength(88);
    const mean = (of: (profile: Profile) => unknown): number => profiles.reduce((sum, profile) => sum + Number(of(profile)), 0) / 200;
    expect([mean((each) => each.age), mean((each) => each.annualIncome), mean((each) => each.spendingScore)]).toEqual([38.85, 60_560, 50.2]);
    expect(new Set(profiles.map(({ id }) => id)).size).toBe(200);
  });

  it("keeps bands as text, further columns as attributes, and leaves empty fields out", async () => {
    const { profiles } = await customers(file("household_id,age,income,kids_count,home ownership,vip\n7,65+,35-49K,2,,true\n8,,50000,03,Renter,no\n"));
    expect(profiles).toMatchObject([{ customerId: "7", ageBand: "65+", annualIncomeBand: "35-49K", kidsCount: 2, vip: true }, { annualIncome: 50_000, kidsCount: "03", homeOwnership: "Renter" }]);
    expect(profiles[0]).not.toHaveProperty("homeOwnership");
    expect(profiles[1]).not.toHaveProperty("age");
  });

  it("has a new id for a changed row only", async () => {
    const ids = async (age: number): Promise<string[]> => (await customers(file(`customerId,age\na,${age}\nb,30\n`))).profiles.map(({ id }) => id);
    const [first, again, changed] = [await ids(20), await ids(20), await ids(21)];
    expect(again).toEqual(first);
    expect(changed[0]).not.toBe(first[0]);
    expect(changed[1]).toBe(first[1]);
  });

  it("takes the time of a row, and names under which columns are to be kept", async () => {
    const { profiles } = await customers(file("client,seen,tier,note\na,2020-01-02 10:00,gold,x\n"), "client=customerId,seen=time,tier=loyaltyTier,note=");
    expect(profiles).toEqual([{ type: "profile", id: expect.any(String), customerId: "a", time: "2020-01-02T10:00:00.000Z", loyaltyTier: "gold" }]);
  });

  it("counts rows of nobody, rows that say nothing, and impossible values", async () => {
    const { profiles, report } = await customers(file("customerId,age\n,20\na,\nb,200\nc,30\n"));
    expect(profiles.map(({ customerId }) => customerId)).toEqual(["c"]);
    expect(Object.fromEntries(report.skipped)).toEqual({ no_customer: 1, no_attributes: 1 });
    expect(report.firstRejected).toMatchObject([{ row: 4, code: "invalid_profile", message: expect.stringContaining("age") }]);
  });

  it("keeps no more attributes than an event may have", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `c${index}`);
    const { profiles } = await customers(file(`customerId,${names.join(",")}\na,${names.map(() => 1).join(",")}\n`));
    expect(Object.keys(profiles[0] ?? {}).length).toBeLessThanOrEqual(MAX_ATTRIBUTES);
  });
});

describe("readProducts", () => {
  it("reads a catalogue, further columns as attributes", async () => {
    const { list } = await products(file("sku,name,category,price,in stock,brand,weight g\np1,Mug,Kitchen,4.50,yes,Acme,300\np2,Cup,,,no,,\n"));
    expect(list).toEqual([
      { productId: "p1", title: "Mug", category: "Kitchen", price: 4.5, available: true, attributes: { brand: "Acme", weightG: 300 } },
      { productId: "p2", title: "Cup", available: false },
    ]);
  });

  it("counts rows that are no products", async () => {
    const { list, report } = await products(file("sku,price\n,1\np,cheap\nq,-1\nr,1\n"));
    expect(list).toEqual([{ productId: "r", price: 1 }]);
    expect(report.firstRejected.map(({ row, code }) => [row, code])).toEqual([[2, "missing_product"], [3, "invalid_price"], [4, "invalid_product"]]);
  });
});
