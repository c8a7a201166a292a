import type { Argument, RedisClient } from "./redis-client.ts";
import { bytesOf, listOf } from "./replies.ts";
import { LOOK } from "./scripts.ts";

/** A field of a hash. */
export interface Field {
  readonly key: string;
  readonly field: string;
}

/** The values of fields under one hash tag as of one moment, in the order asked for. */
export async function look(client: RedisClient, fields: readonly Field[]): Promise<readonly (Uint8Array | undefined)[]> {
  const keys = createKeyList();
  const args: Argument[] = [];
  for (const { key, field } of fields) args.push(keys.positionOf(key), field);
  return listOf(await client.run(LOOK, keys.all, args)).map(bytesOf);
}

/** The keys of a script, each once, with their position from 1. */
export interface KeyList {
  readonly all: readonly string[];
  positionOf(key: string): number;
}

export function createKeyList(...first: readonly string[]): KeyList {
  const all = [...first];
  const positions = new Map(first.map((key, index) => [key, index + 1]));
  return {
    all,
    positionOf(key) {
      const known = positions.get(key);
      if (known !== undefined) return known;
      positions.set(key, all.push(key));
      return all.length;
    },
  };
}
