import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema, deadLettersSchema } from "@segue/shared/api/ingest";
import { problemSchema } from "@segue/shared/api/problem";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import { customerReplySchema } from "@segue/shared/api/segments";
import { aLine, aPurchase } from "../builders.ts";
import { KNOWN, badEvents } from "../support/bad-events.ts";
import { badInputRows, seriesOf } from "../support/bad-input-table.ts";
import type { BadInputRow } from "../support/bad-input-table.ts";
import { badRequests, lateRefusals } from "../support/bad-requests.ts";
import type { BadRequest } from "../support/bad-requests.ts";
import { getJson, sendJson, statusOf } from "../support/client.ts";
import { readMetric } from "../support/metrics.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const rows = badInputRows();
const events = badEvents();
const requests = badRequests();
const late = lateRefusals();
const JSON_TYPE = "application/json";

let product: Product;
let data: string;
let knownBefore: unknown;
/** How many good events have been sent among bad ones. */
let sent = 0;

const at = (path: string): string => product.url + path;
const goodEvent = (): string => {
  sent++;
  return JSON.stringify(aPurchase({ id: `good-${sent}`, orderId: `o-${sent}`, customerId: "witness", items: [aLine({ productId: "bread" })], time: undefined }));
};
const postEvents = async (body: unknown): Promise<string> => (await sendJson(at("/v1/events"), acceptedSchema, { body })).position;
/** What is stored of the customer, once everything sent so far is applied; features and segment depend on the day and on others. */
const knownNow = async (): Promise<unknown> => {
  const { features: _features, zScores: _zScores, distances: _distances, runnerUp: _runnerUp, segment: _segment, why: _why, ...stored } = await getJson(at(`/v1/customers/${KNOWN}`), customerReplySchema);
  return stored;
};

async function ask({ method = "GET", path, contentType, headers = {}, body }: BadRequest): Promise<Response> {
  const type = contentType === undefined ? {} : { "content-type": contentType };
  const streamed = body instanceof ReadableStream ? { duplex: "half" } : {};
  return fetch(at(path), { method, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }), ...streamed });
}

/** The refusal as the row has it, and as RFC 9457 wants it. */
async function expectProblem(reply: Response, { status, code }: BadInputRow): Promise<void> {
  const problem = problemSchema.parse(await reply.json());
  expect([reply.status, problem.status, problem.code]).toEqual([status, status, code]);
  expect(reply.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(problem.title).not.toBe("Error");
  expect(problem.detail.length).toBeGreaterThan(3);
  if (status === 405) expect(reply.headers.get("allow")).toBe("POST");
}

async function expectEventRefused(row: BadInputRow, event: string): Promise<void> {
  const post = (body: string): Promise<Response> => ask({ method: "POST", path: "/v1/events", contentType: JSON_TYPE, body });
  const alone = await post(`[${event}]`);
  const { rejected } = problemSchema.parse(await alone.clone().json());
  await expectProblem(alone, row);
  expect(rejected).toEqual([{ index: 0, code: row.code, message: expect.stringMatching(/.{8}/) as string }]);
  const among = await post(`[${goodEvent()},${event},${goodEvent()}]`);
  expect(among.status).toBe(202);
  expect(await among.json()).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: row.code, message: rejected?.[0]?.message }] });
}

async function expectTaken({ code }: BadInputRow, request: BadRequest): Promise<void> {
  const reply = await ask(request);
  expect(reply.status).toBe(202);
  expect(await reply.json()).toMatchObject({ accepted: 1, rejected: [] });
  if (code === "") return;
  await eventually(async () => (await getJson(at("/v1/dead-letters"), deadLettersSchema)).items.find((letter) => letter.code === code));
}

async function send(row: BadInputRow): Promise<void> {
  const { name } = row;
  if (events[name] !== undefined) return expectEventRefused(row, events[name]);
  if (requests[name] !== undefined) return expectProblem(await ask(requests[name]), row);
  if (late[name] !== undefined) return expectTaken(row, late[name]);
}

describe("bad input", () => {
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "segue-bad-input-"));
    product = await startProduct({ data });
    await postEvents([
      aPurchase({ id: "known-1", customerId: KNOWN }),
      { type: "profile", id: "known-2", customerId: KNOWN, age: 31, city: "York" },
      { type: "profile", id: "erased-1", customerId: "erased", age: 40 },
      { type: "erase", id: "erased-2", customerId: "erased" },
    ]);
    await eventually(async () => ((await statusOf(at("/v1/customers/erased"))) === 404 && (await statusOf(at(`/v1/customers/${KNOWN}`))) === 200 ? true : undefined));
    knownBefore = await knownNow();
  });

  afterAll(async () => {
    await product.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("has one row for each request, and one request for each row", () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...Object.keys(events), ...Object.keys(requests), ...Object.keys(late)].sort());
  });

  it.each(rows)("$name: $status $code", async (row) => {
    const series = seriesOf(row);
    const count = async (): Promise<number> => (series === null ? 0 : readMetric(product.url, series.name, series.labels));
    const before = await count();
    await send(row);
    if (series !== null) await eventually(async () => ((await count()) > before ? true : undefined), { within: 5_000 });
  });

  it("in a few of many lines leaves the others good", async () => {
    const cut = Buffer.concat([Buffer.from('{"type":"erase","id":"'), Buffer.from([0xf0, 0x9f]), Buffer.from(`","customerId":"${KNOWN}"}`)]);
    const lines = [goodEvent(), '{"type":', cut, goodEvent(), "", goodEvent()].flatMap((line) => [Buffer.from(line), Buffer.from("\n")]);
    const reply = await ask({ method: "POST", path: "/v1/events", contentType: "application/x-ndjson", body: Buffer.concat(lines) });
    const malformed = { code: "malformed_json", message: expect.any(String) as string };
    expect(await reply.json()).toMatchObject({ accepted: 3, rejected: [{ index: 1, ...malformed }, { index: 2, ...malformed }] });
  });

  it("among good products leaves them good", async () => {
    const body = [{ productId: "bread", title: "Bread" }, { productId: "tea", price: -1 }, 17];
    const reply = await sendJson(at("/v1/products"), acceptedSchema, { body });
    expect(reply).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "invalid_price" }, { index: 2, code: "invalid_event" }] });
  });

  it("leaves the stream going and nothing half applied", async () => {
    const position = await postEvents([JSON.parse(goodEvent())]);
    const { items } = await getJson(at(`/v1/recommendations?customerId=witness&after=${position}`), recommendationsSchema);
    expect(items[0]?.reason).toMatchObject({ kind: "bought-before", evidence: { count: sent } });
    const witness = await getJson(at("/v1/customers/witness"), customerReplySchema);
    expect(witness).toMatchObject({ orders: sent, units: 6 * sent });
    expect(await knownNow()).toEqual(knownBefore);
    expect(await statusOf(at("/v1/products/tea"))).toBe(404);
    expect((await getJson(at("/v1/dead-letters"), deadLettersSchema)).total).toBe(1);
    expect(product.output()).not.toContain('"level":50');
  });
});
