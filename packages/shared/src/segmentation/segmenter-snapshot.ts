import { Packr } from "msgpackr";
import { describeProduct } from "../taste/shelf.ts";
import { openBasis } from "../taste/taste-directions.ts";
import type { Described } from "../taste/traits.ts";
import { countSpend } from "../customers/spend-ranks.ts";
import type { ColumnName } from "./customer-table.ts";
import { addRow, columnsOf, spendOf } from "./customer-table.ts";
import { emptyTallies } from "./labels.ts";
import { emptyStatistics } from "./clustering/mini-batch.ts";
import type { SegmentModel } from "./model.ts";
import type { SegmenterConfig } from "./segmenter-config.ts";
import type { LiveModel, Segmenter } from "./segmenter-state.ts";
import { createSegmenter } from "./segmenter-state.ts";
import type { DriftReference } from "./drift/watch-state.ts";

const SNAPSHOT_SCHEMA = 3;
/** Customer ids hold no control characters. */
const SEPARATOR = "\u0000";
const packr = new Packr({ useRecords: false });

/** Numbers as they lie in memory (little-endian on every platform Node runs on). */
type Bytes = Uint8Array;

interface StoredLive {
  readonly model: SegmentModel;
  readonly minor: number;
  readonly updates: number;
  readonly reference: DriftReference;
  readonly centroids: Bytes;
  readonly statistics: readonly Bytes[];
  readonly tallies: readonly Bytes[];
}

interface Stored extends Pick<Segmenter, "now" | "sweptAt" | "candidate" | "lastFit" | "nextMajor" | "nextSegmentNumber" | "refitRequested" | "watch" | "totals"> {
  readonly schema: number;
  readonly segmentation: string;
  /** The raw columns: a snapshot of other features is of no use. */
  readonly features: readonly string[];
  readonly context: readonly string[];
  readonly ids: string;
  readonly currencies: readonly string[];
  readonly products: readonly Described[];
  readonly columns: Readonly<Record<ColumnName, Bytes>>;
  readonly live: StoredLive | null;
}

/** The whole state as bytes; what {@link decodeSegmenter} makes of them is equal bit by bit. */
export function encodeSegmenter(segmenter: Segmenter): Uint8Array {
  const { config, table, live } = segmenter;
  const columns = columnsOf(table).map(([name, perRow]) => [name, bytesOf(table[name].subarray(0, table.size * perRow))] as const);
  const stored: Stored = {
    schema: SNAPSHOT_SCHEMA,
    segmentation: config.segmentation,
    features: config.features.map((feature) => feature.name),
    context: config.context.map((feature) => feature.name),
    now: segmenter.now,
    sweptAt: segmenter.sweptAt,
    candidate: segmenter.candidate,
    lastFit: segmenter.lastFit,
    nextMajor: segmenter.nextMajor,
    nextSegmentNumber: segmenter.nextSegmentNumber,
    refitRequested: segmenter.refitRequested,
    watch: segmenter.watch,
    totals: segmenter.totals,
    ids: table.ids.join(SEPARATOR),
    currencies: table.currencies,
    products: segmenter.shelf.products,
    columns: Object.fromEntries(columns) as Record<ColumnName, Bytes>,
    live: live === null ? null : storedLive(live),
  };
  return packr.pack(stored);
}

function storedLive(live: LiveModel): StoredLive {
  return {
    model: live.model,
    minor: live.minor,
    updates: live.updates,
    reference: live.reference,
    centroids: bytesOf(live.centroids.values),
    statistics: statisticsArrays(live).map(bytesOf),
    tallies: talliesArrays(live).map(bytesOf),
  };
}

const statisticsArrays = ({ statistics: s }: LiveModel): readonly Float64Array[] => [s.count, s.seen, s.sum, s.error];
const talliesArrays = ({ tallies: t }: LiveModel): readonly Float64Array[] => [t.size, t.seen, t.sum, t.histogram];

const bytesOf = (array: Float64Array | Uint8Array | Uint32Array | Int32Array): Bytes => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function fill(target: Float64Array | Uint8Array | Uint32Array | Int32Array, bytes: Bytes): void {
  bytesOf(target).set(bytes);
}

/** The state of a snapshot; `null` when it was written by another version or for other features, and must be rebuilt from the customers. */
export function decodeSegmenter(config: SegmenterConfig, bytes: Uint8Array): Segmenter | null {
  const stored = packr.unpack(bytes) as Stored;
  const segmenter = createSegmenter(config);
  if (!fits(stored, config)) return null;
  const { now, sweptAt, candidate, lastFit, nextMajor, nextSegmentNumber, refitRequested, watch } = stored;
  Object.assign(segmenter, { now, sweptAt, candidate, lastFit, nextMajor, nextSegmentNumber, refitRequested });
  // Of an earlier version the watch may lack what has come since.
  segmenter.watch = { ...segmenter.watch, ...watch };
  segmenter.totals.orders = stored.totals.orders;
  segmenter.totals.gross.push(...stored.totals.gross);
  segmenter.totals.returned.push(...stored.totals.returned);
  const { table } = segmenter;
  table.currencies.push(...stored.currencies);
  if (stored.ids !== "") for (const id of stored.ids.split(SEPARATOR)) addRow(table, id);
  for (const [name] of columnsOf(table)) fill(table[name], stored.columns[name]);
  restoreTastes(segmenter, stored);
  const { spends } = segmenter.derived;
  for (let row = 0; row < table.size && spends !== null; row++) countSpend(spends, spendOf(table, row), 1);
  segmenter.live = stored.live === null ? null : restoredLive(stored.live, table.width);
  return segmenter;
}

/** Tastes themselves stand in the table as they were last told. */
function restoreTastes({ shelf, derived }: Segmenter, { products, live }: Stored): void {
  for (const product of products) describeProduct(shelf, product);
  if (live?.model.taste !== undefined) derived.directions = openBasis(live.model.taste);
}

function fits(stored: Stored, config: SegmenterConfig): boolean {
  const same = (names: readonly string[], features: SegmenterConfig["features"]): boolean =>
    names.length === features.length && features.every((feature, at) => feature.name === names[at]);
  return (
    stored.schema === SNAPSHOT_SCHEMA &&
    stored.segmentation === config.segmentation &&
    same(stored.features, config.features) &&
    same(stored.context, config.context)
  );
}

function restoredLive(stored: StoredLive, width: number): LiveModel {
  const { model, minor, updates, reference } = stored;
  const dims = model.features.length;
  const slots = model.segments.length;
  const centroids = { values: new Float64Array(slots * dims), dims };
  const live = { model, minor, updates, reference, centroids, statistics: emptyStatistics(slots, dims), tallies: emptyTallies(slots, width) };
  fill(centroids.values, stored.centroids);
  statisticsArrays(live).forEach((array, at) => fill(array, stored.statistics[at]));
  talliesArrays(live).forEach((array, at) => fill(array, stored.tallies[at]));
  return live;
}
