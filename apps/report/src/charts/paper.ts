/** Width of the text on A4 and Letter within the page's margins, in CSS pixels. */
export const PAPER_WIDTH = 660;

const redraws = new Set<(onPaper: boolean) => void>();

/** Has `redraw` called when the page goes to paper and when it comes back. Answers how to stop that. */
export function onPaper(redraw: (onPaper: boolean) => void): () => void {
  redraws.add(redraw);
  return () => redraws.delete(redraw);
}

/** Paper is light and narrow: before printing, and after it, every chart is drawn anew. */
export function takePaperWidth(): void {
  const turn = (isPaper: boolean): void => {
    document.documentElement.classList.toggle("on-paper", isPaper);
    for (const redraw of redraws) redraw(isPaper);
  };
  window.addEventListener("beforeprint", () => turn(true));
  window.addEventListener("afterprint", () => turn(false));
}
