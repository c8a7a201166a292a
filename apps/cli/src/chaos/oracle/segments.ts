import { decodeSums } from "@segue/shared/customers/customer-codec";
import { featureNamed, featureVector } from "@segue/shared/customers/features";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { nearest, pointsOf, squaredDistance } from "@segue/shared/math/vector";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import { scaleValue } from "@segue/shared/segmentation/scaler";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { applyModelsRecord, emptyBook, servedVersion } from "@segue/recommender/segment-book";
import { AppError } from "@segue/shared/errors";
import { readCollection } from "./read-collection.ts";
import { fromJson } from "@segue/platform/json-bytes";
import { readWhole } from "@segue/platform/read-whole";

export interface SegmentEvidence {
  readonly log: EventLog;
  readonly store: StateStore;
  /** The customers as they have to be. */
  readonly customers: ReadonlyMap<string, Uint8Array>;
  /** Time of the sweep at the end, in which everybody was looked at once more. */
  readonly sweptAt: number;
}

/** A model with its centroids where they were under one served version. */
interface Served {
  readonly model: SegmentModel;
  readonly order: number;
}

/**
 * How many stored assignments are wrong: of nobody, missing, older than the sweep at the end, or neither the nearest segment nor one that
 * hysteresis keeps under the model version they name.
 */
export async function judgeSegments({ log, store, customers, sweptAt }: SegmentEvidence): Promise<number> {
  const { served, atSweep } = await readModels(log, sweptAt);
  const stored = await readCollection(store, "assignments");
  let wrong = [...stored.keys()].filter((id) => !customers.has(id)).length;
  for (const [id, bytes] of customers) {
    const assignment = stored.get(id);
    const sums = decodeSums(id, bytes);
    const x = (model: SegmentModel): Float64Array => scaled(model, featureVector(model.features.flatMap((name) => featureNamed(name) ?? []), sums, sweptAt));
    if (assignment === undefined) wrong += sums.orders > 0 ? 1 : 0;
    else if (!isRight(fromJson(assignment) as Assignment, { served, atSweep, x })) wrong++;
  }
  return wrong;
}

interface Assignment {
  readonly segmentId: string;
  readonly modelVersion: string;
}

interface Rule {
  readonly served: ReadonlyMap<string, Served>;
  readonly atSweep: number;
  readonly x: (model: SegmentModel) => Float64Array;
}

function isRight({ segmentId, modelVersion }: Assignment, { served, atSweep, x }: Rule): boolean {
  const named = served.get(modelVersion);
  if (named === undefined || named.order < atSweep) return false;
  const { model } = named;
  const point = x(model);
  const centroids = pointsOf(model.segments.map(({ centroid }) => centroid), model.features.length);
  const slot = model.segments.findIndex(({ id }) => id === segmentId);
  const best = nearest(point, centroids);
  if (slot < 0 || best < 0) return false;
  return slot === best || squaredDistance(point, centroids, best) > (1 - SEGMENTER_DEFAULTS.hysteresis) ** 2 * squaredDistance(point, centroids, slot);
}

const scaled = (model: SegmentModel, raw: Float64Array): Float64Array => raw.map((value, f) => scaleValue(model.scaler, f, value));

/** Every version that has served, in order, and which of them served at the last sweep. @throws AppError `no_sweep` */
async function readModels(log: EventLog, sweptAt: number): Promise<{ readonly served: ReadonlyMap<string, Served>; readonly atSweep: number }> {
  const book = emptyBook();
  const served = new Map<string, Served>();
  let atSweep = -1;
  await readWhole({ log, topics: ["segment-models"], group: "oracle" }, ({ records }) => {
    for (const { value } of records) {
      const record = fromJson(value ?? new Uint8Array()) as SegmentModelsRecord;
      applyModelsRecord(book, record);
      const version = servedVersion(book);
      if (version !== null && book.models.behaviour.current !== null && !served.has(version)) served.set(version, { model: book.models.behaviour.current, order: served.size });
      if (record.type === "sweep" && record.time === sweptAt) atSweep = served.size - 1;
    }
  });
  if (atSweep < 0) throw new AppError("no_sweep", "no sweep under a model has followed the last event: the segmenter has not told itself to look at everybody");
  return { served, atSweep };
}
