import { describe, expect, test } from "vitest";
import { around, aRefitInput, fitted } from "../../../../../test/segmentation.ts";
import { seededRandom } from "../../math/random.ts";
import { assign } from "../assign.ts";
import type { SegmentModel } from "../model.ts";

const CORNERS = [[0, 0], [10, 0], [0, 10], [10, 10]] as const;

describe("a refit after a refit", () => {
  const before = fitted(aRefitInput({ values: around(CORNERS, 30) }));
  const at = ([x, y]: readonly [number, number], model: SegmentModel): string => model.segments[assign(model, [x + 0.5, y + 0.5])].id;

  test("numbers the segments of a first model by size", () => {
    const model = fitted(aRefitInput({ values: Float64Array.of(...around(CORNERS, 30), ...around([CORNERS[2]], 5)) }));

    expect(model.segments.map(({ id }) => id)).toEqual(["seg-1", "seg-2", "seg-3", "seg-4"]);
    expect(at(CORNERS[2], model)).toBe("seg-1");
    expect(model).toMatchObject({ churn: null, transitions: [], nextSegmentNumber: 5, version: "behaviour-1" });
  });

  test("keeps ids with their customers, whatever the order of rows", () => {
    const model = fitted(aRefitInput({ values: around([...CORNERS].reverse(), 30, 2), previous: before, major: 2, nextSegmentNumber: 5 }));

    for (const corner of CORNERS) expect(at(corner, model)).toBe(at(corner, before));
    expect(model).toMatchObject({ churn: 0, nextSegmentNumber: 5, version: "behaviour-2" });
    expect(model.transitions.map(({ type }) => type)).toEqual(["survive", "survive", "survive", "survive"]);
  });

  test("gives a segment that was not there an id of its own", () => {
    const moved = [...CORNERS.slice(0, 3), [50, 50] as const];

    const model = fitted(aRefitInput({ values: around([...moved, [60, -40] as const], 30), previous: before, major: 2, nextSegmentNumber: 5, kRange: { min: 5, max: 5 } }));

    const fresh = model.segments.filter(({ id }) => !before.segments.some((old) => old.id === id));
    expect(fresh.map(({ id }) => id)).toEqual(["seg-5", "seg-6"].slice(0, fresh.length));
    expect(fresh.length).toBeGreaterThan(0);
    for (const corner of moved.slice(0, 3)) expect(at(corner, model)).toBe(at(corner, before));
  });

  test("keeps names given by hand", () => {
    const segments = before.segments.map((segment, slot) => (slot === 2 ? { ...segment, name: "Our stars", pinned: true } : segment));

    const model = fitted(aRefitInput({ values: around(CORNERS, 30, 2), previous: { ...before, segments }, major: 2, nextSegmentNumber: 5 }));

    expect(model.segments[2]).toMatchObject({ id: "seg-3", name: "Our stars", pinned: true });
  });

  test("starts anew when the features are others", () => {
    const features = [{ name: "age", log: false }, { name: "spendingScore", log: false }];

    const model = fitted(aRefitInput({ values: around(CORNERS, 30), features, previous: before, major: 2, nextSegmentNumber: 5 }));

    expect(model.segments.map(({ id }) => id)).toEqual(["seg-5", "seg-6", "seg-7", "seg-8"]);
    expect(model.churn).toBeNull();
  });
});

/** 360 customers on a circle: four segments fit equally well whichever way they are turned. */
const ring = Float64Array.from(Array.from({ length: 360 }, (_, at) => [Math.cos((at * Math.PI) / 180), Math.sin((at * Math.PI) / 180)]).flat());
const FOUR = { min: 4, max: 4 };
const turned = (degrees: number): number[][] =>
  [0, 1, 2, 3].map((quarter) => [0, -90].map((phase) => 1.27 * Math.cos(((degrees + quarter * 90 + phase) * Math.PI) / 180)));
const withCentroids = (model: SegmentModel, centroids: readonly (readonly number[])[]): SegmentModel => ({
  ...model,
  segments: model.segments.map((segment, slot) => ({ ...segment, centroid: centroids[slot] })),
});
const near = (centroids: readonly (readonly number[])[]) => centroids.map((centroid) => centroid.map((c) => expect.closeTo(c, 1)));

describe("the present centroids", () => {
  const ringInput = aRefitInput({ values: ring, kRange: FOUR });
  const first = fitted(ringInput);
  const again = (previous: SegmentModel): number[][] => fitted({ ...ringInput, previous }).segments.map(({ centroid }) => [...centroid]);

  test.each([10, 40, 70])("stay where they are as good as any, as when turned by %d degrees", (degrees) => {
    expect(again(withCentroids(first, turned(degrees)))).toEqual(near(turned(degrees)));
  });

  test("are taken over into the new scale", () => {
    const shifted = { ...first.scaler, mean: first.scaler.mean.map((mean, f) => mean + 3 * first.scaler.sd[f]) };
    const previous = withCentroids(first, turned(30).map((centroid) => centroid.map((c) => c - 3)));

    expect(again({ ...previous, scaler: shifted })).toEqual(near(turned(30)));
  });

  test("go where others are better by more than a percent", () => {
    const input = aRefitInput({ values: around(CORNERS, 30), kRange: FOUR });
    const best = fitted(input);
    // Two share one corner and one has two.
    const stuck = withCentroids(best, [[-1.1, -1], [-0.9, -1], [0, 1], [1, -1]]);

    expect(fitted({ ...input, previous: stuck }).inertia).toBeCloseTo(best.inertia, 9);
  });

  test("go where nobody is, even if that is hardly worse", () => {
    const random = seededRandom(9);
    const clumps = 7;
    const dims = 24;
    const centres = Array.from({ length: clumps }, () => Array.from({ length: dims }, () => 100 * random()));
    const values = Float64Array.from(Array.from({ length: 200 * clumps }, (_, at) => centres[at % clumps].map((c) => c + random())).flat());
    const features = Array.from({ length: dims }, (_, f) => ({ name: `f${f}`, log: false }));
    const seven = fitted(aRefitInput({ values, features, kRange: { min: 7, max: 7 } }));
    const lost = { ...seven.segments[0], id: "seg-8", centroid: new Array<number>(dims).fill(50) };

    const model = fitted(aRefitInput({ values, features, kRange: { min: 8, max: 8 }, previous: { ...seven, segments: [...seven.segments, lost] }, nextSegmentNumber: 9 }));

    expect(model.inertia).toBeGreaterThan(seven.inertia * 0.99);
    expect(Math.min(...model.segments.map(({ size }) => size))).toBeGreaterThan(0);
  });
});

test("the present number of segments stays unless another is better by more than .02", () => {
  const random = seededRandom(8);
  const values = Float64Array.from({ length: 800 }, () => random());
  const free = fitted(aRefitInput({ values }));
  const close = free.candidates.find(({ k, silhouette }) => k !== free.segments.length && silhouette > free.silhouette - 0.015);
  const k = close?.k ?? 0;

  const previous = fitted(aRefitInput({ values, kRange: { min: k, max: k } }));

  expect(fitted(aRefitInput({ values, previous })).segments).toHaveLength(k);
});
