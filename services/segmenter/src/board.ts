import { z } from "zod";
import { isInSample } from "@segue/shared/customers/hash";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Collection, Entry, StateStore } from "@segue/shared/ports/state-store";
import type { RefitReason, Segmentation, SegmentModel, Transition } from "@segue/shared/segmentation/model";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { summaryOf } from "@segue/shared/segmentation/summary";
import type { Summary } from "@segue/shared/segmentation/summary";
import { fromJson, toJson } from "@segue/platform/json-bytes";

/**
 * What the routes show of the segmentation, kept in the state store so that any process can answer: the summary, a sample of customers
 * for the map, shares and drift over time, the models so far, and how customers move (moves.ts). All of bounded size. `versions`
 * says of each part when it was last written, so that the stream need not read what has not changed.
 */
export const boardOf = (segmentation: Segmentation) => ({ summary: segmentation, map: `${segmentation}/map`, history: `${segmentation}/history`, models: `${segmentation}/models`, names: `${segmentation}/names` }) as const;

/** That of the segments people are in by what they do, which alone moves are followed of. */
export const BOARD = { ...boardOf("behaviour"), activity: "behaviour/activity", flows: "behaviour/flows", moves: "behaviour/moves", versions: "behaviour/versions" } as const;

/** Whose segment an id is, or a model by its version. */
export const segmentationIn = (id: string): Segmentation => (id.startsWith("taste-") ? "taste" : "behaviour");

const BOARD_SCHEMA = 1;
const MAP_SAMPLE = 4_000;
const MAX_HISTORY = 400;
const MAX_MODELS = 50;
const MAX_NAMES = 300;

export interface HistoryEntry {
  readonly time: number;
  readonly modelVersion: string;
  readonly sizes: Readonly<Record<string, number>>;
  /** Missing in entries of earlier versions. */
  readonly orders?: number;
  readonly revenue?: number;
  /** By metric, the worst of all segments. */
  readonly drift?: Readonly<Record<string, number>>;
}

export interface ModelEntry {
  readonly version: string;
  readonly status: "adopted" | "candidate" | "rejected" | "replaced";
  readonly fittedAt: number;
  /** Missing in entries of earlier versions. */
  readonly reason?: RefitReason;
  readonly customers: number;
  readonly k: number;
  readonly silhouette: number;
  readonly inertia: number;
  readonly churn: number | null;
  readonly transitions: readonly Transition[];
}

/** A customer on the map: raw values of the features, `null` where not known. */
export interface MapPoint {
  readonly customerId: string;
  readonly segmentId: string;
  readonly values: readonly (number | null)[];
}

const envelope = z.object({ schema: z.literal(BOARD_SCHEMA), value: z.unknown() });
const collection: Collection = "segments";

export const boardEntry = (id: string, value: unknown): Entry => ({ collection, id, value: toJson({ schema: BOARD_SCHEMA, value }) });

/** Reads one part of the board; `null` before it was first written. */
export async function readBoard<T>(store: StateStore, id: string): Promise<T | null> {
  const [bytes] = await store.get(collection, [id]);
  return bytes === undefined ? null : (envelope.parse(fromJson(bytes)).value as T);
}

/** By part of the board, a number that grows with each change. */
export type Versions = Readonly<Record<string, number>>;

const PARTS: ReadonlySet<string> = new Set(Object.values(BOARD));

/** The versions after a commit that puts `entries`: the wall time, in milliseconds, so that a store that has gone back repeats none. */
export function withVersions(versions: Versions, entries: readonly Entry[], now: number): Versions {
  const written = entries.filter((entry) => entry.collection === collection && PARTS.has(entry.id));
  if (written.length === 0) return versions;
  return { ...versions, ...Object.fromEntries(written.map(({ id }) => [id, Math.max(now, (versions[id] ?? 0) + 1)])) };
}

/** The names of segments, also of some that are gone. */
export async function readNames(store: StateStore, segmentation: Segmentation = "behaviour"): Promise<Record<string, string>> {
  return (await readBoard<Record<string, string>>(store, boardOf(segmentation).names)) ?? {};
}

export const summaryEntry = (segmenter: Segmenter): Entry => boardEntry(boardOf(segmenter.config.segmentation).summary, summaryOf(segmenter) satisfies Summary);

/** A sample of the customers that stays the same while they do: those with the smaller hashes of their ids. */
export function mapEntry(segmenter: Segmenter): Entry {
  const { table, live, config } = segmenter;
  const share = MAP_SAMPLE / Math.max(1, table.size);
  const points: MapPoint[] = [];
  for (let row = 0; row < table.size && live !== null; row++) {
    const customerId = table.ids[row];
    const segment = live.model.segments[table.published[row] ?? -1];
    if (customerId === undefined || segment === undefined || !isInSample(customerId, share)) continue;
    const raw = table.raw.subarray(row * table.width, row * table.width + config.features.length);
    points.push({ customerId, segmentId: segment.id, values: Array.from(raw, (value) => (Number.isNaN(value) ? null : value)) });
  }
  return boardEntry(boardOf(config.segmentation).map, points);
}

/** The shares after a sweep, added to those before. */
export function withHistory(history: readonly HistoryEntry[], segmenter: Segmenter): readonly HistoryEntry[] {
  const summary = summaryOf(segmenter);
  if (summary.modelVersion === null) return history;
  const sizes = Object.fromEntries(summary.segments.map(({ segment, size }) => [segment.id, size]));
  const { now: time, modelVersion, totals } = summary;
  // Rounds of one sweep are one entry, its last.
  const before = history.filter((entry) => entry.time !== time);
  return [...before, { time, modelVersion, sizes, orders: totals.orders, revenue: totals.revenue, drift: worstDrift(summary) }].slice(-MAX_HISTORY);
}

function worstDrift(summary: Summary): Record<string, number> {
  const worst: Record<string, number> = {};
  for (const { metric, value } of summary.drift) worst[metric] = Math.max(worst[metric] ?? value, value);
  return worst;
}

/** Names of segments, the latest last; those of segments that are gone are kept a while for the moves that name them. */
export function withNames(names: Readonly<Record<string, string>>, segmenter: Segmenter): Readonly<Record<string, string>> {
  const current = summaryOf(segmenter).segments.map(({ segment }): [string, string] => [segment.id, segment.name]);
  if (current.every(([id, name]) => names[id] === name)) return names;
  const ids = new Set(current.map(([id]) => id));
  return Object.fromEntries([...Object.entries(names).filter(([id]) => !ids.has(id)), ...current].slice(-MAX_NAMES));
}

/** The list of models after one more record. */
export function withModel(models: readonly ModelEntry[], record: SegmentModelsRecord): readonly ModelEntry[] {
  switch (record.type) {
    case "model": {
      // A candidate that is not agreed with gives way to the next one.
      const before = models.map((model) => (record.status === "adopted" || model.status === "candidate" ? replaced(model) : model));
      return [...before, modelEntry(record.model, record.status)].slice(-MAX_MODELS);
    }
    case "adopted":
      return models.map((model) => (model.version === record.version ? { ...model, status: "adopted" } : replaced(model)));
    case "rejected":
      return models.map((model) => (model.version === record.version ? { ...model, status: "rejected" } : model));
    case "ended":
      return models.map(replaced);
    default:
      return models;
  }
}

function replaced(model: ModelEntry): ModelEntry {
  return model.status === "adopted" || model.status === "candidate" ? { ...model, status: "replaced" } : model;
}

function modelEntry(model: SegmentModel, status: ModelEntry["status"]): ModelEntry {
  const { version, fittedAt, reason, customers, silhouette, inertia, churn, transitions } = model;
  return { version, status, fittedAt, ...(reason === undefined ? {} : { reason }), customers, k: model.segments.length, silhouette, inertia, churn, transitions };
}
