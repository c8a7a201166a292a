import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const CLI = fileURLToPath(new URL("../../apps/cli/bin/segue.js", import.meta.url));
const ONLINE_RETAIL = fileURLToPath(new URL("../../datasets/online-retail/online-retail.csv.gz", import.meta.url));
const run = promisify(execFile);

const share = z.number().min(0).max(1);
const part = z.strictObject({ n: z.number(), recall10: share, ndcg10: share, hr10: share, recall20: share, ndcg20: share });
const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const groups = z.array(z.strictObject({ name: z.string(), n: z.number().positive(), ndcg10: share })).min(2);
const reportSchema = z.object({
  dataset: z.strictObject({ baskets: z.number(), customers: z.number(), items: z.number(), scored: z.number(), reported: z.number() }),
  methods: z.record(z.string(), z.strictObject({ all: part, repeat: part, explore: part, cold: part })),
  intervals: z.record(z.string(), z.record(z.string(), z.object({ ndcg10: estimate, behind: estimate }))),
  hr20: z.record(z.string(), z.strictObject({ all: share, repeat: share, explore: share, cold: share })),
  groups: z.record(z.string(), z.strictObject({ byHistory: groups, bySegment: groups })),
  lists: z.record(z.string(), z.strictObject({ coverage: share, fresh: share, predictMs: z.number().nonnegative(), learnMs: z.number().nonnegative() })),
});

const sizeOf = (all: readonly { readonly n: number }[]): number => all.reduce((sum, { n }) => sum + n, 0);

/** Expected is what an independent implementation gave that was written from the protocol in docs/recommendation.md. */
describe("segue evaluate on Online Retail", () => {
  let report: z.infer<typeof reportSchema>;
  beforeAll(async () => {
    const { stdout } = await run(process.execPath, [CLI, "evaluate", ONLINE_RETAIL, "--json", "--threads", "2"], { maxBuffer: 2 ** 24 });
    report = reportSchema.parse(JSON.parse(stdout));
  });

  const metricsOf = (method: string, of: "all" | "explore" | "cold" = "all") => {
    const { recall10, ndcg10, hr10 } = report.methods[method][of];
    return [recall10, ndcg10, hr10];
  };

  it("selects baskets as the protocol says", () => {
    expect(report.dataset).toEqual({ baskets: 18_402, customers: 4_334, items: 3_659, scored: 13_489, reported: 8_094 });
    expect(report.methods.segue.all.n).toBe(8_094);
    expect(report.methods.segue.explore.n).toBe(6_857);
  });

  it("runs every method that is not only a yardstick", () => {
    const names = ["segue", "g-topfreq", "p-topfreq", "gp-topfreq", "tifu-knn", "up-cf", "vmis", "item-cosine", "segment-popularity", "taste-popularity", "segment-filter"];
    expect(Object.keys(report.methods)).toEqual(names);
  });

  it("tells of every method how it does by history and by segment, and what its lists hold", () => {
    for (const part of [report.hr20, report.groups, report.lists]) expect(Object.keys(part)).toEqual(Object.keys(report.methods));
    for (const { byHistory, bySegment } of Object.values(report.groups)) {
      expect(byHistory.map(({ name }) => name)).toEqual(["first basket", "1 earlier", "2-4 earlier", "5-9 earlier", "10+ earlier"]);
      expect(sizeOf(byHistory)).toBe(sizeOf(bySegment));
    }
  });

  it.each([
    ["g-topfreq", [0.0376, 0.0776, 0.4029]],
    ["p-topfreq", [0.1704, 0.265, 0.7073]],
    ["gp-topfreq", [0.1779, 0.277, 0.721]],
  ])("gives the known figures of %s to four decimals", (method, expected) => {
    expect(metricsOf(method).map((value) => Number(value.toFixed(4)))).toEqual(expected);
  });

  it("gives those of TIFU-KNN within .001", () => {
    for (const [i, value] of metricsOf("tifu-knn").entries()) expect(Math.abs(value - [0.1791, 0.2779, 0.7108][i])).toBeLessThan(0.001);
  });

  it("reaches what the product promises, on all and on new products", () => {
    const [recall, ndcg, hitRate] = metricsOf("segue");
    expect(recall).toBeGreaterThanOrEqual(0.194);
    expect(ndcg).toBeGreaterThanOrEqual(0.303);
    expect(hitRate).toBeGreaterThanOrEqual(0.733);
    expect(report.methods.segue.explore.ndcg10).toBeGreaterThanOrEqual(0.109);
    expect(report.intervals["gp-topfreq"].all.behind.mean).toBeGreaterThanOrEqual(0.025);
  });

  it("is better than by score alone, which has .3048, by what the ranker learns", () => {
    expect(report.methods.segue.all.ndcg10).toBeGreaterThan(0.31);
  });

  it("beats popularity with customers of whom little is known", () => {
    for (const popular of ["g-topfreq", "segment-popularity"]) expect(report.intervals[popular].cold.behind.low).toBeGreaterThan(0);
  });
});
