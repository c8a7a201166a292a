import type { Page } from "playwright-core";

export interface Drawn {
  readonly label: string;
  /** Pixels of another colour than the most frequent one. */
  readonly marked: number;
  /** How much red and green differ over all pixels, by their opacity: less where something is faded. */
  readonly colour: number;
  readonly width: number;
  readonly height: number;
}

/** What is on the canvases of a page's charts, or those of a part of it, by what they say that they show. */
export const chartsOf = (page: Page, part = "body"): Promise<Drawn[]> =>
  page.evaluate((within) => {
    const pixelsOf = (canvas: HTMLCanvasElement | null): Uint8ClampedArray => canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    const markedIn = (pixels: Uint8ClampedArray): number => {
      const counts = new Map<number, number>();
      const colours = new Uint32Array(pixels.buffer);
      for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
      return colours.length - Math.max(0, ...counts.values());
    };
    const colourOf = (pixels: Uint8ClampedArray): number => {
      let sum = 0;
      for (let at = 0; at < pixels.length; at += 4) sum += (Math.abs(pixels[at] - pixels[at + 1]) * pixels[at + 3]) / 255;
      return sum;
    };
    return Array.from(document.querySelectorAll<HTMLElement>(`${within} .chart-canvas`)).map((chart) => {
      const pixels = pixelsOf(chart.querySelector("canvas"));
      const { width, height } = (chart.closest("figure") ?? chart).getBoundingClientRect();
      return { label: chart.getAttribute("aria-label") ?? "", marked: markedIn(pixels), colour: colourOf(pixels), width, height };
    });
  }, part);

/** The point of a chart whose colour comes nearest to that of the segment, within the window. */
export const pointOf = (page: Page, chart: string, segment: number): Promise<{ x: number; y: number }> =>
  page.locator(`${chart} canvas`).evaluate((element, tone) => {
    const canvas = element as HTMLCanvasElement;
    const probe = document.body.appendChild(document.createElement("span"));
    probe.className = `tone-${tone}`;
    probe.style.color = "var(--tone)";
    const wanted = [...(getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number), 255];
    probe.remove();
    const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const distance = (at: number): number => wanted.reduce((sum, value, channel) => sum + (value - data[at + channel]) ** 2, 0);
    let best = 0;
    for (let at = 0; at < data.length; at += 4) if (distance(at) < distance(best)) best = at;
    canvas.scrollIntoView({ block: "center", behavior: "instant" });
    const box = canvas.getBoundingClientRect();
    const pixel = best / 4;
    return { x: box.x + (pixel % canvas.width), y: box.y + Math.floor(pixel / canvas.width) };
  }, segment);
