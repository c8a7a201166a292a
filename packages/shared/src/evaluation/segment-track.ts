import { featureNamed } from "../customers/features.ts";
import { applyModelRecord } from "../segmentation/model-log.ts";
import type { NamingTable } from "../segmentation/naming/naming-table.ts";
import { refit } from "../segmentation/refit/refit.ts";
import { refitInput, statusFor, sweepDue } from "../segmentation/refit/schedule.ts";
import { applyCustomer, endOfMicroBatch } from "../segmentation/segmenter.ts";
import { SEGMENTER_DEFAULTS, tasteConfig } from "../segmentation/segmenter-config.ts";
import type { Segmenter } from "../segmentation/segmenter-state.ts";
import { createSegmenter } from "../segmentation/segmenter-state.ts";
import type { Customer } from "../customers/customer.ts";
import { lastAt } from "../customers/item-table.ts";
import type { Segmentation } from "../segmentation/model.ts";
import type { ObservedCustomer } from "../segmentation/segmenter.ts";
import { describeProducts } from "./catalogue.ts";
import { basketCount } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import { createCustomers, takeBasket } from "./customers.ts";

/** Which segment customers were in, basket by basket, as the segmenter would have said. Segments are numbered for good by their ids. */
export interface SegmentTrack {
  /** Segment of the basket's customer before and after it, -1 for none. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Segments that there ever were. */
  readonly segments: number;
  /** The latest name of each. */
  readonly names: readonly string[];
}

const FEATURES = ["recency", "frequency", "monetary"].flatMap((name) => featureNamed(name) ?? []);
/** Baskets between two refits (design 4.0b), more in logs that would be refitted more often than this. */
const REFIT_EVERY = 1500;
const MOST_REFITS = 50;

export interface TrackOptions {
  readonly segmentation: Segmentation;
  readonly naming: NamingTable;
  readonly onProgress?: (baskets: number) => void;
}

/** Runs the segmenter over a log: the same fold, with refits after so many baskets instead of days. */
export function trackSegments(log: BasketLog, { segmentation, naming, onProgress }: TrackOptions): SegmentTrack {
  const segmenter = segmenterOf(log, segmentation, naming);
  const customers = createCustomers(log);
  const baskets = basketCount(log);
  const every = Math.max(REFIT_EVERY, Math.ceil(baskets / MOST_REFITS));
  const numbering = createNumbering();
  const track = { before: new Int32Array(baskets).fill(-1), after: new Int32Array(baskets).fill(-1) };
  for (let basket = 0; basket < baskets; basket++) {
    const customerId = log.customerIds[log.customers[basket]];
    const now = log.times[basket];
    track.before[basket] = numberOf(numbering, segmenter, customerId);
    applyCustomer(segmenter, observed(takeBasket(customers, basket).customer), { customerId, cause: "purchase", now });
    const moved = endOfMicroBatch(segmenter);
    if (moved !== null) applyModelRecord(segmenter, moved);
    if (sweepDue(segmenter, now)) applyModelRecord(segmenter, { schema: 1, type: "sweep", time: now });
    track.after[basket] = numberOf(numbering, segmenter, customerId);
    if ((basket + 1) % every === 0) refitNow(segmenter, now);
    if (basket % every === 0) onProgress?.(basket);
  }
  return { ...track, segments: numbering.ids.length, names: numbering.names };
}

function segmenterOf(log: BasketLog, segmentation: Segmentation, naming: NamingTable): Segmenter {
  if (segmentation === "behaviour") return createSegmenter({ ...SEGMENTER_DEFAULTS, segmentation, features: FEATURES, naming });
  const segmenter = createSegmenter(tasteConfig(SEGMENTER_DEFAULTS.refits, naming));
  describeProducts(segmenter.shelf, log);
  return segmenter;
}

const observed = (customer: Customer): ObservedCustomer => ({ ...customer, history: customer.items.ids.map((productId, row) => ({ productId, last: lastAt(customer.items, row) })) });

interface Numbering {
  readonly ids: string[];
  readonly names: string[];
}

const createNumbering = (): Numbering => ({ ids: [], names: [] });

function numberOf({ ids, names }: Numbering, { table, live }: Segmenter, customerId: string): number {
  const row = table.rows.get(customerId);
  const segment = live?.model.segments[row === undefined ? -1 : table.published[row]];
  if (segment === undefined) return -1;
  const known = ids.indexOf(segment.id);
  const number = known >= 0 ? known : ids.push(segment.id) - 1;
  names[number] = segment.name;
  return number;
}

function refitNow(segmenter: Segmenter, time: number): void {
  const result = refit(refitInput(segmenter));
  if (result.kind === "not-enough") return;
  applyModelRecord(segmenter, { schema: 1, type: "model", model: result.model, status: statusFor(segmenter, result.model), time });
}
