import type { CustomerReply } from "@segue/shared/api/segments";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { createPace } from "./pace.ts";
import { useServices } from "./services.ts";

/** `customer` is `null` for one nobody has heard of, and while nothing is known yet. */
export interface CustomerView {
  readonly customer: CustomerReply | null;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly reload: () => Promise<CustomerReply | null>;
}

interface Held {
  readonly id: string;
  readonly customer: CustomerReply | null;
  readonly error: Error | null;
}

/** Between two looks at a customer while the stream moves on, in milliseconds. */
const EVERY = 2_000;

/** A customer as they are now; looked at again when the segments change, which every purchase does. */
export function useCustomer(customerId: string): CustomerView {
  const { api, feed } = useServices();
  const [held, setHeld] = useState<Held | null>(null);
  const wanted = useRef(customerId);
  wanted.current = customerId;

  const reload = useCallback(async (): Promise<CustomerReply | null> => {
    const customer = await api.customer(customerId);
    if (wanted.current === customerId) setHeld({ id: customerId, customer, error: null });
    return customer;
  }, [api, customerId]);

  useEffect(() => {
    const fail = (error: unknown): void => {
      if (wanted.current !== customerId) return;
      const failure = error instanceof Error ? error : new Error(String(error));
      setHeld((before) => ({ id: customerId, customer: before?.id === customerId ? before.customer : null, error: failure }));
    };
    const pace = createPace(() => reload().then(() => undefined, fail), EVERY);
    const ask = (): void => void (document.hidden || pace.ask());
    const ends = [feed.on("segments", ask), feed.onDoubt(ask)];
    pace.ask();
    return () => {
      pace.stop();
      for (const end of ends) end();
    };
  }, [reload, customerId, feed]);

  const mine = held?.id === customerId ? held : null;
  return { customer: mine?.customer ?? null, loading: mine === null, error: mine?.error ?? null, reload };
}
