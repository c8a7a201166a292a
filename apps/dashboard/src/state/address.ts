import { STRATEGIES } from "@segue/shared/api/recommendations";
import type { Strategy } from "@segue/shared/api/recommendations";
import { segmentsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";

export const VIEWS = ["overview", "segments", "map", "movements", "drift", "customer", "product", "operations"] as const;
export type View = (typeof VIEWS)[number];

/** What segments are made from. */
export type Segmentation = SegmentsReply["segmentation"];
export const SEGMENTATIONS: readonly Segmentation[] = segmentsSchema.shape.segmentation.options;

/** What the page shows, as its URL keeps it. */
export interface Address {
  readonly view: View;
  readonly customer: string | null;
  readonly product: string | null;
  /** What the segments on show are made from. */
  readonly segmentation: Segmentation;
  /** The segment whose customers are listed. */
  readonly segment: string | null;
  readonly strategy: Strategy;
  /** How many days of stream time are looked back on. */
  readonly days: number;
  /** Why customers moved, of the moves that are shown. */
  readonly cause: string | null;
  /** Axes of the map. */
  readonly x: string;
  readonly y: string;
  /** The chosen part of the map: x and y from, x and y to. */
  readonly area: string | null;
}

const DEFAULTS: Address = { view: "overview", customer: null, product: null, segmentation: "behaviour", segment: null, strategy: "for-you", days: 30, cause: null, x: "pc1", y: "pc2", area: null };
const MAX_DAYS = 400;
/** What says where one is, beside the view; it goes when another view is opened. */
const PLACE: Partial<Address> = { customer: null, product: null, segmentation: "behaviour", segment: null, cause: null, area: null };

export function readAddress(search: string): Address {
  const given = new URLSearchParams(search);
  const text = (name: string): string | null => given.get(name)?.trim() || null;
  const customer = text("customer");
  const product = text("product");
  const days = Number(given.get("days"));
  return {
    view: oneOf(VIEWS, given.get("view")) ?? viewOf(customer, product),
    customer,
    product,
    segmentation: oneOf(SEGMENTATIONS, given.get("segmentation")) ?? DEFAULTS.segmentation,
    segment: text("segment"),
    strategy: oneOf(STRATEGIES, given.get("strategy")) ?? DEFAULTS.strategy,
    days: isPeriod(days) ? days : DEFAULTS.days,
    cause: text("cause"),
    x: text("x") ?? DEFAULTS.x,
    y: text("y") ?? DEFAULTS.y,
    area: text("area"),
  };
}

const oneOf = <T extends string>(known: readonly T[], given: string | null): T | undefined => known.find((one) => one === given);

const isPeriod = (days: number): boolean => Number.isInteger(days) && days >= 1 && days <= MAX_DAYS;

/** Addresses of customers and products say by themselves which view they are for. */
function viewOf(customer: string | null, product: string | null): View {
  if (customer !== null) return "customer";
  return product === null ? "overview" : "product";
}

export function writeAddress(address: Address): string {
  const parameters = new URLSearchParams();
  if (address.view !== viewOf(address.customer, address.product)) parameters.set("view", address.view);
  for (const name of ["customer", "product", "segmentation", "segment", "strategy", "days", "cause", "x", "y", "area"] as const) {
    const value = address[name];
    if (value !== null && value !== DEFAULTS[name]) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "/" : `/?${text}`;
}

export interface Navigation {
  readonly address: Address;
  readonly go: (change: Partial<Address>) => void;
  /** Changes the address without a step to go back. */
  readonly adjust: (change: Partial<Address>) => void;
  /** Where `go(change)` leads, for links that can be opened in another tab. */
  readonly href: (change: Partial<Address>) => string;
}

function changed(address: Address, change: Partial<Address>): Address {
  const elsewhere = change.view !== undefined && change.view !== address.view;
  return { ...address, ...(elsewhere ? PLACE : {}), ...change };
}

/** The address, with the browser's back and forward buttons. */
export function useNavigation(): Navigation {
  const [address, setAddress] = useState(() => readAddress(location.search));
  useEffect(() => {
    const onPop = (): void => setAddress(readAddress(location.search));
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, []);
  const go = useCallback((change: Partial<Address>) => {
    const next = changed(readAddress(location.search), change);
    history.pushState(null, "", writeAddress(next));
    setAddress(next);
  }, []);
  const adjust = useCallback((change: Partial<Address>) => {
    const next = changed(readAddress(location.search), change);
    history.replaceState(null, "", writeAddress(next));
    setAddress(next);
  }, []);
  const href = useCallback((change: Partial<Address>) => writeAddress(changed(address, change)), [address]);
  return useMemo(() => ({ address, go, adjust, href }), [address, go, adjust, href]);
}
