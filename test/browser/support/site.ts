import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { segmentsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import type { Segmentation } from "@segue/shared/segmentation/model";
import { getJson } from "../../support/client.ts";
import { eventually, startProduct } from "../../support/product.ts";
import type { Product, ProductOptions } from "../../support/product.ts";
import { missingBrowser, openBrowser, openPage } from "./chromium.ts";
import type { WatchedPage } from "./chromium.ts";

export interface Visit extends BrowserContextOptions {
  /** Complaints of the browser's console that are meant to be there. */
  readonly mayComplain?: RegExp;
}

/** A product of its own, and a browser to look at it, for the tests of one file. */
export interface Site {
  readonly url: string;
  readonly data: string;
  readonly product: Product;
  readonly browser: Browser;
  /** A page in a context of its own. When the test is over it is closed, and fails the test for errors in its console and requests to other hosts. */
  visit(path?: string, visit?: Visit): Promise<Page>;
  segments(segmentation?: Segmentation): Promise<SegmentsReply>;
  /** Waits until there are segments. */
  segmented(segmentation?: Segmentation): Promise<SegmentsReply>;
  /** Stops the product, does something to its folder, and starts it again where it was. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

const PATIENCE = 80_000;

/** Call it at the top of a test file: it starts everything before its tests and stops it after them, and skips them where there is no browser. */
export function useSite({ prepare, ...options }: Omit<ProductOptions, "data"> & { readonly prepare?: (site: Site) => Promise<unknown> } = {}): Site {
  const state = { data: "", port: "0", product: undefined as Product | undefined, browser: undefined as Browser | undefined };
  const visits = createVisits();
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("the site is there within its tests only");
    return part;
  };
  const start = async (): Promise<void> => {
    state.product = await startProduct({ ...options, data: state.data, args: [...(options.args ?? []), "--port", state.port] });
    state.port = new URL(state.product.url).port;
  };
  const site: Site = {
    get url() {
      return there(state.product).url;
    },
    get data() {
      return state.data;
    },
    get product() {
      return there(state.product);
    },
    get browser() {
      return there(state.browser);
    },
    visit: (path = "", visit = {}) => visits.open(site.browser, `${site.url}${path}`, visit),
    segments: (segmentation = "behaviour") => getJson(`${site.url}/v1/segments?segmentation=${segmentation}`, segmentsSchema),
    segmented: (segmentation) => eventually(async () => ((reply) => (reply.segments.length > 0 ? reply : undefined))(await site.segments(segmentation)), { within: PATIENCE }),
    async restart(meanwhile = () => Promise.resolve()) {
      await site.product.stop();
      await meanwhile();
      await start();
    },
    kill: () => site.product.kill(),
    start,
  };

  beforeEach(({ skip }) => {
    if (missingBrowser !== undefined) skip(missingBrowser);
  });
  beforeAll(async () => {
    if (missingBrowser !== undefined) return;
    state.data = await mkdtemp(join(tmpdir(), "segue-site-"));
    [state.browser] = await Promise.all([openBrowser(), start()]);
    await prepare?.(site);
  });
  afterEach(visits.close);
  afterAll(async () => {
    if (missingBrowser !== undefined) return;
    await state.browser?.close();
    await state.product?.stop();
    await rm(state.data, { recursive: true, force: true });
  });
  return site;
}

/** Pages that are open, and what they may not do. */
function createVisits() {
  const visits: { readonly watched: WatchedPage; readonly mayComplain: RegExp | undefined }[] = [];
  return {
    open: async (browser: Browser, url: string, { mayComplain, ...context }: Visit): Promise<Page> => {
      const watched = await openPage(browser, url, context);
      visits.push({ watched, mayComplain });
      return watched.page;
    },
    close: async (): Promise<void> => {
      for (const { watched, mayComplain } of visits.splice(0)) {
        await watched.page.context().close();
        const errors = watched.errors.filter((error) => mayComplain?.test(error) !== true);
        expect({ errors, foreign: watched.foreign }).toEqual({ errors: [], foreign: [] });
      }
    },
  };
}

/** The number in a text such as "1,234 customers". */
export const numberIn = (text: string): number => Number(text.replace(/[^\d]/g, ""));
