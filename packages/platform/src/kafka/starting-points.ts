import { setTimeout as delay } from "node:timers/promises";
import type { SubscribeOptions, Topic } from "@segue/shared/ports/event-log";
import type { PartitionBounds } from "./kafka-api.ts";
import { boundsProblem } from "./reader-place.ts";
import type { Place } from "./reader-place.ts";

export interface StartingPointDeps {
  readonly from: SubscribeOptions["from"];
  readonly boundsOf: (topic: Topic) => Promise<readonly PartitionBounds[]>;
}

/** A partition's new leader learns a moment after its election how far its log is replicated: tries and milliseconds between them. */
const TRIES = 5;
const PAUSE = 500;

type Wanted = ReadonlyMap<Place, number | "earliest">;

/**
 * Where to begin in each place, by what the subscriber says and the log holds.
 * @throws AppError `log_gap` or `log_identity_changed`
 */
export async function startingPoints(places: Iterable<Place>, { from, boundsOf }: StartingPointDeps): Promise<ReadonlyMap<Place, number>> {
  const wanted = new Map<Place, number | "earliest">();
  for (const place of places) wanted.set(place, await from(place.topic, place.partition));
  // Looked at afterwards: the log may have grown, and been read by others, in the meantime.
  const bounds = new Map<Topic, readonly PartitionBounds[]>();
  for (const topic of new Set([...wanted.keys()].map((place) => place.topic))) bounds.set(topic, await settledBounds(topic, wanted, boundsOf));
  return new Map(Array.from(wanted, ([place, offset]) => [place, startingPoint(place, offset, boundsAt(place, bounds.get(place.topic)))]));
}

async function settledBounds(topic: Topic, wanted: Wanted, boundsOf: StartingPointDeps["boundsOf"]): Promise<readonly PartitionBounds[]> {
  const own = [...wanted].filter(([place]) => place.topic === topic);
  for (let tries = 1; ; tries++) {
    const bounds = await boundsOf(topic);
    const isBehind = own.some(([place, offset]) => offset !== "earliest" && offset > boundsAt(place, bounds).high);
    if (!isBehind || tries === TRIES) return bounds;
    await delay(PAUSE);
  }
}

function boundsAt({ partition }: Place, bounds: readonly PartitionBounds[] | undefined): PartitionBounds {
  return bounds?.[partition] ?? { low: 0, high: 0 };
}

function startingPoint(place: Place, wanted: number | "earliest", bounds: PartitionBounds): number {
  if (wanted === "earliest") return bounds.low;
  const problem = boundsProblem(place, wanted, bounds);
  if (problem !== null) throw problem;
  return wanted;
}
