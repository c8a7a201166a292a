import type { Page } from "playwright-core";

export interface Drawn {
  readonly label: string;
  /** Pixels of another colour than the most frequent one. */
  readonly marked: number;
  readonly width: number;
  readonly height: number;
}

/** What is on the canvases of a page's charts, by what they say that they show. */
export const chartsOf = (page: Page): Promise<Drawn[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>(".chart-canvas")).map((chart) => {
      const canvas = chart.querySelector("canvas");
      const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      const counts = new Map<number, number>();
      const colours = new Uint32Array(pixels.buffer);
      for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
      const box = (chart.closest("figure") ?? chart).getBoundingClientRect();
      return { label: chart.getAttribute("aria-label") ?? "", marked: colours.length - Math.max(0, ...counts.values()), width: box.width, height: box.height };
    }),
  );
