import { AppError } from "@segue/shared/errors";

/** Version of the small records that hold a moment. */
const SCHEMA = 1;

/** A moment as it is stored: the schema in a byte, then epoch milliseconds as float64, big-endian. */
export function encodeInstant(time: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = SCHEMA;
  new DataView(bytes.buffer).setFloat64(1, time);
  return bytes;
}

/** Epoch milliseconds, 0 for none. @throws AppError `unknown_schema` for a record of another layout. */
export function decodeInstant(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  if (bytes[0] !== SCHEMA) throw new AppError("unknown_schema", `a stored moment has schema ${String(bytes[0])}; this version reads ${SCHEMA}: run the version that wrote it`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(1);
}
