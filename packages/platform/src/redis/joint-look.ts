import { look } from "./look.ts";
import type { Field } from "./look.ts";
import type { RedisClient } from "./redis-client.ts";

/** The values of fields of a home (one hash tag), in the order asked for. */
export type JointLook = (home: string, fields: readonly Field[]) => Promise<readonly (Uint8Array | undefined)[]>;

interface Joint {
  readonly fields: Field[];
  readonly values: Promise<readonly (Uint8Array | undefined)[]>;
}

/** Looks that begin in one go, with nothing awaited between them, become one for each home: a script and its answer cost more than most of what it reads. */
export function createJointLook(client: RedisClient): JointLook {
  const open = new Map<string, Joint>();
  const begin = (home: string): Joint => {
    const fields: Field[] = [];
    const values = Promise.resolve().then(() => {
      open.delete(home);
      return look(client, fields);
    });
    const joint = { fields, values };
    open.set(home, joint);
    return joint;
  };
  return async (home, fields) => {
    const joint = open.get(home) ?? begin(home);
    const start = joint.fields.length;
    joint.fields.push(...fields);
    const values = await joint.values;
    return values.slice(start, start + fields.length);
  };
}
