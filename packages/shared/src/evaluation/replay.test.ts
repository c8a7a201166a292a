import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { aBasketLog } from "../../../../test/basket-log.ts";
import type { ABasket } from "../../../../test/basket-log.ts";
import { NAMING } from "../../../../test/segmentation.ts";
import { trackAssociations } from "./association-track.ts";
import type { Method } from "./method.ts";
import { METHODS, METHOD_NAMES, UNTRACKED } from "./methods.ts";
import type { MethodName } from "./methods.ts";
import { METRICS } from "./metrics.ts";
import { createPast } from "./past.ts";
import { protocolOf } from "./protocol.ts";
import { replay } from "./replay.ts";
import { noTracks } from "./replayed-shop.ts";
import type { Tracks } from "./replayed-shop.ts";
import { reportOf } from "./report.ts";
import { trackSegments } from "./segment-track.ts";
import type { SegmentTrack } from "./segment-track.ts";

const clock = (): number => 0;
const HR = METRICS.indexOf("hr10");

/** Ten customers who buy their own product and, every second time, one that nobody bought before. */
const log = aBasketLog(Array.from({ length: 100 }, (_, i): ABasket => [`c${i % 10}`, i, [`own-${i % 10}`, ...(i % 20 < 10 ? [`new-${i}`] : [])]]));
const protocol = protocolOf(log);
const track = trackSegments(log, { segmentation: "behaviour", naming: NAMING });
const associations = trackAssociations(log);
const tastes = trackSegments(log, { segmentation: "taste", naming: NAMING });

describe("a replay", () => {
  it("asks about each basket before it is learnt", () => {
    const past = createPast(log);
    const calls: string[] = [];
    const method: Method = {
      predict: ({ basket }) => {
        calls.push(`predict ${basket}`);
        expect(past.buyers[log.customers[basket]].baskets).not.toContain(basket);
        return { all: [], explore: [], repeat: [] };
      },
      learn: (basket) => calls.push(`learn ${basket}`),
    };
    replay(past, method, { protocol, clock });

    expect(calls.slice(0, 10).every((call) => call.startsWith("learn"))).toBe(true);
    expect(calls.slice(-4)).toEqual(["predict 98", "learn 98", "predict 99", "learn 99"]);
  });

  it.each(["segue", "gp-topfreq"] as const)("finds with %s what is bought again, and never what is bought for the first time by anybody", (name) => {
    const past = createPast(log);
    const { views } = replay(past, METHODS[name](past, { protocol, track, tastes, associations }), { protocol, clock });
    const hits = (view: "all" | "explore" | "repeat"): number[] => Array.from({ length: 100 - protocol.warmUp }, (_, row) => views[view][row * METRICS.length + HR]);

    expect(hits("all").every((hit) => hit === 1)).toBe(true);
    expect(hits("repeat").every((hit) => hit === 1)).toBe(true);
    expect(hits("explore").every((hit) => hit === 0 || Number.isNaN(hit))).toBe(true);
    expect(hits("explore").filter(Number.isNaN)).toHaveLength(50);
  });
});

it("needs to know of segments and of what goes together for some methods only", () => {
  const mixed = aBasketLog(Array.from({ length: 100 }, (_, i): ABasket => [`c${i % 10}`, i, [`p-${(7 * i) % 11}`, `q-${(i * i) % 13}`]]));
  const parity = Int32Array.from(mixed.customers, (customer) => customer % 2);
  const halves: SegmentTrack = { before: parity, after: parity, segments: 2, names: ["Even", "Odd"] };
  const pair = { products: ["p-0", "q-1"], partners: [[1], [0]], weights: [[1], [1]], scale: 1 };
  const known: Tracks = { track: halves, tastes: halves, associations: [{ basket: 0, associations: pair }] };
  const outcomesOf = (name: MethodName, tracks: Tracks) => {
    const past = createPast(mixed);
    return replay(past, METHODS[name](past, { protocol: protocolOf(mixed), ...tracks }), { protocol: protocolOf(mixed), clock });
  };
  const isSame = (name: MethodName): boolean => isDeepStrictEqual(outcomesOf(name, known), outcomesOf(name, noTracks(mixed)));

  expect(METHOD_NAMES.filter(isSame)).toEqual(UNTRACKED);
});

describe("a report", () => {
  const outcomesOf = (name: "segue" | "g-topfreq") => {
    const past = createPast(log);
    return replay(past, METHODS[name](past, { protocol, track, tastes, associations }), { protocol, clock });
  };
  const { dataset, methods } = reportOf({ log, protocol, track, outcomes: new Map([["segue", outcomesOf("segue")], ["g-topfreq", outcomesOf("g-topfreq")]]) });

  it("counts what it is about", () => {
    expect(dataset).toEqual({ baskets: 100, customers: 10, items: 60, scored: 90, reported: 54 });
    expect(methods.segue.parts.all.n).toBe(54);
    // Nobody has fewer than four earlier baskets by then.
    expect(methods.segue.parts.cold.n).toBe(0);
    expect(methods.segue.byHistory.map(({ name }) => name)).toEqual(["2-4 earlier", "5-9 earlier"]);
  });

  it("compares with ours on the same baskets", () => {
    const ours = methods.segue.parts.all.ndcg10;
    const theirs = methods["g-topfreq"].parts.all.ndcg10;
    const { mean, low, high } = methods["g-topfreq"].behind.all;

    expect(mean).toBeCloseTo(ours - theirs, 6);
    expect(low).toBeLessThanOrEqual(mean);
    expect(high).toBeGreaterThanOrEqual(mean);
    expect(methods.segue.behind.all).toEqual({ mean: 0, low: 0, high: 0 });
  });
});
