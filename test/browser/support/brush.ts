import type { Page } from "playwright-core";

export interface Pull {
  /** Corners, as shares of the map's width and height. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** Moves of the mouse on the way. */
  readonly steps: number;
}

/** Pulls up a rectangle on the map. */
export async function pullUp(page: Page, { from, to, steps }: Pull): Promise<void> {
  await page.locator(".scatter canvas").waitFor();
  const box = await page.locator(".scatter canvas").boundingBox();
  if (box === null) throw new Error("the map is not on the page");
  const at = ([x, y]: readonly [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps });
  await page.mouse.up();
}
