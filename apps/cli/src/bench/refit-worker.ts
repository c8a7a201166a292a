import { writeFileSync } from "node:fs";
import { evolve } from "@segue/shared/customers/evolve";
import type { Customer } from "@segue/shared/customers/customer";
import { featureNamed, featureVector } from "@segue/shared/customers/features";
import { refit } from "@segue/shared/segmentation/refit/refit";
import type { RefitInput } from "@segue/shared/segmentation/refit/refit-input";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { readNamingFile } from "@segue/platform/naming-file";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import { tellParent } from "./fork-worker.ts";
import { manyCustomers } from "./many-customers.ts";
import { onlineRetail } from "./online-retail.ts";
import type { RefitRound } from "./refit.ts";

const [path = "", repetitions = "1", customers = "0"] = process.argv.slice(2);
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
const values = Number(customers) === 0 ? data.values : manyCustomers(data.values, FEATURES.length, Number(customers));
const rounds: RefitRound[] = [];
// The first one is for the compiler.
for (let round = 0; round <= Number(repetitions); round += 1) {
  const start = process.cpuUsage();
  const { kind } = refit({ ...data, values: values.slice() });
  const { user, system } = process.cpuUsage(start);
  if (kind !== "model") throw new Error("there are customers enough, and no model came of them");
  if (round > 0) rounds.push({ cpu: (user + system) / 1000, memory: process.resourceUsage().maxRSS / 1024 });
}
tellParent(rounds);
process.once("SIGTERM", () => process.exit(0));
