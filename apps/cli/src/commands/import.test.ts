import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { purchaseSchema } from "@segue/shared/events/purchase";
import { someRetailRows } from "../../../../test/data.ts";
import { runCli } from "../run-cli.ts";
import { addImport } from "./import.ts";

type Json = Record<string, unknown>;

type Trouble = number | "cut" | "none";

interface Shop {
  readonly url: string;
  readonly events: Json[];
  readonly products: Json[];
  readonly batches: number[];
  readonly paths: string[];
  /** What befalls the next requests: a status, or "cut" to drop the connection after taking what came. */
  readonly trouble: Trouble[];
  /** What is answered for every customer. */
  known?: Json;
}

const folder = mkdtempSync(join(tmpdir(), "import-"));
const servers: Server[] = [];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server with the reply contract of ingest: it refuses who or what is called "bad" and keeps each event id once. */
async function openShop(): Promise<Shop> {
  const kept = { events: new Map<unknown, Json>(), products: new Map<unknown, Json>() };
  const shop: Pick<Shop, "batches" | "paths" | "trouble" | "known"> = { batches: [], paths: [], trouble: [] };
  const keep = (path: string, elements: readonly Json[]): void => {
    shop.batches.push(elements.length);
    for (const each of elements) {
      const [map, id] = path === "/v1/products" ? [kept.products, each.productId] : [kept.events, each.id];
      if (!isBad(each) && !map.has(id)) map.set(id, each);
    }
  };
  const server = createServer((request, response) => void answer(request, response, { shop, keep }));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.defineProperties(shop, Object.getOwnPropertyDescriptors({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get events() {
      return [...kept.events.values()];
    },
    get products() {
      return [...kept.products.values()];
    },
  })) as Shop;
}

type Inside = { shop: Pick<Shop, "paths" | "trouble" | "known">; keep: (path: string, elements: readonly Json[]) => void };

async function answer(request: IncomingMessage, response: ServerResponse, { shop, keep }: Inside): Promise<void> {
  const body = await take(request);
  const path = request.url ?? "";
  shop.paths.push(path);
  if (request.method !== "POST") return void response.writeHead(shop.known === undefined ? 404 : 200).end(JSON.stringify(shop.known ?? {}));
  const trouble = shop.trouble.shift();
  if (typeof trouble === "number") return void response.writeHead(trouble, { "retry-after": "0" }).end("{}");
  const elements = body.trimEnd().split("\n").map((line) => JSON.parse(line) as Json);
  keep(path, elements);
  if (trouble === "cut") return void request.socket.destroy();
  const rejected = elements.flatMap((each, index) => (isBad(each) ? [{ index, code: "invalid_event", message: "bad customer" }] : []));
  const accepted = elements.length - rejected.length;
  const problem = { type: "about:blank", title: "Bad Request", status: 400, code: "invalid_event", detail: "none is valid", rejected };
  if (accepted === 0) response.writeHead(400).end(JSON.stringify(problem));
  else response.writeHead(202).end(JSON.stringify({ accepted, rejected, position: "0:1" }));
}

function isBad({ customerId, productId }: Json): boolean {
  return customerId === "bad" || productId === "bad";
}

async function take(request: IncomingMessage): Promise<string> {
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) body += chunk as string;
  return body;
}

async function run(...args: string[]): Promise<{ code: number; out: string; notes: string }> {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCli(["import", ...args], [addImport], { out: (line) => out.push(line), note: (line) => notes.push(line) });
  return { code, out: out.join("\n"), notes: notes.join("\n") };
}

const file = (content: string): string => {
  const path = join(folder, `${randomUUID()}.csv`);
  writeFileSync(path, content);
  return path;
};
const log = (...rows: string[]): string => file(["customerId,time,orderId,productId,title,quantity,unitPrice", ...rows].join("\n"));
const dataset = (name: string): string => fileURLToPath(new URL(`../../../../datasets/${name}`, import.meta.url));

describe("segue import: purchases", () => {
  it("loads seven weeks of Online Retail: products first, each order once, valid, each customer's in their order", async () => {
    const shop = await openShop();
    const { code, out, notes } = await run(file(someRetailRows(60_000)), "--to", shop.url, "--currency", "gbp");
    expect([code, shop.products.length]).toEqual([0, 2_549]);
    expect(out).toMatch(/^loaded 1,903 purchases and 2,549 products in [\d.]+ s\nskipped 22,951 of 60,000 rows: 21,906 no customer, 1,039 cancelled, 6 price not positive$/);
    expect(notes).toMatch(/purchases \(CSV\) with customerId=CustomerID/);
    expect(shop.paths.filter((path) => path.startsWith("/v1")).indexOf("/v1/events")).toBeGreaterThanOrEqual(3);
    expect(shop.events).toHaveLength(1_903);
    expect(Math.max(...shop.batches)).toBeLessThanOrEqual(1_000);
    expect(shop.events.every((event) => event.currency === "GBP" && purchaseSchema.safeParse(event).success)).toBe(true);
    const lastTimes = new Map<unknown, string>();
    for (const { customerId, time } of shop.events) {
      expect(String(time) >= (lastTimes.get(customerId) ?? "")).toBe(true);
      lastTimes.set(customerId, String(time));
    }
  });

  it("sends the same events again when it is run again", async () => {
    const shop = await openShop();
    const path = log("a,2020-01-02,o1,p1,,1,2", "a,2020-01-02,o1,p2,,1,2", "b,2020-01-02,o2,p1,,1,2");
    await run(path, "--to", shop.url);
    const { code, out } = await run(path, "--to", shop.url);
    expect([code, shop.events.length]).toEqual([0, 2]);
    expect(out).toMatch(/^loaded 2 purchases and 2 products/);
  });

  it("goes on after busy answers and cut connections, and nothing is lost or doubled", async () => {
    const shop = await openShop();
    shop.trouble.push(503, "cut", 429, "cut");
    const rows = Array.from({ length: 3_000 }, (_, index) => `c${index % 50},${1_577_836_800 + index},o${index},p,,1,2`);
    const { code, out } = await run(log(...rows), "--to", shop.url);
    expect([code, shop.events.length, shop.trouble.length]).toEqual([0, 3_000, 0]);
    expect(out).toMatch(/^loaded 3,000 purchases and 1 products/);
  });

  it("leaves out what the server has of a history longer than it remembers", async () => {
    const shop = await openShop();
    const day = (index: number): string => new Date(Date.UTC(2020, 0, 1 + index)).toISOString();
    shop.known = { orders: 36, firstPurchase: day(0), lastPurchase: day(35) };
    const { out } = await run(log(...Array.from({ length: 40 }, (_, index) => `a,${day(index)},o${index},p,,1,2`)), "--to", shop.url);
    expect(out).toMatch(/^loaded 40 purchases/);
    expect(shop.events.map(({ orderId }) => orderId)).toEqual(["o36", "o37", "o38", "o39"]);
  });

  it("reports what the server refuses with the row it came from, and writes all rows that are not loaded", async () => {
    const shop = await openShop();
    const rejects = join(folder, "rejects.csv");
    const path = log("a,2020-01-02,o1,p1,,1,2", "bad,2020-01-02,o2,p1,,1,2", "a,2020-01-02,o3,p1,,-1,2", 'a,2020-01-02,o4,p1,,"x, y",2');
    const { code, out } = await run(path, "--to", shop.url, "--rejects", rejects);
    expect([code, out]).toEqual([0, expect.stringContaining("skipped 1 of 4 rows: 1 quantity not positive")]);
    expect(out).toContain("rejected 2: 1 invalid quantity, 1 invalid event");
    expect(out).toContain("  row 3: bad customer");
    expect(readFileSync(rejects, "utf8").trimEnd().split("\n")).toEqual([
      "row,outcome,code,reason",
      '4,skipped,quantity_not_positive,"the quantity is not above 0"',
      '5,rejected,invalid_quantity,"quantity ""x, y"" is not a number"',
      '3,rejected,invalid_event,"bad customer"',
    ]);
  });

  it("fails with exit code 1 only where nothing could be loaded", async () => {
    const shop = await openShop();
    const all = await run(log("bad,2020-01-02,o2,p1,,1,2"), "--to", shop.url);
    expect(all.code).toBe(1);
    expect(all.notes).toMatch(/row 2: bad customer[\s\S]*segue: nothing could be loaded from .*: every row was skipped or rejected$/);
    const none = await run(log(), "--to", shop.url);
    expect(none).toMatchObject({ code: 1, out: "" });
    expect(none.notes).toMatch(/segue: nothing could be loaded from .*: it has no rows$/);
  });
});

describe("segue import: customers and products", () => {
  it("loads Mall_Customers as profiles", async () => {
    const shop = await openShop();
    const { code, out } = await run(dataset("mall-customers/Mall_Customers.csv"), "--to", shop.url);
    expect([code, shop.events.length, shop.products.length]).toEqual([0, 200, 0]);
    expect(out).toMatch(/^loaded 200 customers in/);
    expect(shop.events.find(({ customerId }) => customerId === "1")).toMatchObject({ type: "profile", gender: "male", annualIncome: 15_000 });
  });

  it("loads a catalogue", async () => {
    const shop = await openShop();
    const { code, out } = await run(file("sku,name,price\np,Mug,2\nbad,Cup,1\n"), "--to", shop.url);
    expect([code, shop.products]).toEqual([0, [{ productId: "p", title: "Mug", price: 2 }]]);
    expect(out).toContain("  row 3: bad customer");
  });

  it("takes --map and --kind", async () => {
    const shop = await openShop();
    const path = file("who,what,when,id\na,p,2020-01-02,1\n");
    expect((await run(path, "--map", "who=customerId,what=productId,when=time", "--to", shop.url)).code).toBe(0);
    expect(shop.events).toMatchObject([{ type: "purchase", customerId: "a" }]);
    expect((await run(path, "--kind", "customers", "--map", "who=customerId", "--to", shop.url)).code).toBe(0);
    expect(shop.events[1]).toMatchObject({ type: "profile", customerId: "a", what: "p" });
  });
});

describe("segue import: wrong usage and failures", () => {
  it.each([
    [["x.csv", "--map", "nonsense"], 2, /^segue: --map nonsense: "nonsense" is not column=field$/],
    [["x.csv", "--to", "nowhere"], 2, /^segue: --to nowhere: not a URL/],
    [["x.csv", "--kind", "shops"], 2, /^segue: option '--kind <kind>' argument 'shops' is invalid/],
    [["x.csv", "--currency", "pounds"], 2, /^segue: .*three letters/],
    [[], 2, /^segue: missing required argument 'file'/],
    [["/nope.csv"], 1, /^segue: cannot read \/nope\.csv: there is no such file$/],
  ])("%j ends with %i and one line", async (args, code, message) => {
    const result = await run(...args);
    expect(result).toMatchObject({ code, out: "" });
    expect(result.notes).toMatch(message);
    expect(result.notes).not.toContain("\n");
  });

  it("says how to start the server when none answers", async () => {
    const shop = await openShop();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { code, notes } = await run(log("a,2020-01-02,o1,p1,,1,2"), "--to", shop.url);
    expect(code).toBe(1);
    expect(notes.split("\n").at(-1)).toBe(`segue: cannot reach Segue at ${shop.url}: nothing listens there; start it with "npx segue up", or name another with --to URL`);
  });

  it.each([
    [401, /wants a valid API key \(401\); pass one with --api-key/],
    [500, /POST http.*\/v1\/products failed \(500\)/],
    [200, /is not Segue/],
  ])("ends at once when the server answers %i", async (status, message) => {
    const shop = await openShop();
    shop.trouble.push(status);
    const { code, notes } = await run(log("a,2020-01-02,o1,p1,,1,2"), "--to", shop.url);
    expect(code).toBe(1);
    expect(notes.split("\n").at(-1)).toMatch(message);
  });

  it("halves a batch that is too large for the server", async () => {
    const shop = await openShop();
    shop.trouble.push("none", 413);
    const { out } = await run(log("a,2020-01-02,o1,p,,1,2", "a,2020-01-03,o2,p,,1,2", "a,2020-01-04,o3,p,,1,2"), "--to", shop.url);
    expect(shop.batches).toEqual([1, 2, 1]);
    expect(out).toMatch(/^loaded 3 purchases and 1 products/);
  });
});
