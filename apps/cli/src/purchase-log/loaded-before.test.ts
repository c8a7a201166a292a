import { describe, expect, it } from "vitest";
import type { HttpClient } from "../http-client.ts";
import { loadedBefore } from "./loaded-before.ts";

const DAY = 86_400_000;
const FIRST = Date.UTC(2020, 0, 1);
const at = (day: number): string => new Date(FIRST + day * DAY).toISOString();
const history = { customerId: "a/b", times: Array.from({ length: 40 }, (_, day) => FIRST + day * DAY) };

/** A server that says the same of everybody. */
function serverOf(status: number, body: unknown): { client: HttpClient; paths: string[] } {
  const paths: string[] = [];
  const send: HttpClient["send"] = async ({ path }) => {
    paths.push(path);
    return { status, body };
  };
  return { paths, client: { url: "http://x", send, reach: async () => undefined } };
}

describe("loadedBefore", () => {
  it.each([
    ["all of them", { orders: 40, firstPurchase: at(0), lastPurchase: at(39) }, 40],
    ["the beginning of them", { orders: 36, firstPurchase: at(0), lastPurchase: at(35) }, 36],
    ["all of them and later ones", { orders: 45, firstPurchase: at(0), lastPurchase: at(99) }, 40],
    ["fewer than the file has up to the last", { orders: 39, firstPurchase: at(0), lastPurchase: at(39) }, 0],
    ["a history that begins elsewhere", { orders: 99, firstPurchase: at(-1), lastPurchase: at(99) }, 0],
    ["nothing but a profile", { orders: 0, firstPurchase: null, lastPurchase: null }, 0],
    ["something else", "<html>", 0],
  ])("where the server has %s", async (_, body, count) => {
    const { client, paths } = serverOf(200, body);
    expect(Object.fromEntries(await loadedBefore(client, [history]))).toEqual(count === 0 ? {} : { "a/b": count });
    expect(paths).toEqual(["/v1/customers/a%2Fb"]);
  });

  it("counts nothing where the server does not know the customer", async () => {
    expect((await loadedBefore(serverOf(404, {}).client, [history])).size).toBe(0);
  });

  it("asks for each customer once", async () => {
    const { client, paths } = serverOf(404, {});
    await loadedBefore(client, Array.from({ length: 100 }, (_, index) => ({ customerId: String(index), times: [1] })));
    expect(new Set(paths).size).toBe(100);
    expect(paths).toHaveLength(100);
  });
});
