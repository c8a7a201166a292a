import { expect, test } from "vitest";
import { onlineRetail } from "../../apps/cli/src/bench/online-retail.ts";
import { replaySegments } from "../../apps/cli/src/bench/segments-replay.ts";
import { readNamingFile } from "../../packages/platform/src/naming-file.ts";

test("over all of Online Retail live segments stay as good as the best batch k-means, and customers keep theirs", { timeout: 600_000 }, async () => {
  const { checks, refits, updates, flips, segmenter } = replaySegments(await onlineRetail(), readNamingFile());

  expect(checks.length).toBeGreaterThanOrEqual(40);
  for (const { day, inertiaRatio } of checks) expect.soft(inertiaRatio, `inertia on day ${day}`).toBeLessThanOrEqual(1.01);
  expect(checks.at(-1)?.adjustedRand).toBeGreaterThanOrEqual(0.93);
  // Where it is below, another partition is better by a thousandth or two, and even the best of the day before is not that of today: see docs/segmentation.md.
  const below = checks.filter(({ adjustedRand }) => adjustedRand < 0.93);
  const ofDayBefore = checks.filter(({ dayBefore }) => dayBefore < 0.93);
  expect(below.length).toBeLessThanOrEqual(Math.min(4, ofDayBefore.length));
  for (const { day, inertiaRatio } of below) expect.soft(inertiaRatio, `inertia on day ${day}`).toBeLessThanOrEqual(1.0025);

  expect(refits.length).toBeGreaterThanOrEqual(40);
  const shaken = refits.filter(({ churn }) => (churn ?? 0) > 0.08);
  expect(shaken.length).toBeLessThanOrEqual(1);
  for (const { day, transitions } of shaken) expect(transitions.some(({ type }) => type !== "survive"), `what happened on day ${day}`).toBe(true);
  expect((1000 * flips) / updates).toBeLessThanOrEqual(25);
  expect(segmenter.live?.model.segments.map(({ id }) => id)).toEqual(["seg-1", "seg-2", "seg-3", "seg-4"]);
});
