/** One thing to send: its line of NDJSON, what its order must be kept by, and where it stands in the file. */
export interface Parcel {
  readonly key: string;
  readonly line: string;
  readonly row: number;
}

export interface LanesOptions {
  /** Batches under way at once. */
  readonly lanes: number;
  readonly maxLines: number;
  readonly maxBytes: number;
  readonly post: (batch: readonly Parcel[]) => Promise<void>;
}

interface Lane {
  batch: Parcel[];
  bytes: number;
  sending: Promise<void>;
}

/**
 * Sends parcels in batches, several at a time, and yet those of one key in their order: a key always takes the same lane, and a
 * lane sends one batch after the other. A full lane holds up the rest, so that lanes never run far apart.
 */
export async function sendInLanes(parcels: Iterable<Parcel> | AsyncIterable<Parcel>, options: LanesOptions): Promise<void> {
  const lanes = Array.from({ length: options.lanes }, (): Lane => ({ batch: [], bytes: 0, sending: Promise.resolve() }));
  const failures: unknown[] = [];
  const flush = async (lane: Lane): Promise<void> => {
    await lane.sending;
    const { batch } = lane;
    lane.batch = [];
    lane.bytes = 0;
    if (batch.length > 0 && failures.length === 0) lane.sending = options.post(batch).catch((error: unknown) => void failures.push(error));
  };
  for await (const parcel of parcels) {
    const lane = lanes[hash(parcel.key) % lanes.length];
    if (lane === undefined) throw new RangeError("there must be a lane");
    const bytes = Buffer.byteLength(parcel.line) + 1;
    if (lane.batch.length >= options.maxLines || (lane.batch.length > 0 && lane.bytes + bytes > options.maxBytes)) await flush(lane);
    if (failures.length > 0) break;
    lane.batch.push(parcel);
    lane.bytes += bytes;
  }
  await Promise.all(lanes.map(flush));
  await Promise.all(lanes.map((lane) => lane.sending));
  if (failures.length > 0) throw failures[0];
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
