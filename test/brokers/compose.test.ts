import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import { segmentsSchema } from "@segue/shared/api/segments";
import { makeApiKey } from "@segue/platform/http/api-keys";
import { aPurchase } from "../builders.ts";
import { getJson, statusOf } from "../support/client.ts";
import { eventually } from "../support/product.ts";
import { shopDay } from "../support/shop-day.ts";
import { readComposeFile, ROOT } from "./support/compose-file.ts";
import { useBothBrokers } from "./support/both-brokers.ts";
import { missing } from "./support/missing.ts";
import { hasNginx, NO_NGINX, startNginx } from "./support/nginx.ts";
import type { Nginx } from "./support/nginx.ts";
import { freePort } from "@segue/local-brokers/free-port";
import { removeKeys } from "./support/remove-keys.ts";
import { missingBrowser, openBrowser, openPage } from "../browser/support/chromium.ts";
import { startService } from "./support/service-process.ts";
import type { ServiceProcess } from "./support/service-process.ts";

const SERVICES = ["ingest", "segmenter", "recommender"] as const;

const { key, entry } = makeApiKey("shop", ["read", "write", "admin", "erase"]);
const { services, volumes } = readComposeFile({ SEGUE_API_KEYS: entry });

describe("docker-compose.yml", () => {
  it("does not start without keys, and says how to make one", () => {
    expect(() => readComposeFile({})).toThrow(/SEGUE_API_KEYS is not set: make one with: npx segue keys new/);
  });

  it("keeps what may not be lost on volumes, and never evicts", () => {
    for (const name of ["kafka", "redis", "segmenter", "recommender"]) expect(services[name]?.volumes[0]).toMatch(new RegExp(`^${name}:/`));
    expect(Object.keys(volumes)).toEqual(["kafka", "redis", "segmenter", "recommender"]);
    expect(services["redis"]?.command?.join(" ")).toContain("--appendonly yes --appendfsync everysec --maxmemory-policy noeviction");
  });

  it("starts everything after what it needs", () => {
    for (const name of SERVICES) expect(Object.keys(services[name]?.depends_on ?? {})).toEqual(["kafka", "redis"]);
    expect(Object.keys(services["proxy"]?.depends_on ?? {})).toEqual(SERVICES);
  });
});

describe("the services as docker-compose.yml starts them, behind its proxy", () => {
  const both = useBothBrokers();
  const { brokers, redisUrl } = both;
  const isMissing = both.isMissing || !hasNginx();
  const id = randomUUID().slice(0, 8);
  const folder = mkdtempSync(join(tmpdir(), "segue-compose-"));
  const running: ServiceProcess[] = [];
  let nginx: Nginx | undefined;
  let origin = "";

  beforeEach(({ skip }) => {
    if (!hasNginx()) missing(NO_NGINX, skip);
  });
  beforeAll(async () => {
    if (isMissing) return;
    const addresses = new Map<string, string>();
    for (const name of SERVICES) {
      const { command = [], environment } = services[name] ?? { environment: {} };
      expect(command[0]).toBe("node");
      const port = await freePort();
      running.push(startService({ main: command[1] ?? "", port, env: { ...onThisMachine(environment), SEGUE_DATA: join(folder, name) } }));
      addresses.set(`server ${name}:${environment["SEGUE_PORT"]}`, `server 127.0.0.1:${port}`);
    }
    await Promise.all(running.map((service) => service.ready()));
    const port = await freePort();
    nginx = startNginx(`${ROOT}deploy/nginx.conf`, addresses.set("listen 8080", `listen 127.0.0.1:${port}`));
    origin = `http://127.0.0.1:${port}`;
    await eventually(async () => ((await fetch(`${origin}/healthz`).catch(() => undefined))?.status === 200 ? true : undefined));
  });
  afterAll(async () => {
    await nginx?.stop();
    await Promise.all(running.map((service) => service.kill()));
    rmSync(folder, { recursive: true, force: true });
    if (!isMissing) await removeKeys(redisUrl, `segue-test:${id}`);
  });

  /** The environment as it is written, with the hosts that are only there in Docker replaced. */
  function onThisMachine(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    expect(environment).toMatchObject({ KAFKA_BROKERS: "kafka:9092", REDIS_URL: "redis://redis:6379" });
    return { ...environment, KAFKA_BROKERS: brokers.join(","), REDIS_URL: redisUrl, KAFKA_TOPIC_PREFIX: `test-${id}.`, REDIS_KEY_PREFIX: `segue-test:${id}` };
  }
  const withKey = { headers: { authorization: `Bearer ${key}`, "content-type": "application/json" } };
  const ask = (method: string, path: string, body?: unknown): Promise<number> =>
    statusOf(`${origin}${path}`, { ...withKey, method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  it("asks for a key", async () => {
    expect(await statusOf(`${origin}/v1/segments`)).toBe(401);
  });

  it("turns purchases into segments and lists, all at one address", async () => {
    const events = shopDay({ seed: 3, events: 800, customers: 100 }).filter(({ type }) => type !== "erase");
    let position = "";
    for (let at = 0; at < events.length; at += 100) {
      const sent = { ...withKey, method: "POST", body: JSON.stringify(events.slice(at, at + 100)) };
      position = (await getJson(`${origin}/v1/events`, acceptedSchema, sent)).position;
    }
    const list = await getJson(`${origin}/v1/recommendations?customerId=customer-0007&limit=5&after=${position}`, recommendationsSchema, withKey);
    expect(list.items).toHaveLength(5);
    const reply = await eventually(
      async () => {
        const segments = await getJson(`${origin}/v1/segments`, segmentsSchema, withKey);
        return segments.segments.length > 0 ? segments : undefined;
      },
      { within: 40_000 },
    );
    expect(reply.segments.every(({ name }) => name.length > 2)).toBe(true);
  });

  it("brings every call to the service that answers it", async () => {
    expect(await ask("PUT", "/v1/customers/customer-0007", { age: 31 })).toBe(202);
    expect(await ask("GET", "/v1/customers/customer-0007")).toBe(200);
    expect(await ask("PUT", "/v1/products/a%2Fb", { title: "Slash" })).toBe(202);
    await eventually(async () => ((await ask("GET", "/v1/products/a%2Fb")) === 200 ? true : undefined));
    for (const path of ["/v1/products/a%2Fb/related", "/v1/trending", "/v1/quality", "/v1/models", "/v1/segments/map", "/v1/dead-letters"]) expect(await ask("GET", path), path).toBe(200);
    expect(await ask("POST", "/v1/recommendations", { basket: ["product-1"] })).toBe(200);
    const { segments } = await getJson(`${origin}/v1/segments`, segmentsSchema, withKey);
    const id = segments[0]?.id ?? "";
    for (const path of [`/v1/segments/${id}`, `/v1/segments/${id}/customers`, `/v1/segments/${id}/recommendations`]) expect(await ask("GET", path), path).toBe(200);
    expect(await ask("DELETE", "/v1/customers/customer-0007")).toBe(202);
    expect(await ask("GET", "/v1/events")).toBe(405);
    for (const name of SERVICES) expect(await ask("GET", `/${name}/readyz`), name).toBe(200);
  });

  it("serves the page and passes the stream of events on as it comes", async () => {
    if (existsSync(`${ROOT}apps/dashboard/dist`)) expect(await (await fetch(`${origin}/`)).text()).toContain("<div id=");
    const leave = new AbortController();
    const reply = await fetch(`${origin}/v1/stream`, { ...withKey, signal: leave.signal });
    const first = await reply.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^retry: 1000/);
    leave.abort();
  });

  it("lets people in by the page, which shows what comes in as it comes", async ({ skip }) => {
    if (missingBrowser !== undefined) skip(missingBrowser);
    const browser = await openBrowser();
    try {
      const { page, foreign } = await openPage(browser, origin);
      await page.getByLabel("API key").fill(key);
      await page.keyboard.press("Enter");
      await page.locator(".connection-live").waitFor();
      const customers = async (): Promise<number> => Number((await page.locator("[data-figure=customers] .figure-value").innerText()).replace(/[^\d]/g, ""));
      const before = await customers();
      // By the stream alone: asking would bring nothing.
      await page.route("**/v1/segments", (route) => route.abort());
      const sent = Array.from({ length: 3 }, (_, at) => aPurchase({ id: `page-${at}`, orderId: `page-${at}`, customerId: `page-${at}`, time: undefined }));
      await getJson(`${origin}/v1/events`, acceptedSchema, { ...withKey, method: "POST", body: JSON.stringify(sent) });
      await expect.poll(customers, { timeout: 10_000 }).toBe(before + 3);
      await page.getByRole("link", { name: "Operations" }).click();
      for (const name of SERVICES) await page.locator("#main").getByText(name, { exact: true }).first().waitFor();
      expect(foreign).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("says that a service is away in the form of every other problem", async () => {
    await running[2]?.stop();
    const reply = await fetch(`${origin}/v1/trending`, withKey);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
    expect(await reply.json()).toMatchObject({ code: "service_away", status: 503 });
  });
});
