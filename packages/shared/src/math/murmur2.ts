import { createByteWriter, writtenBytes } from "../byte-writer.ts";
import { writeUtf8 } from "../utf8.ts";

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * MurmurHash2 as Kafka's Java client computes it (org.apache.kafka.common.utils.Utils.murmur2): a signed 32-bit integer.
 */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  const whole = length - (length % 4);
  let h = SEED ^ length;
  for (let i = 0; i < whole; i += 4) {
    let k = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  if (length > whole) {
    for (let i = length - 1; i >= whole; i--) h ^= bytes[i] << (8 * (i - whole));
    h = Math.imul(h, M);
  }
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

/** The partition of a record with this key, as Kafka's Java client chooses it: murmur2 of the UTF-8 bytes, without its sign, modulo `partitions`. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(utf8Bytes(key)) & 0x7fffffff) % partitions;
}

/** Keys come by the thousand: memory for each would cost more than its hash. */
const scratch = createByteWriter(0);

/** Valid until the next call. */
function utf8Bytes(text: string): Uint8Array {
  scratch.at = 0;
  writeUtf8(scratch, text);
  return writtenBytes(scratch);
}
