import { useEffect, useRef } from "preact/hooks";
import { VIEWS } from "../state/address.ts";
import type { Navigation, View } from "../state/address.ts";
import { followInPlace } from "./link.ts";

export const VIEW_NAMES: Readonly<Record<View, string>> = {
  overview: "Overview",
  segments: "Segments",
  map: "Map",
  movements: "Movements",
  drift: "Drift",
  customer: "Customer",
  product: "Product",
  operations: "Operations",
};

/** Drawn in a square of 16. */
const ICONS: Readonly<Record<View, string>> = {
  overview: "M2 2h5v6H2zM9 2h5v3.500H9zM9 8h5v6H9zM2 10.500h5V14H2z",
  segments: "M8 1.800a6.200 6.200 0 1 0 6.200 6.200H8zM10 1.800v4.200h4.200",
  map: "M3.500 11.500h.01M6 5h.01M8.500 9h.01M11 4.500h.01M12.500 11h.01M6.500 13h.01",
  movements: "M2 4h5c3 0 2 8 7 8M2 12h4c4 0 3-8 8-8",
  drift: "M1.500 11.500 5 7l3 2.500 6-6.500M10.500 3H14v3.500",
  customer: "M8 7.500a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600zM2.500 14c.5-3 2.500-4.500 5.500-4.500s5 1.500 5.500 4.500",
  product: "M2.500 5 8 2l5.500 3v6L8 14l-5.500-3zM2.500 5 8 8l5.500-3M8 8v6",
  operations: "M1.500 9h3l2-6 3 10 2-4h3",
};

export function Nav({ navigation, alerts }: { readonly navigation: Navigation; readonly alerts: number }) {
  const { view } = navigation.address;
  const nav = useRef<HTMLElement>(null);
  // On a phone the views are a strip of which a part is seen.
  useEffect(() => nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [view]);
  return (
    <nav ref={nav} class="nav" aria-label="Views">
      <ul>
        {VIEWS.map((one) => (
          <li key={one}>
            <a href={navigation.href({ view: one })} aria-current={one === view ? "page" : undefined} onClick={followInPlace(() => navigation.go({ view: one }))}>
              <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <path d={ICONS[one]} />
              </svg>
              {VIEW_NAMES[one]}
              {one === "operations" && alerts > 0 && (
                <span class="count-badge">
                  {alerts} <span class="visually-hidden">to look at</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
