import type { TargetedMouseEvent } from "preact";

/** Follows a link without leaving the page, unless the reader asks for another tab or window. */
export function followInPlace(go: () => void): (event: TargetedMouseEvent<HTMLAnchorElement>) => void {
  return (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go();
  };
}
