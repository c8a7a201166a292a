import { gzipSync } from "node:zlib";
import { aLine, aPurchase, aReturn } from "../builders.ts";
import { KNOWN } from "./bad-events.ts";

export interface BadRequest {
  readonly method?: string;
  /** With the query. */
  readonly path: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
}

const JSON_TYPE = "application/json";
const LINES_TYPE = "application/x-ndjson";
const MiB = 1024 * 1024;

const get = (path: string): BadRequest => ({ path });
const send = (method: string, path: string, body: unknown): BadRequest => ({ method, path, contentType: JSON_TYPE, body: typeof body === "string" ? body : JSON.stringify(body) });
const post = (body: string | Uint8Array<ArrayBuffer>, contentType = JSON_TYPE): BadRequest => ({ method: "POST", path: "/v1/events", contentType, body });
const blanks = (bytes: number): string => `[${" ".repeat(bytes)}]`;
const good = JSON.stringify(aPurchase({ customerId: KNOWN, id: "never-taken", time: undefined }));
/** A good event whose customer's name has been cut within a character. */
const cutCharacter = Buffer.concat([Buffer.from(good.slice(0, -1)), Buffer.from(',"currency":"'), Buffer.from([0xf0, 0x9f, 0x98]), Buffer.from('"}')]);

/** Bodies of `POST /v1/events` of which nothing is taken. */
function eventBodies(): Readonly<Record<string, BadRequest>> {
  return {
    "malformed JSON": post('{"type":'),
    "NaN as JSON text": post(good.replace("2.55", "NaN")),
    "an empty body": post(""),
    "no body at all": { method: "POST", path: "/v1/events" },
    "an empty array": post("[]"),
    "lines that are all blank": post("\n\n \n", LINES_TYPE),
    "lines that are all malformed": post(`${good.slice(1)}\nhello\n`, LINES_TYPE),
    "bytes that are not UTF-8": post(cutCharacter),
    "lists nested a million deep": post("[".repeat(MiB) + "]".repeat(MiB)),
    "text/plain": post(good, "text/plain"),
    "a form": post("type=purchase", "application/x-www-form-urlencoded"),
    "a gzipped body": { ...post(gzipSync(good)), headers: { "content-encoding": "gzip" } },
    "a body of 5 MB": post(blanks(5 * MiB)),
    "a body of 5 MB in chunks": { ...post(""), body: new Blob([blanks(5 * MiB)]).stream() },
    "a body of 60,000 scraps": post(`[${"1,".repeat(60_000)}1]`),
  };
}

function customerRequests(): Readonly<Record<string, BadRequest>> {
  const path = `/v1/customers/${KNOWN}`;
  return {
    "a profile of 65 KiB": send("PUT", path, blanks(65 * 1024)),
    "a profile that is a list": send("PUT", path, []),
    "a profile with an age of 200": send("PUT", path, { age: 200 }),
    "a profile with an object in it": send("PUT", path, { pets: {} }),
    "a profile with `__proto__`": send("PUT", path, '{"__proto__":{"admin":true}}'),
    "a profile of tomorrow": send("PUT", path, { age: 30, time: new Date(Date.now() + 86_400_000).toISOString() }),
    "an id of 129 bytes in a path that writes": { method: "DELETE", path: `/v1/customers/${encodeURIComponent("€".repeat(43))}` },
    "an id of 129 characters in a path": get(`/v1/customers/${"x".repeat(129)}`),
    "an id of 10 kB in a path": get(`/v1/customers/${"x".repeat(10_000)}`),
    "no id in a path": get("/v1/customers/"),
    "a control character in a path": get("/v1/customers/a%00b"),
    "a path that is cut within a character": get("/v1/customers/%F0%9F"),
    "a customer nobody knows": get("/v1/customers/nobody"),
  };
}

function productRequests(): Readonly<Record<string, BadRequest>> {
  return {
    "a product with a negative price": send("PUT", "/v1/products/tea", { price: -1 }),
    "a product with a field nobody knows": send("PUT", "/v1/products/tea", { colour: "red" }),
    "a product of 65 KiB": send("PUT", "/v1/products/tea", blanks(65 * 1024)),
    "products: a negative price": send("POST", "/v1/products", [{ productId: "tea", price: -1 }]),
    "products: no `productId`": send("POST", "/v1/products", [{ title: "Tea" }]),
    "products: an id of 129 bytes": send("POST", "/v1/products", [{ productId: "€".repeat(43) }]),
    "products: a field nobody knows": send("POST", "/v1/products", [{ productId: "tea", colour: "red" }]),
    "products: malformed lines": { method: "POST", path: "/v1/products", contentType: LINES_TYPE, body: "{\n}}" },
    "products: a body of 5 MB": send("POST", "/v1/products", blanks(5 * MiB)),
    "a product nobody knows": get("/v1/products/nothing"),
    "what goes with a product nobody knows": get("/v1/products/nothing/related"),
    "another kind of related": get("/v1/products/tea/related?kind=cousins"),
  };
}

function recommendationRequests(): Readonly<Record<string, BadRequest>> {
  const path = "/v1/recommendations";
  return {
    "a limit of 0": get(`${path}?limit=0`),
    "a limit of 101": get(`${path}?limit=101`),
    "a limit of -1": get(`${path}?limit=-1`),
    "a limit of 1e9": get(`${path}?limit=1e9`),
    "a limit of `abc`": get(`${path}?limit=abc`),
    "a limit of 1.5": get(`${path}?limit=1.5`),
    "two limits": get(`${path}?limit=1&limit=2`),
    "a strategy nobody knows": get(`${path}?strategy=magic`),
    "`explain` that is neither true nor false": get(`${path}?explain=maybe`),
    "`after` that is no position": get(`${path}?after=yesterday`),
    "`after` beyond any log": get(`${path}?after=0:${"9".repeat(20)}`),
    "an empty `customerId`": get(`${path}?customerId=`),
    "a `customerId` of 129 bytes": get(`${path}?customerId=${encodeURIComponent("€".repeat(43))}`),
    "a query of 20 kB": get(`${path}?exclude=${"x".repeat(20_000)}`),
    "a diversity of 2": get(`${path}?diversity=2`),
    "a basket of 5,001": send("POST", path, { basket: Array.from({ length: 5_001 }, (_, index) => `p${index}`) }),
    "10,001 exclusions": send("POST", path, { exclude: Array.from({ length: 10_001 }, (_, index) => `p${index}`) }),
    "a basket of numbers": send("POST", path, { basket: [1] }),
    "a request with a field nobody knows": send("POST", path, { limt: 5 }),
    "a request that is malformed": send("POST", path, "{basket:[]}"),
  };
}

function otherRequests(): Readonly<Record<string, BadRequest>> {
  return {
    "a segmentation nobody knows": get("/v1/segments?segmentation=zodiac"),
    "a segment nobody knows": get("/v1/segments/nothing"),
    "customers of a segment nobody knows": get("/v1/segments/nothing/customers"),
    "recommendations of a segment nobody knows": get("/v1/segments/nothing/recommendations"),
    "a new name for a segment nobody knows": send("PATCH", "/v1/segments/nothing", { name: "Friends" }),
    "a blank name for a segment": send("PATCH", "/v1/segments/nothing", { name: "  " }),
    "a cursor nobody gave out": get("/v1/segments/nothing/customers?cursor=%2F%2F"),
    "a page of 10,001": get("/v1/segments/nothing/customers?limit=10001"),
    "a model nobody knows": { method: "POST", path: "/v1/models/nothing/adopt" },
    "a decision nobody knows": { method: "POST", path: "/v1/models/nothing/ponder" },
    "a dead letter nobody knows": { method: "POST", path: "/v1/dead-letters/0-999999/retry" },
    "a page of 501 dead letters": get("/v1/dead-letters?limit=501"),
    "a route that is none": get("/v1/nothing"),
    "a wrong method": { method: "PUT", path: "/v1/events", contentType: JSON_TYPE, body: "{}" },
    "a method that is none": { method: "BUY", path: "/v1/events" },
  };
}

/** Bad requests by the name of their row in docs/bad-input.md; nothing of them is taken. */
export function badRequests(): Readonly<Record<string, BadRequest>> {
  return { ...eventBodies(), ...customerRequests(), ...productRequests(), ...recommendationRequests(), ...otherRequests() };
}

/** Events that are taken into the log, where it shows that they change nothing, or less than they say. */
export function lateRefusals(): Readonly<Record<string, BadRequest>> {
  const event = (patch: object): BadRequest => send("POST", "/v1/events", patch);
  const basket = [aLine({ productId: "something new" })];
  return {
    "another currency": event(aPurchase({ id: "late-1", customerId: KNOWN, currency: "EUR", time: undefined })),
    "an event id that was seen before": event(aPurchase({ id: "known-1", customerId: KNOWN, items: basket, time: undefined })),
    "an event from before its customer's erasure": event(aPurchase({ id: "late-2", customerId: "erased", time: "2026-03-01T10:00:00Z" })),
    "a return of something never bought": event(aReturn({ id: "late-3", customerId: "returner", items: [{ productId: "never bought", quantity: 2 }], time: undefined })),
    "a purchase of a product nobody knows": event(aPurchase({ id: "late-4", customerId: "pioneer", items: basket, time: undefined })),
  };
}
