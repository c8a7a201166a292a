import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema, deadLettersSchema } from "@segue/shared/api/ingest";
import { modelsSchema, segmentsSchema } from "@segue/shared/api/segments";
import { getJson, sendJson } from "../support/client.ts";
import { goodCalls, shopEvents } from "../support/good-calls.ts";
import type { GoodCall, ShopIds } from "../support/good-calls.ts";
import { deviations, documentedRoutes, routesInSources } from "../support/openapi.ts";
import type { Answer, OpenApi } from "../support/openapi.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

let product: Product;
let data: string;
let document: OpenApi;

const at = (path: string): string => product.url + path;

/** The whole reply, or the beginning of one that does not end. */
async function textOf(reply: Response): Promise<string> {
  if (!(reply.headers.get("content-type") ?? "").startsWith("text/event-stream")) return reply.text();
  const reader = reply.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value as Uint8Array);
}

async function call({ route, path, body, accept = "*/*", headers = {} }: GoodCall): Promise<Answer> {
  const sent = body === undefined ? {} : { headers: { ...headers, accept, "content-type": "application/json" }, body: JSON.stringify(body) };
  const reply = await fetch(at(path), { method: route.split(" ")[0] ?? "", headers: { ...headers, accept }, ...sent });
  return { status: reply.status, type: reply.headers.get("content-type") ?? "", text: await textOf(reply) };
}

/** Waits for the first model and the dead letter. */
async function shopIds(): Promise<ShopIds> {
  const segment = await eventually(async () => (await getJson(at("/v1/segments"), segmentsSchema)).segments[0]);
  const model = await eventually(async () => (await getJson(at("/v1/models"), modelsSchema)).items[0]);
  const letter = await eventually(async () => (await getJson(at("/v1/dead-letters"), deadLettersSchema)).items[0]);
  return { segment: segment.id, model: model.version, deadLetter: letter.id };
}

describe("/openapi.json", () => {
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "segue-openapi-"));
    product = await startProduct({ data });
    document = (await (await fetch(at("/openapi.json"))).json()) as OpenApi;
  });

  afterAll(async () => {
    await product.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("is a valid document of OpenAPI 3.1", async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate({ ...document })).toEqual({ valid: true });
  });

  it("has every route", () => {
    expect([...documentedRoutes(document)].sort()).toEqual([...routesInSources()].sort());
  });

  it("describes what each route really answers", async () => {
    await sendJson(at("/v1/events"), acceptedSchema, { body: shopEvents() });
    const calls = goodCalls(await shopIds());
    expect(new Set(calls.map(({ route }) => route))).toEqual(new Set(documentedRoutes(document)));
    const wrong: string[] = [];
    for (const good of calls) {
      const answer = await call(good);
      const found = answer.status < 300 || answer.status === 409 ? deviations(document, good.route, answer) : [`answered ${answer.status}: ${answer.text}`];
      wrong.push(...found.map((deviation) => `${good.route}: ${deviation}`));
    }
    expect(wrong).toEqual([]);
  });

  it("describes how a request is refused", async () => {
    const refused = await call({ route: "GET /v1/segments", path: "/v1/segments?segmentation=zodiac" });
    expect(refused.status).toBe(400);
    expect(deviations(document, "GET /v1/segments", refused)).toEqual([]);
  });
});
