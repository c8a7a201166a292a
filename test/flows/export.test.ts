import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addExport } from "@segue/cli/commands/export";
import { runCli } from "@segue/cli/run-cli";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { itemListSchema } from "@segue/shared/api/recommendations";
import { segmentProductsSchema } from "@segue/shared/api/sales";
import { modelsSchema, segmentsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { statusSchema } from "@segue/shared/api/status";
import { aLine, aPurchase } from "../builders.ts";
import { getJson, statusOf } from "../support/client.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const CUSTOMERS = 48;
const DAY = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), "segue-export-"));
const out = join(folder, "tables");
let product: Product;
let key = "";

const headers = (): Record<string, string> => ({ authorization: `Bearer ${key}` });
const at = (path: string): string => product.url + path;
const segmentsNow = (): Promise<SegmentsReply> => getJson(at("/v1/segments"), segmentsSchema, { headers: headers() });

/** The segments, once no refit is due by growth and every reader has everything and knows them. */
async function settled(): Promise<SegmentsReply | undefined> {
  const model = (await getJson(at("/v1/models"), modelsSchema, { headers: headers() })).items.at(-1);
  const reply = await segmentsNow();
  const statuses = await Promise.all(reply.segments.map(({ id }) => statusOf(at(`/v1/segments/${id}/recommendations`), { headers: headers() })));
  const { lag } = await getJson(at("/v1/status"), statusSchema, { headers: headers() });
  const complete = reply.segments.reduce((sum, { size }) => sum + size, 0) === CUSTOMERS && (model?.customers ?? 0) > CUSTOMERS / 2;
  return complete && statuses.every((status) => status === 200) && lag.every(({ records }) => records === 0) ? reply : undefined;
}

/** Each customer with a first purchase, most with more of them, and an account that is overdrawn for every other one. */
function events(): readonly object[] {
  return Array.from({ length: CUSTOMERS }, (_, n) => {
    const customerId = idOf(n);
    const purchases = Array.from({ length: 1 + (n % 4) * 3 }, (_order, order) => {
      const id = `${n}-${order}`;
      const time = new Date(Date.now() - (1 + order + (n % 4)) * DAY).toISOString();
      return aPurchase({ id: `e-${id}`, orderId: `o-${id}`, customerId, time, items: [aLine({ productId: n % 2 === 0 ? "tea" : "soap", quantity: 1 + (n % 4) }), aLine({ productId: "bread" })] });
    });
    return [...purchases, { type: "profile", id: `p-${n}`, customerId, balance: balanceOf(n) }];
  }).flat();
}

const idOf = (n: number): string => (n === 0 ? '=cmd(), "0"' : `c${n}`);
const balanceOf = (n: number): number => (n % 2 === 0 ? -1 : 1) * (100 + n);

async function run(...args: readonly string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const line = (text: string): void => void said.push(text);
  const code = await runCli(["export", ...args], [addExport], { out: line, note: line });
  return { code, said: said.join("\n") };
}

const table = (file: string, from = out): Record<string, string>[] => parse(readFileSync(join(from, file)), { columns: true });

describe("segue export", () => {
  beforeAll(async () => {
    const [made = "", entry = ""] = execFileSync(process.execPath, [CLI, "keys", "new", "tester", "--scopes", "read,write"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n");
    key = made;
    product = await startProduct({ data: join(folder, "data"), env: { SEGUE_API_KEYS: entry, SEGUE_FEATURES: "frequency,monetary,profile.balance" } });
  });
  afterAll(async () => {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("says that there are no segments yet, and writes nothing", async () => {
    const { code, said } = await run("--out", out, "--to", product.url, "--api-key", key);

    expect([code, said]).toEqual([1, expect.stringMatching(/^segue: .* has no segments yet: it knows 0 customers.*segue import.*$/)]);
    expect(readdirSync(folder)).not.toContain("tables");
  });

  it("writes everybody with their segment and features, and the segments, as the system has them", async () => {
    const accepted = await getJson(at("/v1/events"), acceptedSchema, { method: "POST", headers: { ...headers(), "content-type": "application/json" }, body: JSON.stringify(events()) });
    expect(accepted.rejected).toEqual([]);
    const { segments } = await eventually(settled);

    const { code, said } = await run("--out", out, "--to", product.url, "--api-key", key);

    expect([code, said]).toEqual([0, expect.stringContaining(`${CUSTOMERS} customers in ${segments.length} segments`)]);
    expect(said).toContain("no k.csv");
    expect(readdirSync(out).sort()).toEqual(["customers.csv", "recommendations.csv", "segments.csv"]);
    const rows = table("segments.csv");
    expect(rows.map(({ segmentId, segment, customers, strategy, goal }) => ({ segmentId, segment, customers, strategy, goal }))).toEqual(
      segments.map(({ id, name, size, strategy, goal }) => ({ segmentId: id, segment: name, customers: String(size), strategy, goal })),
    );
    for (const [n, { share, means }] of segments.entries()) {
      expect(Number(rows[n]?.share)).toBeCloseTo(share, 12);
      expect(Number(rows[n]?.monetaryMean)).toBeCloseTo(means.monetary ?? Number.NaN, 6);
    }
  });

  it("says how far a segment is from everybody, in standard deviations", () => {
    const balances = Array.from({ length: CUSTOMERS }, (_, n) => balanceOf(n));
    const mean = balances.reduce((sum, value) => sum + value) / CUSTOMERS;
    const sd = Math.sqrt(balances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / CUSTOMERS);

    for (const row of table("segments.csv")) expect(Number(row["profile.balanceSd"])).toBeCloseTo((Number(row["profile.balanceMean"]) - mean) / sd, 9);
  });

  it("keeps numbers below 0 numbers, and a formula text", () => {
    const customers = new Map(table("customers.csv").map((row) => [row.customerId, row]));

    expect(customers.size).toBe(CUSTOMERS);
    expect(customers.get(`'${idOf(0)}`)).toMatchObject({ frequency: "1", "profile.balance": "-100" });
    const today = Date.now();
    const day = (daysAgo: number): string => new Date(today - daysAgo * DAY).toISOString().slice(0, 10);
    // Purchases are one a day, the last one 1 + (n % 4) days before this test began, which may have been yesterday.
    expect([day(10 + 3), day(10 + 3 + 1)]).toContain(customers.get(idOf(3))?.firstPurchase);
    expect([day(4), day(5)]).toContain(customers.get(idOf(3))?.lastPurchase);
    for (let n = 1; n < CUSTOMERS; n++) expect(customers.get(idOf(n))?.["profile.balance"]).toBe(String(balanceOf(n)));
  });

  it("writes the lists of each segment", async () => {
    const rows = table("recommendations.csv");
    for (const { id } of (await segmentsNow()).segments) {
      const listed = (list: string): (string | undefined)[] => rows.filter((row) => row.segmentId === id && row.list === list).map(({ productId }) => productId);
      const recommended = await getJson(at(`/v1/segments/${id}/recommendations`), itemListSchema, { headers: headers() });
      const products = await getJson(at(`/v1/segments/${id}/products`), segmentProductsSchema, { headers: headers() });
      expect(listed("recommended")).toEqual(recommended.items.map(({ productId }) => productId));
      expect(listed("bought-more")).toEqual(products.items.map(({ productId }) => productId));
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  it("writes the tables that are named, and prints a single one where no folder is", async () => {
    const some = join(folder, "some");
    await run("segments", "customers", "--out", some, "--to", product.url, "--api-key", key);
    expect(readdirSync(some).sort()).toEqual(["customers.csv", "segments.csv"]);
    const { code, said } = await run("segments", "--to", product.url, "--api-key", key);
    expect([code, `${said}\r\n`]).toEqual([0, readFileSync(join(some, "segments.csv"), "utf8")]);
  });

  it("begins with a byte order mark where it is asked to", async () => {
    const marked = join(folder, "marked");
    await run("--out", marked, "--to", product.url, "--api-key", key, "--bom");

    for (const file of readdirSync(marked)) expect(readFileSync(join(marked, file)).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  it("says what is wrong in one line", async () => {
    writeFileSync(join(folder, "file"), "");
    const cases: [readonly string[], number, RegExp][] = [
      [["--out", out, "--to", product.url, "--api-key", `${key}x`], 1, /wants a valid API key \(401\)/],
      [["--out", out, "--to", product.url], 1, /wants a valid API key \(401\)/],
      [["--out", join(folder, "file", "under"), "--to", product.url, "--api-key", key], 1, /cannot write .*file.under/],
      [["--out", out, "--to", "http://127.0.0.1:2", "--api-key", key], 1, /cannot reach Segue at http:\/\/127\.0\.0\.1:2: nothing listens there/],
      [["--out", out, "--to", "shop"], 2, /shop: not a URL/],
      [["--to", product.url], 2, /name a folder for the tables with --out/],
      [["sales", "--to", product.url], 2, /Allowed choices are segments, customers, recommendations/],
    ];
    for (const [args, code, says] of cases) expect(await run(...args), args.join(" ")).toEqual({ code, said: expect.stringMatching(new RegExp(`^segue: .*${says.source}.*$`)) });
  });
});
