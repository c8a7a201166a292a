import type { CustomerSums } from "@segue/shared/customers/customer";
import { featureNamed } from "@segue/shared/customers/features";
import { seededRandom } from "@segue/shared/math/random";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { refitInput } from "@segue/shared/segmentation/refit/schedule";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { readNamingFile } from "@segue/platform/naming-file";
import { tellParent } from "./fork-worker.ts";

const DAY = 86_400_000;
const SAMPLE = 5_000;
const UPDATES = 200_000;
const customers = Number(process.argv[2] ?? "1000");

const random = seededRandom(1);
const features = ["recency", "frequency", "monetary"].flatMap((name) => featureNamed(name) ?? []);
const segmenter = createSegmenter({ ...SEGMENTER_DEFAULTS, segmentation: "behaviour", features, naming: readNamingFile() });
const now = 1_000 * DAY;

function buyer(at: number): CustomerSums {
  const orders = Math.ceil(1 / (1 - random()) ** 0.7);
  const lastTime = now - Math.floor(300 * random() ** 2) * DAY;
  const gross = Math.round(orders * 3000 * (0.5 + random()));
  return { customerId: `customer-${at}`, currency: "GBP", firstTime: lastTime, lastTime, orders, units: orders, gross, returned: 0, spend: 0, variety: orders, profile: {} };
}

const microseconds = (work: () => void): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
};

const put = (at: number): void => void applyCustomer(segmenter, buyer(at), { customerId: `customer-${at}`, cause: "purchase", now });

const { rss } = process.memoryUsage();
for (let at = 0; at < Math.min(SAMPLE, customers); at += 1) put(at);
const result = refit(refitInput(segmenter));
if (result.kind !== "model") throw new Error(result.message);
applyModelRecord(segmenter, { schema: 1, type: "model", model: result.model, status: "adopted", time: now });
for (let at = SAMPLE; at < customers; at += 1) put(at);
const bytes = (process.memoryUsage().rss - rss) / customers;
const update = microseconds(() => {
  for (let round = 0; round < UPDATES; round += 1) put(Math.floor(random() * customers));
});
const sweep = microseconds(() => void applyModelRecord(segmenter, { schema: 1, type: "sweep", time: now + DAY }));
tellParent({ bytes, update: update / UPDATES, sweep: sweep / customers });
process.once("SIGTERM", () => process.exit(0));
