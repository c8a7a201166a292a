import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import { startProduct } from "../support/product.ts";
import { tastesOffSuite } from "../support/tastes-off.ts";
import type { TasteShop } from "../support/tastes-off.ts";

const data = mkdtempSync(join(tmpdir(), "segue-tastes-off-"));

/** One process is everything. */
async function start(tastes: "on" | "off"): Promise<TasteShop> {
  const product = await startProduct({ data, env: { SEGUE_TASTES: tastes } });
  const { url } = product;
  return {
    ingest: url,
    segmenter: url,
    recommender: url,
    restart: async (next, look = async () => undefined) => {
      await product.stop();
      const lmdb = openLmdb(join(data, "store"));
      await look(lmdb.store).finally(() => lmdb.close());
      return start(next);
    },
    close: async () => {
      await product.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

tastesOffSuite("tastes that are switched off in one process", () => start("on"));
