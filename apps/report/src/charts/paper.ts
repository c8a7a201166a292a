const redraws = new Set<() => void>();

/** Has `redraw` called when the page goes to paper and when it comes back. Answers how to stop that. */
export function onPaper(redraw: () => void): () => void {
  redraws.add(redraw);
  return () => redraws.delete(redraw);
}

/** Paper is light and narrow. Canvases are pictures by the time a page is laid out for it: before that the page takes the width of the paper (report.css), and every chart is drawn anew. */
export function takePaperWidth(): void {
  const turn = (isPaper: boolean): void => {
    document.documentElement.classList.toggle("on-paper", isPaper);
    for (const redraw of redraws) redraw();
  };
  window.addEventListener("beforeprint", () => turn(true));
  window.addEventListener("afterprint", () => turn(false));
}
