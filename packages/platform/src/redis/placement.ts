import { AppError } from "@segue/shared/errors";
import { murmur2 } from "@segue/shared/math/murmur2";
import type { EntryRef, Scope } from "@segue/shared/ports/state-store";

/** What keys look like: `<prefix>:{<home>}:<collection>:<bucket>`. Redis Cluster keeps all keys of one home on one node. */
export interface KeySpace {
  readonly prefix: string;
  /** Partitions of the log; every key of a customer depends on it. */
  readonly partitions: number;
}

/** Hashes that the customers of one partition are spread over. */
const PARTITION_BUCKETS = 256;
const SEGMENTER_HOME = "segmenter";
/** The segmenter's home holds the customers of all partitions, so there are more. */
const SEGMENTER_BUCKETS = 4096;

/** Where the entries and the checkpoint of a scope live. @throws AppError `invalid_scope` for a partition that the log does not have. */
function homeOf({ owner, partition }: Scope, { partitions }: KeySpace): string {
  if (owner !== "ingest") return owner;
  if (partition >= 0 && partition < partitions) return partitionHome(partition);
  throw new AppError("invalid_scope", `Partition ${partition} of ingest does not exist: the log has ${partitions}.`);
}

const partitionHome = (partition: number): string => `p${partition}`;

/** The key of the hash with a scope's checkpoint. */
export function checkpointKey(scope: Scope, space: KeySpace): string {
  return `${space.prefix}:{${homeOf(scope, space)}}:checkpoint:${scope.owner}:${scope.partition}`;
}

/** The keys of the hashes that may hold an entry, by home: one, except for tombstones, whose id does not tell the partition. */
export function placesOf(ref: EntryRef, space: KeySpace): ReadonlyMap<string, string> {
  const { home, name } = spotOf(ref, space);
  const homes = home === null ? partitionHomes(space) : [home];
  return new Map(homes.map((each) => [each, keyOf(space, each, name)]));
}

/** `home` is `null` where it may be that of any partition. */
interface Spot {
  readonly home: string | null;
  readonly name: string;
}

function spotOf({ collection, id }: EntryRef, { partitions }: KeySpace): Spot {
  const hash = murmur2(Buffer.from(id)) & 0x7fffffff;
  switch (collection) {
    case "customers":
      // The quotient, since the remainder has gone into the partition.
      return { home: partitionHome(hash % partitions), name: `${collection}${partitionBucket(Math.floor(hash / partitions))}` };
    case "tombstones":
      return { home: null, name: `${collection}${partitionBucket(hash)}` };
    case "installation":
      return { home: partitionHome(partitionNamedBy(id)), name: collection };
    case "assignments":
    case "tastes":
    case "paths":
      return { home: SEGMENTER_HOME, name: `${collection}${segmenterBucket(hash)}` };
    case "segments":
      return { home: SEGMENTER_HOME, name: collection };
    default:
      return collection satisfies never;
  }
}

/** The key of the hash in which a scope keeps an entry. @throws AppError `invalid_entry` for an entry that belongs to another scope. */
export function placeIn(scope: Scope, ref: EntryRef, space: KeySpace): string {
  const home = homeOf(scope, space);
  const spot = spotOf(ref, space);
  const isOurs = spot.home === null ? scope.owner === "ingest" : spot.home === home;
  if (isOurs) return keyOf(space, home, spot.name);
  throw new AppError("invalid_entry", `An entry of ${ref.collection} belongs to ${spot.home ?? "ingest"}, not to ${home}: a commit may only change what its scope owns.`);
}

/** Every key that may hold entries of a collection, in the order of scans. */
export function keysOf(collection: EntryRef["collection"], space: KeySpace): readonly string[] {
  const spread = (homes: readonly string[], buckets: readonly string[]): string[] =>
    homes.flatMap((home) => buckets.map((bucket) => keyOf(space, home, `${collection}${bucket}`)));
  switch (collection) {
    case "customers":
    case "tombstones":
      return spread(partitionHomes(space), numbersBelow(PARTITION_BUCKETS).map(partitionBucket));
    case "installation":
      return spread(partitionHomes(space), [""]);
    case "assignments":
    case "tastes":
    case "paths":
      return spread([SEGMENTER_HOME], numbersBelow(SEGMENTER_BUCKETS).map(segmenterBucket));
    case "segments":
      return spread([SEGMENTER_HOME], [""]);
    default:
      return collection satisfies never;
  }
}

const keyOf = ({ prefix }: KeySpace, home: string, name: string): string => `${prefix}:{${home}}:${name}`;
const numbersBelow = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const partitionHomes = ({ partitions }: KeySpace): string[] => numbersBelow(partitions).map(partitionHome);
const partitionBucket = (hash: number): string => `:${(hash % PARTITION_BUCKETS).toString(16).padStart(2, "0")}`;
const segmenterBucket = (hash: number): string => `:${(hash % SEGMENTER_BUCKETS).toString(16).padStart(3, "0")}`;

/** What is kept per partition names it at its end, `clock/3`; what there is once lives with partition 0. */
function partitionNamedBy(id: string): number {
  return Number(/\/(\d+)$/.exec(id)?.[1] ?? 0);
}
