import { describe, expect, it } from "vitest";
import { aBasketLog } from "../../../../test/basket-log.ts";
import type { ABasket } from "../../../../test/basket-log.ts";
import { NAMING } from "../../../../test/segmentation.ts";
import type { BasketLog } from "./basket-log.ts";
import type { MethodName } from "./methods.ts";
import { METHODS } from "./methods.ts";
import { createPast } from "./past.ts";
import { protocolOf } from "./protocol.ts";
import { replay } from "./replay.ts";
import type { Outcomes } from "./replay.ts";
import type { MethodReport, Report } from "./report.ts";
import { reportOf } from "./report.ts";
import { trackAssociations } from "./association-track.ts";
import { trackSegments } from "./segment-track.ts";

const FAST: readonly MethodName[] = ["segue", "gp-topfreq", "g-topfreq"];

function evaluated(log: BasketLog, every = 1): Report {
  const protocol = protocolOf(log, every);
  const track = trackSegments(log, { segmentation: "behaviour", naming: NAMING });
  const associations = trackAssociations(log);
  const outcomeOf = (name: MethodName): Outcomes => {
    const past = createPast(log);
    return replay(past, METHODS[name](past, { protocol, track, tastes: track, associations }), { protocol, clock: () => 0 });
  };
  return reportOf({ log, protocol, track, outcomes: new Map(FAST.map((name) => [name, outcomeOf(name)])) });
}

const ours = ({ methods }: Report): MethodReport => methods.segue;

/** Thirty customers, each with a favourite that they buy every time, beside one of ten staples. */
const regulars = (baskets: number): ABasket[] => Array.from({ length: baskets }, (_, i): ABasket => [`c${i % 30}`, Math.floor(i / 30), [`favourite-${i % 30}`, `staple-${i % 10}`]]);

describe("an odd log is predicted all the same", () => {
  it("without times of day, when many baskets are of the same moment", () => {
    const report = evaluated(aBasketLog(regulars(300)));

    expect(report.dataset).toMatchObject({ baskets: 300, scored: 270, reported: 162 });
    expect(ours(report).parts.all.recall10).toBeGreaterThan(0.95);
  });

  it("all of it at one moment", () => {
    const report = evaluated(aBasketLog(regulars(300).map(([customer, , products]) => [customer, 0, products])));

    expect(ours(report).parts.repeat.recall10).toBeGreaterThan(0.95);
  });

  it("without prices, and no worse for it", () => {
    const log = aBasketLog(regulars(300));
    const free = evaluated({ ...log, prices: new Float64Array(log.prices.length) });

    expect(ours(free).parts.all.ndcg10).toBeCloseTo(ours(evaluated(log)).parts.all.ndcg10, 2);
  });

  it("with 100,000 products", () => {
    const wide = Array.from({ length: 200 }, (_, i): ABasket => [`c${i % 50}`, i / 5, [`favourite-${i % 50}`, ...Array.from({ length: 499 }, (_item, line) => `p${i * 499 + line}`)]]);
    const report = evaluated(aBasketLog(wide), 5);

    expect(report.dataset.items).toBe(200 * 499 + 50);
    // One of 500 can be foreseen, and comes first.
    expect(ours(report).parts.repeat.ndcg10).toBeGreaterThan(0.99);
    expect(ours(report).parts.all.recall10).toBeCloseTo(1 / 500, 4);
  });

  it("with mostly one-off buyers, where those who come back are scored and all others are cold", () => {
    const passing = Array.from({ length: 900 }, (_, i): ABasket => [`once-${i}`, i / 30, [`staple-${i % 10}`, `staple-${(i * 7) % 10}`]]);
    const back = Array.from({ length: 60 }, (_, i): ABasket => [`twice-${i % 30}`, i < 30 ? 10 : 20, [`favourite-${i % 30}`]]);
    const report = evaluated(aBasketLog([...passing, ...back].sort((a, b) => a[1] - b[1])));

    expect(report.dataset).toMatchObject({ customers: 930, scored: 30, reported: 18 });
    expect(ours(report).parts.all.hr10).toBe(1);
    // First orders of passing customers: what everybody buys is known.
    expect(ours(report).parts.cold.n).toBeGreaterThan(200);
    expect(ours(report).parts.cold.hr10).toBeGreaterThan(0.9);
  });
});
