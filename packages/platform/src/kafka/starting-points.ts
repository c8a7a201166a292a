import type { SubscribeOptions, Topic } from "@segue/shared/ports/event-log";
import type { PartitionBounds } from "./kafka-api.ts";
import { boundsProblem } from "./reader-place.ts";
import type { Place } from "./reader-place.ts";

export interface StartingPointDeps {
  readonly from: SubscribeOptions["from"];
  readonly boundsOf: (topic: Topic) => Promise<readonly PartitionBounds[]>;
}

/**
 * Where to begin in each place, by what the subscriber says and the log holds.
 * @throws AppError `log_gap` or `log_identity_changed`
 */
export async function startingPoints(places: Iterable<Place>, { from, boundsOf }: StartingPointDeps): Promise<ReadonlyMap<Place, number>> {
  const wanted = new Map<Place, number | "earliest">();
  for (const place of places) wanted.set(place, await from(place.topic, place.partition));
  // Looked at afterwards: the log may have grown, and been read by others, in the meantime.
  const bounds = new Map<Topic, readonly PartitionBounds[]>();
  for (const topic of new Set([...wanted.keys()].map((place) => place.topic))) bounds.set(topic, await boundsOf(topic));
  const boundsAt = ({ topic, partition }: Place): PartitionBounds => bounds.get(topic)?.[partition] ?? { low: 0, high: 0 };
  return new Map(Array.from(wanted, ([place, offset]) => [place, startingPoint(place, offset, boundsAt(place))]));
}

function startingPoint(place: Place, wanted: number | "earliest", bounds: PartitionBounds): number {
  if (wanted === "earliest") return bounds.low;
  const problem = boundsProblem(place, wanted, bounds);
  if (problem !== null) throw problem;
  return wanted;
}
