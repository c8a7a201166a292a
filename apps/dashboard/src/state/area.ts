import type { MapReply } from "../api.ts";

/** A rectangle of the map, in the units of its axes. */
export interface Area {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
}

const DIGITS = 6;

const NUMBER = "(-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)";
const AREA = new RegExp(`^${NUMBER},${NUMBER},${NUMBER},${NUMBER}$`);

export function readArea(text: string | null): Area | null {
  const match = AREA.exec(text ?? "");
  if (match === null) return null;
  const [xMin, xMax, yMin, yMax] = match.slice(1).map(Number) as [number, number, number, number];
  return xMin <= xMax && yMin <= yMax ? { xMin, xMax, yMin, yMax } : null;
}

export function writeArea({ xMin, xMax, yMin, yMax }: Area): string {
  const parts = [xMin, xMax, yMin, yMax].map((value) => String(Number(value.toPrecision(DIGITS))));
  return parts.join();
}

/** Where the customers of the sample lie on two axes; those of whom one of the two is not known are left out. */
export interface Plot {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly items: readonly MapReply["items"][number][];
}

export function plotOf({ items, features }: MapReply, { x, y }: { readonly x: string; readonly y: string }): Plot {
  const valueOn = (axis: string): ((item: MapReply["items"][number]) => number | null) => {
    if (axis === "pc1") return (item) => item.x;
    if (axis === "pc2") return (item) => item.y;
    const at = features.indexOf(axis);
    return (item) => item.values[at] ?? null;
  };
  const xOf = valueOn(x);
  const yOf = valueOn(y);
  const known = items.filter((item) => xOf(item) !== null && yOf(item) !== null);
  return { x: known.map((item) => xOf(item) ?? 0), y: known.map((item) => yOf(item) ?? 0), items: known };
}

export function isInside({ xMin, xMax, yMin, yMax }: Area, x: number, y: number): boolean {
  return x >= xMin && x <= xMax && y >= yMin && y <= yMax;
}
