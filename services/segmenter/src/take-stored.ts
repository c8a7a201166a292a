import type { StateStore } from "@segue/shared/ports/state-store";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { observed } from "./observed.ts";

const PAGE = 1_000;

/** Takes in every stored customer, as of `now`. The segmenter has no model yet, so nothing comes of it that would have to be written. */
export async function takeStored(segmenter: Segmenter, store: StateStore, now: number): Promise<void> {
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan("customers", { cursor, limit: PAGE });
    for (const { id, value } of page.entries) applyCustomer(segmenter, observed(segmenter, id, value), { customerId: id, cause: "purchase", now });
    cursor = page.cursor;
    if (cursor === null) return;
  }
}
