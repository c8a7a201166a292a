import type { SegmentChange, SegmentModelsRecord } from "@segue/shared/events/segments";
import type { NewRecord } from "@segue/shared/ports/event-log";
import type { Entry, EntryRef } from "@segue/shared/ports/state-store";
import type { Segmentation } from "@segue/shared/segmentation/model";
import type { Effect } from "@segue/shared/segmentation/segmenter-state";
import { toJson } from "@segue/platform/json-bytes";

/** Version of the assignments in the store. */
const ASSIGNMENT_SCHEMA = 1;

/** Where it is kept which segment each customer is in. */
export const assignmentsOf = (segmentation: Segmentation) => (segmentation === "taste" ? "tastes" : "assignments");

/** What a commit of the segmenter carries, gathered record by record. Of one customer only the last assignment counts. */
export interface Outputs {
  take(effects: readonly Effect[]): void;
  put(entry: Entry): void;
  remove(ref: EntryRef): void;
  publish(record: NewRecord): void;
  /** Published changes of customers so far. */
  readonly changes: readonly SegmentChange[];
  /** What was put so far; assignments are not among it. */
  readonly entries: readonly Entry[];
  drain(): { readonly puts: readonly Entry[]; readonly deletes: readonly EntryRef[]; readonly publish: readonly NewRecord[] };
}

/** Assignments go to the collection of their segmentation. */
export function createOutputs(segmentation: Segmentation): Outputs {
  const collection = assignmentsOf(segmentation);
  const assignments = new Map<string, Effect["assignment"]>();
  const puts: Entry[] = [];
  const removed: EntryRef[] = [];
  const published: NewRecord[] = [];
  const changes: SegmentChange[] = [];
  return {
    take(effects) {
      for (const { customerId, assignment, change } of effects) {
        assignments.set(customerId, assignment);
        if (change === null) {
          if (assignment === null && segmentation === "behaviour") removed.push({ collection: "paths", id: customerId });
          continue;
        }
        changes.push(change);
        published.push({ topic: "segment-changes", key: customerId, value: toJson(change) });
      }
    },
    put: (entry) => void puts.push(entry),
    remove: (ref) => void removed.push(ref),
    publish: (record) => void published.push(record),
    changes,
    entries: puts,
    drain() {
      const deletes: EntryRef[] = [...removed];
      for (const [id, assignment] of assignments) {
        if (assignment === null) deletes.push({ collection, id });
        else puts.push({ collection, id, value: toJson({ schema: ASSIGNMENT_SCHEMA, ...assignment }) });
      }
      return { puts, deletes, publish: published };
    },
  };
}

/** A record of `segment-models`; one key keeps those of both segmentations in one order. `term` is that of a lease, 0 for none. */
export function modelsRecord(record: SegmentModelsRecord, term = 0): NewRecord {
  return { topic: "segment-models", key: "behaviour", value: toJson(term === 0 ? record : { ...record, term }) };
}
