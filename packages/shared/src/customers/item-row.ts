/** Bytes of a row in memory, little-endian: baskets u32, decayed baskets f32, last purchase u32 (epoch seconds), units f32, last price f64. */
export const ROW = 24;
export const COUNT = 0;
export const DECAYED = 4;
export const LAST = 8;
export const UNITS = 12;
export const PRICE = 16;
