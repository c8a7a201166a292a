import { seededRandom } from "@segue/shared/math/random";
import { memoryOf } from "@segue/shared/recommendation/model/memory";
import { recommend } from "@segue/shared/recommendation/recommend";
import type { RecommendRequest } from "@segue/shared/recommendation/recommend";
import { tellParent } from "./fork-worker.ts";
import { learnOrder, openedShop, requestOf } from "./large-model.ts";
import { largeShop } from "./large-shop.ts";
import type { MemoryFigures } from "./memory.ts";

const [items = 0, customers = 0, requests = 0] = process.argv.slice(2).map(Number);
/** Products of those who are asked for, as docs/performance.md says. */
const HISTORY = { least: 1, most: 100 };
/** Requests before the clock runs. The compiler works on their code for so long, and its threads are in what is measured: p99 of the first 3,000 is several times that of the third. */
const WARM_UP = 6_000;

const size = { items, customers };
const shop = largeShop(size);
const random = seededRandom(1);
const begun = process.cpuUsage();
const model = openedShop(size);
const times: number[] = [];
let left = shop.orderCount;
for (const order of shop.orders()) {
  learnOrder(model, order);
  left--;
  // The last orders are learnt between requests, so that lists are made while the model changes.
  if (left < requests + WARM_UP) times.push(timed(nextRequest()));
}
const built = process.cpuUsage(begun);

/** Of the customers of orders: who buys more often looks more often. */
function nextRequest(): RecommendRequest {
  for (;;) {
    const request = requestOf(model, shop, shop.buyerOf(Math.floor(random() * shop.orderCount)));
    if (request.history.length >= HISTORY.least && request.history.length <= HISTORY.most) return request;
  }
}

/** Milliseconds of CPU, all threads: what else the machine does is not in it. */
function timed(request: RecommendRequest): number {
  const start = process.cpuUsage();
  recommend(model, request);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const { rss, heapUsed } = process.memoryUsage();
const figures: MemoryFigures = { orders: shop.orderCount, indexed: model.customers.table.count, parts: memoryOf(model), rss, heap: heapUsed, cpu: built.user + built.system, times: times.slice(WARM_UP) };
tellParent(figures);
process.once("SIGTERM", () => process.exit(0));
