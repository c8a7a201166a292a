import type { Associations } from "../associations/associations.ts";
import type { Segmentation, SegmentModel } from "../segmentation/model.ts";

/**
 * The `segment-models` topic, JSON, written by the segmenter only. It is the segmenter's own command log as well: a model, a
 * rename or a sweep takes effect where it stands in the log, so that a replay ends in the same state.
 */
export type SegmentModelsRecord = SegmentCommand & Termed;

type SegmentCommand =
  /** A fitted model (major version). A candidate serves only after an `adopted` record. */
  | { readonly schema: 1; readonly type: "model"; readonly model: SegmentModel; readonly status: "adopted" | "candidate"; readonly time: number }
  /** The same segments with moved centroids (minor version), in the model's scaled space, slot by slot. */
  | {
      readonly schema: 1;
      readonly type: "moved";
      readonly segmentation: Segmentation;
      readonly version: string;
      readonly minor: number;
      readonly centroids: readonly (readonly number[])[];
      readonly time: number;
    }
  | { readonly schema: 1; readonly type: "adopted" | "rejected"; readonly segmentation: Segmentation; readonly version: string; readonly time: number }
  /** Switched off: nobody is in a segment of this segmentation any more, and no model of it serves. A later one begins anew, but for the numbers that are taken. */
  | { readonly schema: 1; readonly type: "ended"; readonly segmentation: Segmentation; readonly time: number }
  | { readonly schema: 1; readonly type: "renamed"; readonly segmentId: string; readonly name: string; readonly time: number }
  | { readonly schema: 1; readonly type: "refit-requested"; readonly segmentation: Segmentation; readonly time: number }
  /** Idle customers are brought up to `time`. Rounds after the first let centroids and customers settle. */
  | { readonly schema: 1; readonly type: "sweep"; readonly time: number; readonly round?: number }
  /** Which products go together, fitted beside the segments of behaviour: the latest counts. */
  | { readonly schema: 1; readonly type: "associations"; readonly associations: Associations; readonly time: number }
  /** Another segmenter is at work from here on: what those before it still publish is void. */
  | { readonly schema: 1; readonly type: "term"; readonly time: number };

/** Commands of a segmenter name the term of its lease. Commands of people, and those of a segmenter that is alone by itself, name none. */
export interface Termed {
  readonly term?: number;
}

/** The latest term once a command has been read, `null` for a command that is void since a later term has begun. */
export function termAfter(latest: number, { term = latest }: Termed): number | null {
  return term < latest ? null : term;
}

/** The `segment-changes` topic (public): one record per customer whose published segment changed, keyed by customerId. */
export interface SegmentChange {
  readonly schema: 1;
  readonly customerId: string;
  readonly segmentation: Segmentation;
  readonly from: string | null;
  /** `null` when the customer was erased, nothing is known of them any more, or the segmentation has been switched off. */
  readonly to: string | null;
  readonly modelVersion: string;
  readonly cause: "purchase" | "return" | "profile" | "erase" | "sweep" | "refit";
  /** Epoch milliseconds, in stream time. */
  readonly time: number;
}
