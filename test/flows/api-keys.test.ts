import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const RATE = 20;

/** A key as the command makes it, and its entry. */
function newKey(name: string, scopes: string): { readonly key: string; readonly entry: string } {
  const [key = "", entry = ""] = execFileSync(process.execPath, [CLI, "keys", "new", name, "--scopes", scopes], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n");
  return { key, entry };
}

const shop = newKey("shop", "read");
const producer = newKey("producer", "write");
const privacy = newKey("privacy", "write,erase");
const marketing = newKey("marketing", "read,admin");
const successor = newKey("shop", "read");
const PURCHASE = { type: "purchase", id: "e1", customerId: "c1", orderId: "o1", currency: "GBP", items: [{ productId: "p1", quantity: 1, unitPrice: 2 }] };

let data = "";
let product: Product;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "segue-keys-"));
  const entries = [shop, producer, privacy, marketing, successor].map(({ entry }) => entry).join(",");
  product = await startProduct({ data, env: { SEGUE_HOST: "0.0.0.0", SEGUE_API_KEYS: entries, SEGUE_RATE_LIMIT: String(RATE), SEGUE_LOG_LEVEL: "trace" } });
});
afterAll(async () => {
  await product.stop();
  rmSync(data, { recursive: true, force: true });
});

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const bearer = ({ key }: { readonly key: string }): Record<string, string> => ({ authorization: `Bearer ${key}` });

async function call(path: string, { method = "GET", body, headers = {} }: Call = {}): Promise<{ readonly status: number; readonly code: unknown; readonly body: unknown; readonly headers: Headers }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(product.url + path, { method, headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) }, ...sent });
  const text = await reply.text();
  const json = (reply.headers.get("content-type") ?? "").includes("json") ? (JSON.parse(text) as { code?: unknown }) : {};
  return { status: reply.status, code: json.code, body: json, headers: reply.headers };
}

describe("a system with API keys", () => {
  it.each(["/v1/segments", "/%76%31/segments", "/v1/recommendations?customerId=c1", "/metrics", "/v1/stream"])("answers %s to nobody without a key it knows", async (path) => {
    const without = await call(path);
    expect([without.status, without.code, without.headers.get("www-authenticate")]).toEqual([401, "unauthorized", "Bearer"]);
    const wrong = await call(path, { headers: { authorization: `Bearer ${shop.key}x` } });
    expect(wrong.body).toEqual(without.body);
  });

  it.each(["/healthz", "/readyz", "/openapi.json", "/"])("answers %s to everybody", async (path) => {
    expect((await call(path)).status).toBe(200);
  });

  it("takes a key in either header, and the key that follows another beside it", async () => {
    for (const headers of [bearer(shop), { "x-api-key": shop.key }, bearer(successor)]) expect((await call("/v1/segments", { headers })).status).toBe(200);
  });

  it.each([
    { what: "asking", key: producer, scope: "read", path: "/v1/segments", options: {} },
    { what: "sending events", key: shop, scope: "write", path: "/v1/events", options: { method: "POST", body: PURCHASE } },
    { what: "erasing", key: producer, scope: "erase", path: "/v1/customers/c1", options: { method: "DELETE" } },
    { what: "refits", key: shop, scope: "admin", path: "/v1/segments/refit", options: { method: "POST", body: {} } },
    { what: "dead letters", key: shop, scope: "admin", path: "/v1/dead-letters", options: {} },
  ])("wants the scope $scope for $what", async ({ key, scope, path, options }) => {
    const reply = await call(path, { ...options, headers: bearer(key) });
    expect([reply.status, reply.code]).toEqual([403, "forbidden"]);
    expect(JSON.stringify(reply.body)).toContain(`scope ${scope}`);
  });

  it("takes what a key may do", async () => {
    expect((await call("/v1/events", { method: "POST", body: PURCHASE, headers: bearer(producer) })).status).toBe(202);
    expect((await call("/v1/recommendations", { method: "POST", body: { basket: ["p1"] }, headers: bearer(shop) })).status).toBe(200);
    expect((await call("/v1/dead-letters", { headers: bearer(marketing) })).status).toBe(200);
    expect((await call("/v1/customers/c9", { method: "DELETE", headers: bearer(privacy) })).status).toBe(202);
  });

  it("lets nobody erase by way of an event without the scope, and keeps the good events beside it", async () => {
    const erase = { type: "erase", id: "e2", customerId: "c1" };
    const mixed = await call("/v1/events", { method: "POST", body: [erase, { ...PURCHASE, id: "e3" }], headers: bearer(producer) });
    expect(mixed.status).toBe(202);
    expect(mixed.body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "forbidden" }] });
    expect((await call("/v1/events", { method: "POST", body: erase, headers: bearer(privacy) })).status).toBe(202);
  });

  it("answers so many requests of a key in a second and asks it to wait then, and no other key", async () => {
    const replies = await Promise.all(Array.from({ length: 3 * RATE }, () => call("/v1/segments", { headers: bearer(marketing) })));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(RATE);
    expect(refused[0]?.code).toBe("rate_limited");
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await call("/v1/segments", { headers: bearer(shop) })).status).toBe(200);
  });

  it("writes no key into its log", () => {
    for (const { key } of [shop, producer, privacy, marketing]) expect(product.output()).not.toContain(key);
  });
});
