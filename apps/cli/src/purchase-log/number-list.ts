/** A list of numbers that grows, 4 or 8 bytes each: a log of ten million lines must fit into memory. */
export interface NumberList {
  readonly length: number;
  push(value: number): void;
  get(index: number): number;
  set(index: number, value: number): void;
}

/** Whole numbers from -2^31 to 2^31 - 1. */
export function int32List(): NumberList {
  return listOf((size) => new Int32Array(size));
}

export function float64List(): NumberList {
  return listOf((size) => new Float64Array(size));
}

function listOf(create: (size: number) => Int32Array | Float64Array): NumberList {
  let values = create(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const grown = create(length * 2);
        grown.set(values);
        values = grown;
      }
      values[length] = value;
      length += 1;
    },
    get: (index) => values[index] ?? 0,
    set(index, value) {
      values[index] = value;
    },
  };
}
