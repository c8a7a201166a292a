import { writeFileSync } from "node:fs";
import { evolve } from "@segue/shared/customers/evolve";
import type { Customer } from "@segue/shared/customers/customer";
import { featureNamed, featureVector } from "@segue/shared/customers/features";
import { refit } from "@segue/shared/segmentation/refit";
import type { RefitInput } from "@segue/shared/segmentation/refit-input";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { readNamingFile } from "@segue/platform/naming-file";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import { tellParent } from "./fork-worker.ts";
import { onlineRetail } from "./online-retail.ts";

const [path = "", repetitions = "1"] = process.argv.slice(2);
const FEATURES = ["recency", "frequency", "monetary"].flatMap((name) => featureNamed(name) ?? []);

/** Every customer of Online Retail as the segmenter sees them at the end. */
async function input(): Promise<RefitInput> {
  const customers = new Map<string, Customer>();
  let now = 0;
  for (const [offset, order] of (await onlineRetail()).entries()) {
    now = order.time;
    const evolved = evolve(customers.get(order.customerId) ?? null, purchaseEvent(order), { time: now, offset, defaultCurrency: "GBP" });
    if (evolved.outcome === "applied" && evolved.customer !== null) customers.set(order.customerId, evolved.customer);
  }
  const rows = [...customers.values()].map((customer) => featureVector(FEATURES, customer, now));
  const values = new Float64Array(rows.length * FEATURES.length);
  rows.forEach((row, at) => values.set(row, at * FEATURES.length));
  writeFileSync(path, rows.map((row) => row.join(",")).join("\n"));
  const { context, kRange, clip, refits } = SEGMENTER_DEFAULTS;
  const features = FEATURES.map(({ name, log }) => ({ name, log }));
  return { segmentation: "behaviour", features, context, values, kRange, clip, naming: readNamingFile(), minCustomers: refits.minCustomers, previous: null, major: 1, nextSegmentNumber: 1, time: now, seed: 1 };
}

const data = await input();
const times: number[] = [];
// The first one is for the compiler.
for (let round = 0; round <= Number(repetitions); round += 1) {
  const start = process.cpuUsage();
  const { kind } = refit({ ...data, values: data.values.slice() });
  const { user, system } = process.cpuUsage(start);
  if (kind !== "model") throw new Error("there are customers enough, and no model came of them");
  if (round > 0) times.push((user + system) / 1000);
}
tellParent(times);
process.once("SIGTERM", () => process.exit(0));
