import { afterEach, beforeEach, expect, it } from "vitest";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import { evolve } from "@segue/shared/customers/evolve";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { aPurchase } from "../../../test/builders.ts";
import { openTemporaryStore } from "../../../test/contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { aConfig, aged, featuresNamed, put } from "../../../test/segmentation.ts";
import { readPurchases } from "./read-purchases.ts";

let opened: OpenedStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.close());

const CUSTOMERS = 1_200;
const TIME = 5_000;

function stored(customerId: string, at: number): Uint8Array {
  const items = [`p${at % 7}`, "staple"].map((productId) => ({ productId, quantity: 1, unitPrice: 2 }));
  const evolved = evolve(null, aPurchase({ id: `e${at}`, customerId, orderId: `o${at}`, items }), { time: TIME, offset: at, defaultCurrency: "GBP" });
  if (evolved.outcome !== "applied" || evolved.customer === null) throw new Error(evolved.outcome);
  return encodeCustomer(evolved.customer).slice();
}

it("reads what the segmenter's customers bought, without those who have been erased since", async () => {
  const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));
  for (let at = 0; at < CUSTOMERS; at++) put(segmenter, aged(`c${at}`, 20 + (at % 40)));
  const puts = Array.from({ length: CUSTOMERS - 3 }, (_, at) => ({ collection: "customers" as const, id: `c${at + 3}`, value: stored(`c${at + 3}`, at + 3) }));
  await opened.store.commit({ owner: "ingest", partition: 0 }, { expected: null, next: "1", puts, deletes: [], publish: [] });
  const { products, starts, numbers, last, time } = await readPurchases(segmenter, opened.store);

  expect([starts.length - 1, numbers.length]).toEqual([CUSTOMERS - 3, 2 * (CUSTOMERS - 3)]);
  expect([...products].sort()).toEqual(["p0", "p1", "p2", "p3", "p4", "p5", "p6", "staple"]);
  expect([products[numbers[0] ?? -1], products[numbers[1] ?? -1]].sort()).toEqual(["p3", "staple"]);
  expect(new Set(last)).toEqual(new Set([TIME]));
  expect(time).toBe(segmenter.now);
});
