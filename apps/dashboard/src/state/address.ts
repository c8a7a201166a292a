import { STRATEGIES } from "@segue/shared/api/recommendations";
import type { Strategy } from "@segue/shared/api/recommendations";
import { useCallback, useEffect, useState } from "preact/hooks";

/** What the page shows, as its URL keeps it. */
export interface Address {
  readonly customer: string | null;
  /** The segment whose customers are listed. */
  readonly segment: string | null;
  readonly strategy: Strategy;
}

const DEFAULT_STRATEGY: Strategy = "for-you";

export function readAddress(search: string): Address {
  const given = new URLSearchParams(search);
  return {
    customer: given.get("customer")?.trim() || null,
    segment: given.get("segment") || null,
    strategy: STRATEGIES.find((strategy) => strategy === given.get("strategy")) ?? DEFAULT_STRATEGY,
  };
}

export function writeAddress({ customer, segment, strategy }: Address): string {
  const parameters = new URLSearchParams();
  if (customer !== null) parameters.set("customer", customer);
  if (segment !== null) parameters.set("segment", segment);
  if (strategy !== DEFAULT_STRATEGY) parameters.set("strategy", strategy);
  const text = parameters.toString();
  return text === "" ? "/" : `/?${text}`;
}

export interface Navigation {
  readonly address: Address;
  readonly go: (change: Partial<Address>) => void;
  /** Where `go(change)` leads, for links that can be opened in another tab. */
  readonly href: (change: Partial<Address>) => string;
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
    const next = { ...readAddress(location.search), ...change };
    history.pushState(null, "", writeAddress(next));
    setAddress(next);
  }, []);
  const href = useCallback((change: Partial<Address>) => writeAddress({ ...address, ...change }), [address]);
  return { address, go, href };
}
