import type { Page } from "playwright-core";

export interface Frames {
  readonly perSecond: number;
  /** Of the gaps between two frames, in milliseconds. */
  readonly p95: number;
}

/** Counts the page's frames while `work` goes on. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const counted = { times: [] as number[], on: true };
    Object.assign(globalThis, { counted });
    const frame = (time: number): void => {
      counted.times.push(time);
      if (counted.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await work();
  const times = await page.evaluate(() => {
    const { counted } = globalThis as unknown as { counted: { times: number[]; on: boolean } };
    counted.on = false;
    return counted.times;
  });
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const sorted = [...gaps].sort((a, b) => a - b);
  return { perSecond: 1_000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length), p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 };
}
